"""No medicine without an order and the gate of the day, as the database keeps it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openkap.records.base import same_practice

# As with the readiness gate (0002): the order is of the same session, drug and route, and the decision at the gate of the
# day opens for this very order. `ordered_mg` is the order's own total, so a check can hold the dose against it. Rows from
# before there were orders stay as they are (NOT VALID); every new row is held to it.
ORDER_AND_DAY = r"""
CREATE UNIQUE INDEX orders_order_given ON orders_order (practice_id, session_id, id, drug, route, total_mg);
CREATE UNIQUE INDEX day_decision_opening ON day_decision (practice_id, session_id, id, order_id, opens);
ALTER TABLE sessions_administration
    ADD CONSTRAINT sessions_administration_ordered CHECK (
        order_id IS NOT NULL AND ordered_mg IS NOT NULL AND day_decision_id IS NOT NULL AND given_by_id IS NOT NULL
    ) NOT VALID,
    ADD CONSTRAINT sessions_administration_within_order CHECK (
        (deviation IS NULL AND dose_mg <= ordered_mg)
        OR (deviation IS NOT NULL AND deviation ~ '\S{2,}' AND read_back_by_id IS NOT NULL)
    ) NOT VALID,
    ADD CONSTRAINT sessions_administration_read_back_by_another CHECK (
        read_back_by_id IS NULL OR (given_by_id IS NOT NULL AND read_back_by_id <> given_by_id)
    ) NOT VALID,
    ADD CONSTRAINT sessions_administration_by_its_order
        FOREIGN KEY (practice_id, session_id, order_id, drug, route, ordered_mg)
        REFERENCES orders_order (practice_id, session_id, id, drug, route, total_mg),
    ADD CONSTRAINT sessions_administration_through_open_day
        FOREIGN KEY (practice_id, session_id, day_decision_id, order_id, day_opens)
        REFERENCES day_decision (practice_id, session_id, id, order_id, opens);
"""
BACK = """
ALTER TABLE sessions_administration
    DROP CONSTRAINT sessions_administration_through_open_day,
    DROP CONSTRAINT sessions_administration_by_its_order,
    DROP CONSTRAINT sessions_administration_read_back_by_another,
    DROP CONSTRAINT sessions_administration_within_order,
    DROP CONSTRAINT sessions_administration_ordered;
DROP INDEX day_decision_opening;
DROP INDEX orders_order_given;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("care_sessions", "0002_guards"),
        ("day", "0002_guards"),
        ("orders", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="administration",
            name="day_decision",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="day.decision"),
        ),
        migrations.AddField(
            model_name="administration",
            name="day_opens",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="administration",
            name="deviation",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="administration",
            name="given_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="administration",
            name="order",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="orders.order"),
        ),
        migrations.AddField(
            model_name="administration",
            name="ordered_mg",
            field=models.DecimalField(decimal_places=2, max_digits=7, null=True),
        ),
        migrations.AddField(
            model_name="administration",
            name="read_back_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="administration",
            constraint=models.CheckConstraint(
                condition=models.Q(("day_opens", True)), name="sessions_administration_day_opens"
            ),
        ),
        migrations.RunSQL(ORDER_AND_DAY, BACK),
        # Orders and the gate of the day stand below sessions, so the links up to the session are made here.
        same_practice(
            [
                ("orders_order", "session_id", "sessions_session"),
                ("day_fact", "session_id", "sessions_session"),
                ("day_signs", "session_id", "sessions_session"),
                ("day_override", "session_id", "sessions_session"),
                ("day_decision", "session_id", "sessions_session"),
            ]
        ),
    ]
