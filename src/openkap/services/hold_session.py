"""A consult, preparation or integration session was held: what was said and noted, from when to when."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.services.say_words import say_words
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.text import words

__all__ = ["hold_session"]


def hold_session(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    began_at: datetime,
    ended_at: datetime,
    note: str,
    said: dict[str, str] | None = None,
) -> None:
    """Keeps the session as held, with the client's words by topic and a note for the shared record."""
    require(by, Doing.HOLD_SESSION)
    session = find_sessions.session(within=within, session_id=session_id)
    if session.kind == "medicine":
        raise BadInput("session", "A medicine session is held in the session room.")
    if session.state != "planned":
        raise RuleRefusal(f"This session is {session.state}. It is recorded once.")
    if ended_at <= began_at:
        raise BadInput("ended_at", "The end must be after the beginning.")
    if ended_at > at:
        raise BadInput("ended_at", "This time is in the future. Enter when the session ended.")
    kept = words(note, field="note", label="Note", longest=10_000, needed=False)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        if said:
            say_words(within=within, by=by, at=at, course_id=session.course_id, said=said)
        sessions.entry(act, entry_id=act.new_id(), session_id=session_id, kind="start", at=began_at)
        if kept:
            sessions.entry(act, entry_id=act.new_id(), session_id=session_id, kind="note", at=ended_at, words=kept)
        sessions.entry(act, entry_id=act.new_id(), session_id=session_id, kind="end", at=ended_at)
