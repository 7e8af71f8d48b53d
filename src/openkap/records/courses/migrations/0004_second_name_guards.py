"""A second name is only ever added; it stays within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_clearance_kinds")]
    operations = [
        append_only("courses_second_name"),
        same_practice([("courses_second_name", "clearance_id", "courses_clearance")]),
    ]
