"""What was asked, reminded and chosen stays as it was; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("asking", "0001_first"), ("responses", "0002_guards"), ("courses", "0002_guards")]
    operations = [
        append_only(
            "asking_asking", "asking_reminder", "asking_handover", "asking_choice", "asking_task", "asking_deed"
        ),
        same_practice(
            [
                ("asking_asking", "course_id", "courses_course"),
                ("asking_asking", "response_id", "responses_response"),
                ("asking_reminder", "client_id", "people_client"),
                ("asking_reminder", "asking_id", "asking_asking"),
                ("asking_handover", "client_id", "people_client"),
                ("asking_choice", "client_id", "people_client"),
                ("asking_task", "client_id", "people_client"),
                ("asking_task", "course_id", "courses_course"),
                ("asking_task", "asking_id", "asking_asking"),
                ("asking_task", "choice_id", "asking_choice"),
                ("asking_deed", "task_id", "asking_task"),
            ]
        ),
    ]
