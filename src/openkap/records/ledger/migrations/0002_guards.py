"""The ledger is only ever added to."""

from django.db import migrations

from openkap.records.base import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_first")]
    operations = [append_only("ledger_entry")]
