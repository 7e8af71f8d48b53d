"""A session begins. A medicine session only through its open gate."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.services.open_gate import require_open_gate
from openkap.terms.identity import Actor
from openkap.terms.refusal import RuleRefusal

__all__ = ["start_session"]


def start_session(*, within: UUID, by: Actor, at: datetime, session_id: UUID, entry_id: UUID) -> None:
    """Writes the first line of the timeline. Sent twice with the same entry id, it starts once."""
    require(by, Doing.ENTER_ROOM)
    with transaction.atomic():
        sessions.take_turn(within=within, session_id=session_id)
        session = find_sessions.session(within=within, session_id=session_id)
        if session.kind == "medicine" and session.started_at is None:
            require_open_gate(within=within, session=session, at=at)
        sessions.entry(Act(within=within, by=by, at=at), entry_id=entry_id, session_id=session_id, kind="start", at=at)
        # Read after the write, which holds the practice's ledger: whoever cancelled it meanwhile has committed by now.
        if find_sessions.session(within=within, session_id=session_id).cancelled_at is not None:
            raise RuleRefusal("This appointment was cancelled. Book a new one.")
