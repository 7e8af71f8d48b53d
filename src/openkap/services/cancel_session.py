"""An appointment does not take place: it is taken out of the calendar, with the reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.calendar import keep as calendar
from openkap.records.sessions import find as sessions
from openkap.terms.identity import Actor
from openkap.terms.refusal import RuleRefusal
from openkap.terms.text import line

__all__ = ["cancel_session"]


def cancel_session(*, within: UUID, by: Actor, at: datetime, session_id: UUID, reason: str) -> None:
    """Frees the room, the guide and the client's time. Refuses a session that has begun, and one cancelled before."""
    require(by, Doing.BOOK)
    kept = line(reason, field="reason", label="Reason", longest=500)
    session = sessions.session(within=within, session_id=session_id)
    with transaction.atomic():
        if not calendar.cancel(Act(within=within, by=by, at=at), appointment_id=session.appointment_id, reason=kept):
            raise RuleRefusal("This appointment was cancelled already.")
        # Read after the write, which holds the practice's ledger: whoever began it meanwhile has committed by now.
        if sessions.session(within=within, session_id=session_id).started_at is not None:
            raise RuleRefusal("This session has begun. It is recorded, not cancelled.")
