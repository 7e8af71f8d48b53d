"""One-tap marks, timed notes, and striking an entry that was wrong."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.knowledge.texts import happenings
from openkap.records.base import Act
from openkap.records.sessions import keep as sessions
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Origin
from openkap.services.in_the_room import live_session, require_possible_time
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, NotFound, RuleRefusal
from openkap.terms.text import line, words

__all__ = ["mark_event", "strike_entry", "write_note"]

_NEEDS_WORDS = {
    "came_in": "Who came in",
    "went_out": "Who went out",
    "resolved": "What was done",
    "preset": "How the room is set",
    "music_out": "Which music",
    "music_in": "Which music",
}


def mark_event(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    entry_id: UUID,
    what: str,
    text: str = "",
    happened_at: datetime | None = None,
    origin: Origin | None = None,
) -> None:
    """Keeps that something happened: a mark, a sign, or another of the room's happenings. What names a person (came in,
    went out), or says what was done, how the room is set or which music is meant, needs its words."""
    session = live_session(within=within, by=by, session_id=session_id, origin=origin)
    if what not in happenings() or what == "distress":
        raise BadInput("what", "There is no such mark. Open the room again.")
    needed = _NEEDS_WORDS.get(what.partition(":")[0])
    kept = line(text, field="text", label=needed or "Words", longest=300, needed=needed is not None)
    require_possible_time(session, happened_at=happened_at or at, now=at)
    with transaction.atomic():
        sessions.entry(
            Act(within=within, by=by, at=at),
            entry_id=entry_id,
            session_id=session_id,
            kind="event",
            what=what,
            words=kept or None,
            at=happened_at or at,
            origin=origin,
        )


def write_note(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    entry_id: UUID,
    text: str,
    happened_at: datetime | None = None,
    origin: Origin | None = None,
) -> None:
    """Keeps a timed note in the shared record. What belongs in a psychotherapy note does not belong here."""
    session = live_session(within=within, by=by, session_id=session_id, origin=origin)
    kept = words(text, field="text", label="Note", longest=4000)
    require_possible_time(session, happened_at=happened_at or at, now=at)
    with transaction.atomic():
        sessions.entry(
            Act(within=within, by=by, at=at),
            entry_id=entry_id,
            session_id=session_id,
            kind="note",
            words=kept,
            at=happened_at or at,
            origin=origin,
        )


def strike_entry(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    entry_id: UUID,
    struck_id: UUID,
    reason: str,
    happened_at: datetime | None = None,
    origin: Origin | None = None,
) -> None:
    """Strikes an entry, with a reason. It stays readable; the right one is then entered anew."""
    live_session(within=within, by=by, session_id=session_id, origin=origin)
    kept = words(reason, field="reason", label="Reason", longest=500)
    entries = {entry.id: entry for entry in timeline.entries(within=within, session_id=session_id)}
    struck = entries.get(struck_id)
    if struck is None:
        raise NotFound("There is no such entry in this session.")
    if entry_id in entries:
        return
    if struck.kind in ("start", "end", "strike"):
        raise BadInput("struck_id", "The start, the end and a strike itself are not struck. Write a note instead.")
    if struck.struck:
        raise RuleRefusal("This entry has been struck already.")
    with transaction.atomic():
        sessions.entry(
            Act(within=within, by=by, at=at),
            entry_id=entry_id,
            session_id=session_id,
            kind="strike",
            words=kept,
            at=happened_at or at,
            replaces=struck_id,
            origin=origin,
        )
