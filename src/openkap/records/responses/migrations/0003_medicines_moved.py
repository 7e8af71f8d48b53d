"""Medicines stand in records/health now, as lists of lines."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0002_guards"),
        ("health", "0003_medicines_moved"),
    ]

    operations = [
        migrations.DeleteModel(
            name="Medicines",
        ),
    ]
