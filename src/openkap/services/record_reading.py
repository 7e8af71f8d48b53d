"""Vital signs that someone took are kept, and held against the session's thresholds."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.monitoring import read_vitals
from openkap.records.base import Act
from openkap.records.sessions import keep as sessions
from openkap.records.sessions.shapes import Origin, Reading
from openkap.services.in_the_room import live_session, require_possible_time
from openkap.terms.identity import Actor

__all__ = ["record_reading"]


def record_reading(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    entry_id: UUID,
    signs: Mapping[str, str],
    happened_at: datetime | None = None,
    origin: Origin | None = None,
) -> None:
    """Keeps the signs (sbp, dbp, hr, spo2, rr, moaas as typed). Sent twice with the same entry id, they are kept once.

    BadInput names the sign and what can be entered.
    """
    session = live_session(within=within, by=by, session_id=session_id, origin=origin)
    vitals = read_vitals(signs)
    taken_at = happened_at or at
    require_possible_time(session, happened_at=taken_at, now=at)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        if sessions.entry(act, entry_id=entry_id, session_id=session_id, kind="reading", at=taken_at, origin=origin):
            sessions.reading(
                act,
                entry_id=entry_id,
                signs=Reading(
                    systolic_mmhg=vitals.sbp,
                    diastolic_mmhg=vitals.dbp,
                    heart_rate_per_min=vitals.hr,
                    spo2_percent=vitals.spo2,
                    respiratory_rate_per_min=vitals.rr,
                    moaas=vitals.moaas,
                ),
            )
