"""Everything that is known of courses as one list of events, in one query. Hand-written: a worklist asks for thousands.

Columns: course, id, at, kind, what, session, value, starts, until. Ids are stable, so that an event is one wherever it
is read; facts of the client (alerts, medicines) belong to each of the client's courses.
"""

__all__ = ["CLIENTS_OF", "EVENTS"]

EVENTS = """
WITH course AS (
    SELECT id, client_id, began_at FROM courses_course WHERE practice_id = %(practice)s AND id = ANY(%(courses)s)
), session AS (
    SELECT s.id, s.course_id, s.kind, s.planned_at, a.ends_at, a.cancelled_at
    FROM sessions_session s
    JOIN course c ON c.id = s.course_id
    JOIN calendar_appointment a ON a.id = s.appointment_id
    WHERE s.practice_id = %(practice)s
)
SELECT id, id::text, began_at, 'began', '', '', 0, NULL::timestamptz, NULL::timestamptz FROM course
UNION ALL
SELECT id, id || '/alerts', began_at, 'alerts looked at', '', '', 0, NULL, NULL FROM course
UNION ALL
SELECT course_id, id || '/plan', 'epoch', 'plan', kind, id::text, 0, planned_at, ends_at FROM session
UNION ALL
SELECT course_id, id || '/cancel', cancelled_at, 'cancel', kind, id::text, 0, NULL, NULL
FROM session WHERE cancelled_at IS NOT NULL
UNION ALL
SELECT s.course_id, e.id::text, e.at, e.kind, s.kind, s.id::text, 0, NULL, NULL
FROM sessions_entry e JOIN session s ON s.id = e.session_id
WHERE e.practice_id = %(practice)s AND e.kind IN ('start', 'end')
UNION ALL
SELECT s.course_id, a.entry_id::text, a.given_at, 'dose', '', s.id::text, 0, NULL, NULL
FROM sessions_administration a JOIN session s ON s.id = a.session_id
WHERE a.practice_id = %(practice)s AND NOT EXISTS (SELECT FROM sessions_entry x WHERE x.replaces_id = a.entry_id)
UNION ALL
SELECT s.course_id, e.id::text, e.at, 'vitals', '', s.id::text, 0, NULL, NULL
FROM sessions_entry e JOIN session s ON s.id = e.session_id
WHERE e.practice_id = %(practice)s AND e.kind = 'reading' AND s.kind = 'medicine'
  AND NOT EXISTS (SELECT FROM sessions_entry x WHERE x.replaces_id = e.id)
  AND NOT EXISTS (SELECT FROM sessions_entry x WHERE x.session_id = s.id AND x.kind = 'end')
UNION ALL
SELECT s.course_id, x.id::text, x.named_at, 'escort', '', s.id::text, (x.phone <> '')::int, NULL, NULL
FROM sessions_escort x JOIN session s ON s.id = x.session_id WHERE x.practice_id = %(practice)s
UNION ALL
SELECT s.course_id, x.id::text, x.said_at, 'go ahead', '', s.id::text, x.chooses::int, NULL, NULL
FROM sessions_go_ahead x JOIN session s ON s.id = x.session_id WHERE x.practice_id = %(practice)s
UNION ALL
SELECT s.course_id, x.id::text, x.decided_at, 'decide',
       CASE WHEN x.override_reason IS NULL THEN '' ELSE (
           SELECT coalesce(string_agg(f->>'rule', ' '), '') FROM jsonb_array_elements(x.findings) f
           WHERE f->>'standing' <> 'met') END,
       s.id::text, x.opens::int, NULL, NULL
FROM sessions_gate_decision x JOIN session s ON s.id = x.session_id WHERE x.practice_id = %(practice)s
UNION ALL
SELECT x.course_id, x.id::text, x.said_at, 'words', x.topic, '', 0, NULL, NULL
FROM courses_words x JOIN course c ON c.id = x.course_id WHERE x.practice_id = %(practice)s
UNION ALL
SELECT x.course_id, x.id::text, x.signed_at, 'sign', x.sha256, '',
       (x.understood_right = x.understood_asked)::int, NULL, NULL
FROM consent_signature x JOIN course c ON c.id = x.course_id
WHERE x.practice_id = %(practice)s AND NOT EXISTS (SELECT FROM consent_withdrawal w WHERE w.signature_id = x.id)
UNION ALL
SELECT r.course_id, r.id || '/ask', r.asked_at, 'ask', r.occasion, '', 0, NULL, NULL
FROM responses_response r JOIN course c ON c.id = r.course_id WHERE r.practice_id = %(practice)s
UNION ALL
SELECT r.course_id, u.id || '/answer', u.submitted_at, 'answer', r.occasion, '', 0, NULL, NULL
FROM responses_submission u JOIN responses_response r ON r.id = u.response_id JOIN course c ON c.id = r.course_id
WHERE u.practice_id = %(practice)s
UNION ALL
SELECT r.course_id, u.id || '/score', u.submitted_at, 'score', r.measure, '', round(u.total)::int, NULL, NULL
FROM responses_submission u JOIN responses_response r ON r.id = u.response_id JOIN course c ON c.id = r.course_id
WHERE u.practice_id = %(practice)s AND u.total IS NOT NULL AND r.measure <> ALL(%(rated)s)
UNION ALL
SELECT r.course_id, u.id || '/rate', u.submitted_at, 'rate', r.measure, '', low.value, NULL, NULL
FROM responses_submission u JOIN responses_response r ON r.id = u.response_id JOIN course c ON c.id = r.course_id,
LATERAL (
    SELECT min(value) AS value, bool_and(value IS NOT NULL) AS whole FROM (
        SELECT DISTINCT ON (item) value FROM responses_answer
        WHERE practice_id = %(practice)s AND response_id = r.id ORDER BY item, given_at DESC, id DESC) latest
) low
WHERE u.practice_id = %(practice)s AND r.measure = ANY(%(rated)s) AND low.whole AND u.missing = '[]'::jsonb
UNION ALL
SELECT c.id, r.id || '/health', u.submitted_at, 'change', 'answers about health', '', 0, NULL, NULL
FROM responses_submission u JOIN responses_response r ON r.id = u.response_id JOIN course c ON c.client_id = r.client_id
WHERE u.practice_id = %(practice)s AND r.measure = 'health'
UNION ALL
SELECT c.id, m.id::text, m.said_at, 'change', 'a new list of medicines', '', 0, NULL, NULL
FROM health_medicine_list m JOIN course c ON c.client_id = m.client_id WHERE m.practice_id = %(practice)s
UNION ALL
SELECT c.id, a.id || '/change', a.raised_at, 'change', 'an answer about safety', '', 0, NULL, NULL
FROM alerts_alert a JOIN course c ON c.client_id = a.client_id WHERE a.practice_id = %(practice)s
UNION ALL
SELECT c.id, a.id::text, a.raised_at, 'alert', a.id::text, '', 0, NULL, NULL
FROM alerts_alert a JOIN course c ON c.client_id = a.client_id WHERE a.practice_id = %(practice)s
UNION ALL
SELECT c.id, x.id::text, x.done_at, 'alert acted', a.id::text, '', 0, NULL, NULL
FROM alerts_action x JOIN alerts_alert a ON a.id = x.alert_id JOIN course c ON c.client_id = a.client_id
WHERE x.practice_id = %(practice)s AND x.closes
UNION ALL
SELECT x.course_id, x.id::text, x.said_at, 'attest', x.what, coalesce(x.session_id::text, ''), 0, NULL, NULL
FROM pathways_attestation x JOIN course c ON c.id = x.course_id WHERE x.practice_id = %(practice)s
UNION ALL
SELECT x.course_id, x.id::text, x.turned_at, x.turn, x.words, '', 0, NULL, NULL
FROM pathways_turn x JOIN course c ON c.id = x.course_id WHERE x.practice_id = %(practice)s
"""

# Whom what the ledger names is about, by what it calls its subject.
CLIENTS_OF = {
    "client": "SELECT id FROM people_client WHERE practice_id = %(practice)s AND id = ANY(%(ids)s)",
    "course": "SELECT client_id FROM courses_course WHERE practice_id = %(practice)s AND id = ANY(%(ids)s)",
    "response": "SELECT client_id FROM responses_response WHERE practice_id = %(practice)s AND id = ANY(%(ids)s)",
    "appointment": "SELECT client_id FROM calendar_appointment WHERE practice_id = %(practice)s AND id = ANY(%(ids)s)",
    "session": """
        SELECT c.client_id FROM sessions_session s JOIN courses_course c ON c.id = s.course_id
        WHERE s.practice_id = %(practice)s AND s.id = ANY(%(ids)s)
        """,
}
