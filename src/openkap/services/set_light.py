"""The light of a session's room, brought to a level; the timeline says so once the lamps have taken it."""

from datetime import datetime
from uuid import UUID

from openkap.records.practice.find import the_practice
from openkap.services.in_the_room import live_session
from openkap.services.lights import dim, lamps_of
from openkap.services.write_entry import mark_event
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, Refusal, RuleRefusal

__all__ = ["LIGHT_LEVELS", "has_light", "set_light"]

LIGHT_LEVELS = {"0": "off", "5": "5 %", "20": "20 %", "50": "50 %", "100": "full"}


def has_light(*, practice: str, room: str | None) -> bool:
    """By their names. False too where the list of lamps became unreadable: no room stays shut because of a lamp."""
    try:
        return bool(lamps_of(practice, room))
    except Refusal:
        return False


def set_light(*, within: UUID, by: Actor, at: datetime, session_id: UUID, entry_id: UUID, level: str) -> None:
    """`level` is a key of LIGHT_LEVELS. Raises BadInput for another, and RuleRefusal where the room has no lamp here or
    a lamp does not answer: then nothing is written."""
    session = live_session(within=within, by=by, session_id=session_id)
    if level not in LIGHT_LEVELS:
        raise BadInput("level", f"Choose the light: {', '.join(LIGHT_LEVELS.values())}.")
    lamps = lamps_of(the_practice(within).name, session.room_name)
    if not lamps:
        raise RuleRefusal("No light of this room is set up here. Use its own switch.")
    for lamp in lamps:
        dim(lamp, int(level))
    mark_event(
        within=within, by=by, at=at, session_id=session_id, entry_id=entry_id, what="light", text=LIGHT_LEVELS[level]
    )
