"""A session's record is signed and then locked; what is missing is added beside it; the REMS form goes its own way."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openkap.records.base import append_only, same_practice

LOCK = """
CREATE FUNCTION sessions_entry_not_after_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sessions_signature WHERE practice_id = NEW.practice_id AND session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'the record of this session has been signed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sessions_entry_not_after_signature BEFORE INSERT ON sessions_entry
    FOR EACH ROW EXECUTE FUNCTION sessions_entry_not_after_signature();
"""
UNLOCK = """
DROP TRIGGER sessions_entry_not_after_signature ON sessions_entry;
DROP FUNCTION sessions_entry_not_after_signature();
"""


def beside(
    name: str, table: str, *fields: tuple[str, models.Field], constraints: tuple[models.BaseConstraint, ...] = ()
):  # type: ignore[type-arg]
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
            ("practice_id", models.UUIDField(editable=False)),
            *fields,
            ("at", models.DateTimeField()),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("session", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="care_sessions.session")),
        ],
        options={
            "db_table": table,
            "constraints": list(constraints),
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("care_sessions", "0011_distress_and_therapy_note"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        beside(
            "Signature",
            "sessions_signature",
            ("digest", models.TextField()),
            constraints=(
                models.UniqueConstraint(fields=("practice_id", "session", "by"), name="sessions_signature_once"),
            ),
        ),
        beside("Addendum", "sessions_addendum", ("text", models.TextField())),
        beside(
            "RemsStep",
            "sessions_rems_step",
            ("step", models.TextField()),
            constraints=(
                models.UniqueConstraint(fields=("practice_id", "session", "step"), name="sessions_rems_step_once"),
                models.CheckConstraint(
                    condition=models.Q(("step__in", ["prepared", "sent", "acknowledged"])),
                    name="sessions_rems_step_known",
                ),
            ),
        ),
        append_only("sessions_signature", "sessions_addendum", "sessions_rems_step"),
        same_practice(
            [
                ("sessions_signature", "session_id", "sessions_session"),
                ("sessions_addendum", "session_id", "sessions_session"),
                ("sessions_rems_step", "session_id", "sessions_session"),
            ]
        ),
        migrations.RunSQL(LOCK, UNLOCK),
    ]
