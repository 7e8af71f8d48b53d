"""What happened in a client's life, to be marked on their line."""

import django.db.models.deletion
from django.db import migrations, models

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_guards"),
        ("responses", "0005_confirmations"),
    ]

    operations = [
        migrations.CreateModel(
            name="LifeEvent",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("practice_id", models.UUIDField(editable=False)),
                ("happened_on", models.DateField()),
                ("words", models.TextField()),
                ("said_by_kind", models.TextField()),
                ("said_by_name", models.TextField(help_text="empty where the client said it")),
                ("said_at", models.DateTimeField()),
                ("client", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.client")),
            ],
            options={
                "db_table": "responses_life_event",
                "indexes": [
                    models.Index(fields=["practice_id", "client", "happened_on"], name="responses_life_event_client")
                ],
            },
        ),
        append_only("responses_life_event"),
        same_practice([("responses_life_event", "client_id", "people_client")]),
    ]
