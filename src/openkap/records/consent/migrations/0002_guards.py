"""What was signed is never changed; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_first"), ("courses", "0002_guards")]
    operations = [
        append_only("consent_signature", "consent_withdrawal"),
        same_practice(
            [
                ("consent_signature", "client_id", "people_client"),
                ("consent_signature", "course_id", "courses_course"),
                ("consent_withdrawal", "signature_id", "consent_signature"),
            ]
        ),
    ]
