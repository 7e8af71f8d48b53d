"""Answers stay as they were given; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("responses", "0001_first"), ("courses", "0002_guards")]
    operations = [
        append_only("responses_response", "responses_answer", "responses_submission", "responses_medicines"),
        same_practice(
            [
                ("responses_response", "client_id", "people_client"),
                ("responses_response", "course_id", "courses_course"),
                ("responses_answer", "response_id", "responses_response"),
                ("responses_submission", "response_id", "responses_response"),
                ("responses_medicines", "client_id", "people_client"),
            ]
        ),
    ]
