"""What was found out on the day is only ever added to; a second is another person; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice

TWO_PEOPLE = """
CREATE UNIQUE INDEX day_override_by ON day_override (practice_id, id, given_by_id);
ALTER TABLE day_second ADD CONSTRAINT day_second_of_its_override
    FOREIGN KEY (practice_id, override_id, given_by_id) REFERENCES day_override (practice_id, id, given_by_id);
"""


class Migration(migrations.Migration):
    dependencies = [("day", "0001_first"), ("orders", "0002_guards")]
    operations = [
        migrations.RunSQL(
            TWO_PEOPLE,
            """
            ALTER TABLE day_second DROP CONSTRAINT day_second_of_its_override;
            DROP INDEX day_override_by;
            """,
        ),
        append_only("day_fact", "day_signs", "day_override", "day_second", "day_decision"),
        same_practice(
            [
                ("day_signs", "replaces_id", "day_signs"),
                ("day_decision", "order_id", "orders_order"),
            ]
        ),
    ]
