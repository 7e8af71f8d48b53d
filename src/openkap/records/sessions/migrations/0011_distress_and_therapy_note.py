"""How hard it was, from 0 to 10; and the guide's own notes, apart from the record."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("care_sessions", "0010_origin"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Distress",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="care_sessions.entry",
                    ),
                ),
                ("practice_id", models.UUIDField()),
                ("level", models.SmallIntegerField()),
            ],
            options={
                "db_table": "sessions_distress",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__range", (0, 10))), name="sessions_distress_level"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TherapyNote",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("practice_id", models.UUIDField(editable=False)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "session",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="care_sessions.session"),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"db_table": "sessions_therapy_note"},
        ),
        append_only("sessions_distress", "sessions_therapy_note"),
        same_practice(
            [
                ("sessions_distress", "entry_id", "sessions_entry"),
                ("sessions_therapy_note", "session_id", "sessions_session"),
            ]
        ),
    ]
