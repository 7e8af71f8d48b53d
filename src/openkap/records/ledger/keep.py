"""Writes the ledger, inside the transaction of the act it tells of."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from openkap.records.base import Act
from openkap.records.ledger.chain import seal

__all__ = ["in_one_turn", "open_chain", "take_turn", "write"]


@dataclass(frozen=True, slots=True)
class _Entry:
    act: Act
    action: str
    subject: str
    subject_id: UUID | None
    detail: dict[str, Any]


_WAITING: ContextVar[list[_Entry] | None] = ContextVar("ledger_entries_that_wait", default=None)


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


@contextmanager
def in_one_turn() -> Iterator[None]:
    """The entries written inside are added together as the block ends, which is the end of its transaction.

    The other writers of the practice then wait for this alone, and not for what is read, judged and kept before it.
    Nothing is added when the block fails. A block inside another one belongs to it.
    """
    if _WAITING.get() is not None:
        yield
        return
    entries: list[_Entry] = []
    token = _WAITING.set(entries)
    try:
        yield
    finally:
        _WAITING.reset(token)
    for practice_id in dict.fromkeys(entry.act.within for entry in entries):
        _add(practice_id, [entry for entry in entries if entry.act.within == practice_id])


def write(act: Act, action: str, subject: str, subject_id: UUID | None, **detail: Any) -> None:
    """Adds one entry. Hand-written SQL: every clinical write passes here, and the ORM would cost more than the write.

    The head's row lock is held until the transaction ends, so entries of one practice stand in the order they commit.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry is written in the transaction of what it tells of")
    entry = _Entry(act, action, subject, subject_id, json.loads(json.dumps(detail, default=str)))
    waiting = _WAITING.get()
    if waiting is None:
        _add(act.within, [entry])
    else:
        waiting.append(entry)


def _add(practice_id: UUID, entries: list[_Entry]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, digest FROM ledger_head WHERE practice_id = %s FOR UPDATE", [practice_id])
        seq, digest = cursor.fetchone()
        values: list[Any] = []
        for entry in entries:
            seq, previous = seq + 1, digest
            told: dict[str, Any] = {
                "at": entry.act.at,
                "actor_kind": entry.act.by.kind.value,
                "actor_id": entry.act.by.id,
                "action": entry.action,
                "subject": entry.subject,
                "subject_id": entry.subject_id,
            }
            digest = seal(
                settings.OPENKAP_LEDGER_KEY,
                previous=previous,
                practice_id=practice_id,
                seq=seq,
                detail=entry.detail,
                **told,
            )
            values += [practice_id, seq, *told.values(), json.dumps(entry.detail), previous, digest]
        rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(entries))
        cursor.execute(
            f"""
            WITH entry AS (
                INSERT INTO ledger_entry (practice_id, seq, at, actor_kind, actor_id, action, subject, subject_id,
                                          detail, previous, digest)
                VALUES {rows}
            )
            UPDATE ledger_head SET seq = %s, digest = %s WHERE practice_id = %s
            """,  # noqa: S608 - what varies is how many rows of placeholders there are
            [*values, seq, digest, practice_id],
        )
