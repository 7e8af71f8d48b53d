"""Who confirmed the condition of a measure's wording."""

from django.db import migrations, models

from openkap.records.base import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0004_sources"),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("practice_id", models.UUIDField(editable=False)),
                ("measure", models.TextField()),
                ("condition", models.TextField(help_text="the sentence as it was confirmed")),
                ("by_id", models.UUIDField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "responses_confirmation",
                "constraints": [
                    models.UniqueConstraint(fields=("practice_id", "measure"), name="responses_confirmation_once")
                ],
            },
        ),
        append_only("responses_confirmation"),
    ]
