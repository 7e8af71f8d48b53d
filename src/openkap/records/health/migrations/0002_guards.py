"""What was said and examined is only ever added to; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice


class Migration(migrations.Migration):
    dependencies = [("health", "0001_first"), ("responses", "0002_guards")]
    operations = [
        append_only("health_attestation", "health_medicine_list", "health_result"),
        same_practice(
            [
                ("health_attestation", "client_id", "people_client"),
                ("health_attestation", "response_id", "responses_response"),
                ("health_medicine_list", "client_id", "people_client"),
                ("health_result", "client_id", "people_client"),
                ("health_result", "replaces_id", "health_result"),
            ]
        ),
    ]
