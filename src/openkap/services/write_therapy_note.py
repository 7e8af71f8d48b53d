"""A therapist's own note on what was said, kept apart from the record; only its author reads it (45 CFR 164.501)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput
from openkap.terms.text import words

__all__ = ["write_therapy_note"]


def write_therapy_note(*, within: UUID, by: Actor, at: datetime, session_id: UUID, note_id: UUID, text: str) -> None:
    """Keeps the note. Sent twice with the same id, it is kept once. A session that has ended may still get one."""
    require(by, Doing.WRITE_THERAPY_NOTE)
    find_sessions.session(within=within, session_id=session_id)
    kept = words(text, field="text", label="Psychotherapy note", longest=20_000)
    act = Act(within=within, by=by, at=at)
    try:
        with transaction.atomic():
            sessions.therapy_note(act, note_id=note_id, session_id=session_id, text=kept, written_at=at)
    except IntegrityError:
        raise BadInput(
            "entry_id", "A note of this number says something else. Send what is new as a new note."
        ) from None
