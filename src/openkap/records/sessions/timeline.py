"""Reads a session's timeline in one query: the room's page and its live stream both stand on it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from openkap.records.sessions.shapes import Dose, Entry, Reading

__all__ = ["entries", "newest", "of_client", "of_sessions"]


def entries(*, within: UUID, session_id: UUID, after: int = 0) -> list[Entry]:
    """The entries numbered above `after`, as they arrived; an entry that was struck says why."""
    return [entry for _, entry in of_sessions(within=within, session_ids=[session_id], after=after)]


def of_sessions(*, within: UUID, session_ids: Iterable[UUID], after: int = 0) -> list[tuple[UUID, Entry]]:
    """The entries of several sessions in one query, each with its session; those of one session as they arrived."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.id, e.seq, e.kind, e.what, e.words, e.at, e.entered_at, p.name, s.words,
                   r.entry_id IS NOT NULL, r.systolic_mmhg, r.diastolic_mmhg, r.heart_rate_per_min, r.spo2_percent,
                   r.respiratory_rate_per_min, r.moaas, a.drug, a.route, a.dose_mg, a.infusion_min, a.given_at,
                   a.order_id, a.deviation, a.vial, coalesce(o.sequence, 0), d.level, e.session_id
            FROM sessions_entry e
            JOIN people_account p ON p.id = e.entered_by_id
            LEFT JOIN sessions_entry s ON s.replaces_id = e.id
            LEFT JOIN sessions_reading r ON r.entry_id = e.id
            LEFT JOIN sessions_administration a ON a.entry_id = e.id
            LEFT JOIN sessions_origin o ON o.entry_id = e.id
            LEFT JOIN sessions_distress d ON d.entry_id = e.id
            WHERE e.practice_id = %s AND e.session_id = ANY(%s) AND e.seq > %s
            ORDER BY e.seq
            """,
            [within, list(session_ids), after],
        )
        rows = cursor.fetchall()
    return [(row[26], _entry(row)) for row in rows]


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(
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
        dose=Dose(row[0], row[26], *row[16:24]) if row[16] else None,
        sequence=row[24],
        level=row[25],
    )


def of_client(*, within: UUID, client_id: UUID, whats: Iterable[str]) -> list[tuple[str, str]]:
    """What was said of these happenings in all sessions of a client, without what was struck, the earliest first:
    (what, words)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.what, coalesce(e.words, '')
            FROM sessions_entry e
            JOIN sessions_session s ON s.id = e.session_id
            WHERE s.practice_id = %s AND s.client_id = %s AND e.what = ANY(%s)
              AND NOT EXISTS (SELECT FROM sessions_entry x WHERE x.replaces_id = e.id)
            ORDER BY e.at, e.seq
            """,
            [within, client_id, list(whats)],
        )
        return cursor.fetchall()


def newest(*, within: UUID, session_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The number of each session's newest entry: it grows with each, and so tells that there is something new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_id, max(seq) FROM sessions_entry WHERE practice_id = %s AND session_id = ANY(%s) "
            "GROUP BY session_id",
            [within, list(session_ids)],
        )
        return dict(cursor.fetchall())
