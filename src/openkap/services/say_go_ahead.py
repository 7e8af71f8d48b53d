"""The client answers, on the day, whether they choose to go ahead. No is a good answer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.records.base import Act
from openkap.records.practice import find as find_practice
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import Forbidden, RuleRefusal

__all__ = ["say_go_ahead"]


def say_go_ahead(*, within: UUID, by: Actor, at: datetime, session_id: UUID, chooses: bool) -> None:
    """Keeps the client's own answer. Only the client gives it, and a yes only on the day of the session."""
    session = find_sessions.session(within=within, session_id=session_id)
    if by.kind is not ActorKind.CLIENT or by.id != session.client_id:
        raise Forbidden("Only the client can say this. Hand them the tablet or send them a link.")
    zone = find_practice.the_practice(within).zone
    if chooses and at.astimezone(zone).date() != session.planned_at.astimezone(zone).date():
        raise RuleRefusal("We ask you this on the day of your session. You can say no at any time.")
    with transaction.atomic():
        sessions.go_ahead(Act(within=within, by=by, at=at), session_id=session_id, chooses=chooses)
