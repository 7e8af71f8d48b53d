"""No medicine without an open gate; the timeline is only ever added to; links stay within one practice."""

from django.db import migrations

from openkap.records.base import append_only, same_practice

# The heart of promise P1. The referenced row is (practice, session, decision, opens); the referencing column gate_opens
# is held true by a check. So a decision that does not open, or was made for another session, cannot be pointed to.
# Not deferrable: the insert itself is refused.
GATE = """
CREATE UNIQUE INDEX sessions_gate_decision_opening ON sessions_gate_decision (practice_id, session_id, id, opens);
ALTER TABLE sessions_administration ADD CONSTRAINT sessions_administration_through_open_gate
    FOREIGN KEY (practice_id, session_id, gate_decision_id, gate_opens)
    REFERENCES sessions_gate_decision (practice_id, session_id, id, opens);
"""

# The dose stands on the timeline of the session whose gate was opened, and nowhere else.
SAME_SESSION = """
CREATE UNIQUE INDEX sessions_entry_of_session ON sessions_entry (practice_id, session_id, id);
ALTER TABLE sessions_administration ADD CONSTRAINT sessions_administration_on_its_timeline
    FOREIGN KEY (practice_id, session_id, entry_id) REFERENCES sessions_entry (practice_id, session_id, id);
"""


class Migration(migrations.Migration):
    dependencies = [("care_sessions", "0001_first"), ("courses", "0002_guards"), ("calendar", "0002_guards")]
    operations = [
        migrations.RunSQL(
            GATE,
            """
            ALTER TABLE sessions_administration DROP CONSTRAINT sessions_administration_through_open_gate;
            DROP INDEX sessions_gate_decision_opening;
            """,
        ),
        migrations.RunSQL(
            SAME_SESSION,
            """
            ALTER TABLE sessions_administration DROP CONSTRAINT sessions_administration_on_its_timeline;
            DROP INDEX sessions_entry_of_session;
            """,
        ),
        append_only(
            "sessions_session",
            "sessions_gate_decision",
            "sessions_escort",
            "sessions_go_ahead",
            "sessions_entry",
            "sessions_reading",
            "sessions_administration",
            "sessions_discharge",
        ),
        same_practice(
            [
                ("sessions_session", "course_id", "courses_course"),
                ("sessions_session", "client_id", "people_client"),
                ("sessions_session", "appointment_id", "calendar_appointment"),
                ("sessions_escort", "session_id", "sessions_session"),
                ("sessions_go_ahead", "session_id", "sessions_session"),
                ("sessions_gate_decision", "session_id", "sessions_session"),
                ("sessions_entry", "session_id", "sessions_session"),
                ("sessions_entry", "replaces_id", "sessions_entry"),
                ("sessions_reading", "entry_id", "sessions_entry"),
                ("sessions_discharge", "entry_id", "sessions_entry"),
            ]
        ),
    ]
