"""How each answer came in; forms from paper; codes for a tablet. What was kept before came from the client's phone."""

import django.db.models.deletion
from django.db import migrations, models

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_guards"),
        ("responses", "0003_medicines_moved"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperEntry",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("practice_id", models.UUIDField(editable=False)),
                ("entered_by", models.UUIDField()),
                ("entered_by_name", models.TextField()),
                ("entered_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(help_text="as the paper says")),
                ("paper_total", models.DecimalField(decimal_places=3, max_digits=8, null=True)),
            ],
            options={
                "db_table": "responses_paper_entry",
            },
        ),
        migrations.CreateModel(
            name="TabletCode",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("practice_id", models.UUIDField(editable=False)),
                ("code_sha256", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("wrong_tries", models.IntegerField()),
            ],
            options={
                "db_table": "responses_tablet_code",
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="source",
            field=models.TextField(default="phone", help_text="how it came in: phone, tablet, device, paper"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="submission",
            name="source",
            field=models.TextField(default="phone", help_text="how it was sent: phone, tablet, device, paper"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["phone", "tablet", "device", "paper"])),
                name="responses_answer_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["phone", "tablet", "device", "paper"])),
                name="responses_submission_source",
            ),
        ),
        migrations.AddField(
            model_name="paperentry",
            name="response",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="responses.response"),
        ),
        migrations.AddField(
            model_name="tabletcode",
            name="client",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.client"),
        ),
        migrations.AddConstraint(
            model_name="paperentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_at__gte", models.F("answered_at"))), name="responses_paper_entry_after"
            ),
        ),
        migrations.AddIndex(
            model_name="tabletcode",
            index=models.Index(fields=["practice_id", "expires_at"], name="responses_tablet_code_open"),
        ),
        append_only("responses_paper_entry"),
        same_practice(
            [
                ("responses_paper_entry", "response_id", "responses_response"),
                ("responses_tablet_code", "client_id", "people_client"),
            ]
        ),
    ]
