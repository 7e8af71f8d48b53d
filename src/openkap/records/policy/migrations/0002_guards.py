"""A decision of the site is only ever followed by another one."""

from django.db import migrations

from openkap.records.base import append_only


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_first"), ("ledger", "0001_first")]
    operations = [append_only("policy_choice")]
