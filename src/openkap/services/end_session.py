"""A session ends. After medicine, only once the client has been discharged; the next questions are then waiting."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing
from openkap.records.base import Act
from openkap.records.sessions import keep as sessions
from openkap.services.ask_what_is_due import ask_course
from openkap.services.in_the_room import live_session
from openkap.services.read_room import read_room
from openkap.terms.identity import Actor
from openkap.terms.refusal import RuleRefusal

__all__ = ["end_session"]


def end_session(*, within: UUID, by: Actor, at: datetime, session_id: UUID, entry_id: UUID) -> None:
    """Writes the last line of the timeline and asks what is asked on the return."""
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        # In one turn: a dose that is recorded at this instant comes before the end or is refused, never after it.
        sessions.take_turn(within=within, session_id=session_id)
        live_session(within=within, by=by, session_id=session_id, doing=Doing.ENTER_ROOM)
        room = read_room(within=within, session_id=session_id, at=at)
        if room.doses and not room.discharged:
            raise RuleRefusal("Medicine was given: discharge the client first.")
        ended = sessions.entry(act, entry_id=entry_id, session_id=session_id, kind="end", at=at)
        if ended and room.doses:
            ask_course(act, course_id=room.course.course.id)
