"""Nothing here is changed or removed; links stay within one practice; a second person answers the asking they name."""

from django.db import migrations

from openkap.records.base import append_only, same_practice

# The first person of the answer is the one who asked: (id, asked_by) is pointed to as a whole.
SAME_ASKING = """
CREATE UNIQUE INDEX pathways_override_asked_by ON pathways_override_asked (practice_id, id, asked_by_id);
ALTER TABLE pathways_override_answered ADD CONSTRAINT pathways_override_answers_that_asking
    FOREIGN KEY (practice_id, asked_id, asked_by_id) REFERENCES pathways_override_asked (practice_id, id, asked_by_id);
"""


class Migration(migrations.Migration):
    dependencies = [("pathways", "0001_first"), ("care_sessions", "0002_guards"), ("courses", "0002_guards")]
    operations = [
        migrations.RunSQL(
            SAME_ASKING,
            """
            ALTER TABLE pathways_override_answered DROP CONSTRAINT pathways_override_answers_that_asking;
            DROP INDEX pathways_override_asked_by;
            """,
        ),
        append_only(
            "pathways_edition",
            "pathways_move",
            "pathways_attestation",
            "pathways_turn",
            "pathways_override_asked",
            "pathways_override_answered",
        ),
        same_practice(
            [
                ("pathways_move", "course_id", "courses_course"),
                ("pathways_attestation", "course_id", "courses_course"),
                ("pathways_attestation", "session_id", "sessions_session"),
                ("pathways_turn", "course_id", "courses_course"),
                ("pathways_override_asked", "session_id", "sessions_session"),
                ("pathways_override_answered", "asked_id", "pathways_override_asked"),
                ("pathways_override_answered", "decision_id", "sessions_gate_decision"),
            ]
        ),
    ]
