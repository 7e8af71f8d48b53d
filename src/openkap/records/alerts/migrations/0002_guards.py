"""Alerts and what was done about them stay; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_first"), ("responses", "0002_guards")]
    operations = [
        append_only("alerts_alert", "alerts_action"),
        same_practice(
            [
                ("alerts_alert", "client_id", "people_client"),
                ("alerts_alert", "course_id", "courses_course"),
                ("alerts_alert", "response_id", "responses_response"),
                ("alerts_action", "alert_id", "alerts_alert"),
            ]
        ),
    ]
