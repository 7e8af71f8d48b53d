"""The vial that a dose was drawn from, where somebody writes it down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care_sessions", "0012_signed")]
    operations = [
        migrations.AddField(model_name="administration", name="vial", field=models.TextField(null=True)),
        migrations.AddConstraint(
            model_name="administration",
            constraint=models.CheckConstraint(
                name="sessions_administration_vial",
                condition=models.Q(("vial", None), models.Q(("vial", ""), _negated=True), _connector="OR"),
            ),
        ),
    ]
