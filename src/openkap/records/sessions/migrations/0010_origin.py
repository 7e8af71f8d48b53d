"""Where an entry came from, for those that a device kept until it could send them."""

import django.db.models.deletion
from django.db import migrations, models

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("care_sessions", "0003_order_and_day")]
    operations = [
        migrations.CreateModel(
            name="Origin",
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
                ("device_id", models.UUIDField()),
                ("sequence", models.BigIntegerField()),
                ("device_at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "db_table": "sessions_origin",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("sequence__gt", 0)), name="sessions_origin_sequence")
                ],
            },
        ),
        append_only("sessions_origin"),
        same_practice([("sessions_origin", "entry_id", "sessions_entry")]),
    ]
