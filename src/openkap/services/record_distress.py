"""How hard it is for the client just now, from 0 to 10."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.records.base import Act
from openkap.records.sessions import keep as sessions
from openkap.records.sessions.shapes import Origin
from openkap.services.in_the_room import live_session, require_possible_time
from openkap.terms.identity import Actor
from openkap.terms.quantity import parse_decimal

__all__ = ["record_distress"]


def record_distress(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    entry_id: UUID,
    level: str,
    happened_at: datetime | None = None,
    origin: Origin | None = None,
) -> None:
    """Keeps the level. Sent twice with the same entry id, it is kept once."""
    session = live_session(within=within, by=by, session_id=session_id, origin=origin)
    kept = int(parse_decimal(level, field="level", low=Decimal(0), high=Decimal(10), unit="of 10", places=0))
    happened = happened_at or at
    require_possible_time(session, happened_at=happened, now=at)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        if sessions.entry(
            act,
            entry_id=entry_id,
            session_id=session_id,
            kind="event",
            what="distress",
            at=happened,
            origin=origin,
        ):
            sessions.distress(act, entry_id=entry_id, level=kept)
