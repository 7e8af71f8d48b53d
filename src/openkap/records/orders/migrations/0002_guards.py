"""An order is never changed; a confirmation is another person's; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice

# `ordered_by_id` of a confirmation is the one of its order, and a check says that `confirmed_by_id` is somebody else.
TWO_PEOPLE = """
CREATE UNIQUE INDEX orders_order_by ON orders_order (practice_id, id, ordered_by_id);
ALTER TABLE orders_confirmation ADD CONSTRAINT orders_confirmation_of_its_order
    FOREIGN KEY (practice_id, order_id, ordered_by_id) REFERENCES orders_order (practice_id, id, ordered_by_id);
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_first"), ("people", "0002_guards")]
    operations = [
        migrations.RunSQL(
            TWO_PEOPLE,
            """
            ALTER TABLE orders_confirmation DROP CONSTRAINT orders_confirmation_of_its_order;
            DROP INDEX orders_order_by;
            """,
        ),
        append_only("orders_weight", "orders_order", "orders_confirmation", "orders_cancellation"),
        same_practice(
            [
                ("orders_weight", "client_id", "people_client"),
                ("orders_order", "client_id", "people_client"),
                ("orders_order", "replaces_id", "orders_order"),
                ("orders_cancellation", "order_id", "orders_order"),
            ]
        ),
    ]
