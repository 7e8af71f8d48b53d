"""Links between rows stay within one practice."""

from django.db import migrations

from openkap.records.base import same_practice


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first")]
    operations = [
        same_practice(
            [
                ("people_care_request", "client_id", "people_client"),
                ("people_client_link", "client_id", "people_client"),
            ]
        )
    ]
