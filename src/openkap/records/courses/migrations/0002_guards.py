"""Words and clearances are only ever added to; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_first"), ("people", "0002_guards")]
    operations = [
        append_only("courses_words", "courses_clearance"),
        same_practice(
            [
                ("courses_course", "client_id", "people_client"),
                ("courses_words", "course_id", "courses_course"),
                ("courses_clearance", "course_id", "courses_course"),
            ]
        ),
    ]
