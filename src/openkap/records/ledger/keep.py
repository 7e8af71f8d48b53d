"""Writes the ledger, inside the transaction of the act it tells of."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from openkap.records.base import Act
from openkap.records.ledger.chain import seal

__all__ = ["open_chain", "take_turn", "write"]


def open_chain(practice_id: UUID) -> None:
    """Begins a practice's chain. Called once, when the practice is founded."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_head (practice_id, seq, digest) VALUES (%s, 0, '')", [practice_id])


def take_turn(act: Act) -> None:
    """Waits until no other writer of this practice is at work, and holds them off until the transaction ends.

    For what is judged from the records before it is written. The lock is the one every write ends with, so that two
    who wait for each other cannot come about; it is held briefly, and nothing else is locked after it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a turn is taken in the transaction of what is judged and written in it")
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM ledger_head WHERE practice_id = %s FOR UPDATE", [act.within])


def write(act: Act, action: str, subject: str, subject_id: UUID | None, **detail: Any) -> None:
    """Adds one entry. Hand-written SQL: every clinical write passes here, and the ORM would cost more than the write.

    The head's row lock is held until the transaction ends, so entries of one practice stand in the order they commit.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry is written in the transaction of what it tells of")
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, digest FROM ledger_head WHERE practice_id = %s FOR UPDATE", [act.within])
        last, previous = cursor.fetchone()
        kept_detail = json.loads(json.dumps(detail, default=str))
        digest = seal(
            settings.OPENKAP_LEDGER_KEY,
            previous=previous,
            practice_id=act.within,
            seq=last + 1,
            at=act.at,
            actor_kind=act.by.kind.value,
            actor_id=act.by.id,
            action=action,
            subject=subject,
            subject_id=subject_id,
            detail=kept_detail,
        )
        cursor.execute(
            """
            WITH entry AS (
                INSERT INTO ledger_entry (practice_id, seq, at, actor_kind, actor_id, action, subject, subject_id,
                                          detail, previous, digest)
                VALUES (%(practice)s, %(seq)s, %(at)s, %(kind)s, %(actor)s, %(action)s, %(subject)s, %(subject_id)s,
                        %(detail)s, %(previous)s, %(digest)s)
            )
            UPDATE ledger_head SET seq = %(seq)s, digest = %(digest)s WHERE practice_id = %(practice)s
            """,
            {
                "practice": act.within,
                "seq": last + 1,
                "at": act.at,
                "kind": act.by.kind.value,
                "actor": act.by.id,
                "action": action,
                "subject": subject,
                "subject_id": subject_id,
                "detail": json.dumps(kept_detail),
                "previous": previous,
                "digest": digest,
            },
        )
