"""Who takes the client home from a medicine session."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import NotFound
from openkap.terms.text import line, phone_number

__all__ = ["name_escort"]


def name_escort(*, within: UUID, by: Actor, at: datetime, session_id: UUID, name: str, phone: str) -> None:
    """Keeps the name and a phone number. The client may say so on the phone, staff at the desk."""
    session = find_sessions.session(within=within, session_id=session_id)
    if by.kind is ActorKind.CLIENT:
        if by.id != session.client_id:
            raise NotFound("There is no such session here.")
    else:
        require(by, Doing.SEE_DESK)
    with transaction.atomic():
        sessions.escort(
            Act(within=within, by=by, at=at),
            session_id=session_id,
            name=line(name, field="escort_name", label="Who takes you home", longest=200),
            phone=phone_number(phone, field="escort_phone"),
        )
