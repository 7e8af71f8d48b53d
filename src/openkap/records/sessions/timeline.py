"""Reads a session's timeline in one query: the room's page and its live stream both stand on it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from openkap.records.sessions.shapes import Dose, Entry, Reading

__all__ = ["count", "entries"]


def entries(*, within: UUID, session_id: UUID, after: int = 0) -> list[Entry]:
    """The entries numbered above `after`, as they arrived; an entry that was struck says why."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.id, e.seq, e.kind, e.what, e.words, e.at, e.entered_at, p.name, s.words,
                   r.entry_id IS NOT NULL, r.systolic_mmhg, r.diastolic_mmhg, r.heart_rate_per_min, r.spo2_percent,
                   r.respiratory_rate_per_min, r.moaas, a.drug, a.route, a.dose_mg, a.infusion_min, a.given_at,
                   a.order_id, a.deviation, coalesce(o.sequence, 0), d.level
            FROM sessions_entry e
            JOIN people_account p ON p.id = e.entered_by_id
            LEFT JOIN sessions_entry s ON s.replaces_id = e.id
            LEFT JOIN sessions_reading r ON r.entry_id = e.id
            LEFT JOIN sessions_administration a ON a.entry_id = e.id
            LEFT JOIN sessions_origin o ON o.entry_id = e.id
            LEFT JOIN sessions_distress d ON d.entry_id = e.id
            WHERE e.practice_id = %s AND e.session_id = %s AND e.seq > %s
            ORDER BY e.seq
            """,
            [within, session_id, after],
        )
        rows = cursor.fetchall()
    return [
        Entry(
            id=row[0],
            seq=row[1],
            kind=row[2],
            what=row[3],
            words=row[4],
            at=row[5],
            entered_at=row[6],
            entered_by_name=row[7],
            struck_because=row[8],
            reading=Reading(*row[10:16]) if row[9] else None,
            dose=Dose(row[0], session_id, *row[16:23]) if row[16] else None,
            sequence=row[23],
            level=row[24],
        )
        for row in rows
    ]


def count(*, within: UUID, session_ids: Iterable[UUID]) -> int:
    """How many entries these sessions have: it grows with each, and so tells that there is something new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sessions_entry WHERE practice_id = %s AND session_id = ANY(%s)",
            [within, list(session_ids)],
        )
        (found,) = cursor.fetchone()
    return int(found)
