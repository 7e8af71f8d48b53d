"""Medicine that was given is recorded: how much, by which route, when, through which gate decision."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing
from openkap.knowledge.rules.schema import ROUTES
from openkap.records.base import Act
from openkap.records.sessions import keep as sessions
from openkap.records.sessions.shapes import Origin
from openkap.services.in_the_room import live_session, require_possible_time
from openkap.services.open_gate import gate_that_opened, require_open_gate
from openkap.terms.identity import Actor
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput
from openkap.terms.text import line

__all__ = ["READ_BACK_ABOVE_MG", "give_medicine"]

# Above these a slip of the decimal point is more likely than the dose: it must be typed a second time, read back aloud.
# The practice ceilings of the session facts, section 1b; for IV and oral, which are given by weight, their ceiling
# (1 mg/kg and 3 mg/kg) for 100 kg. A record's guard against slips, not advice on a dose.
READ_BACK_ABOVE_MG = {
    "iv": Decimal(100),
    "im": Decimal(150),
    "sl-rdt": Decimal(400),
    "in-racemic": Decimal(100),
    "in-esketamine": Decimal(84),
    "oral": Decimal(300),
}
# From when on a device tells of medicine that has been given, rather than of medicine that is being given.
_LATE = timedelta(minutes=1)


def give_medicine(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    session_id: UUID,
    entry_id: UUID,
    route: str,
    dose: str,
    unit: str,
    infusion_min: str = "",
    read_back: str = "",
    happened_at: datetime | None = None,
    origin: Origin | None = None,
    read_back_by: str = "",
) -> None:
    """Keeps the administration on the timeline, with who read the dose back aloud beside the one who gave it. Sent
    twice with the same entry id, it is kept once.

    BadInput: a dose without a unit, a number that is not plain, an unknown route, an impossible time, a large dose that
    was not read back alike. RuleRefusal: the gate is not open.
    """
    session = live_session(within=within, by=by, session_id=session_id, doing=Doing.GIVE_MEDICINE, origin=origin)
    if session.kind != "medicine":
        raise BadInput("session", "Medicine is given only in a medicine session.")
    if route not in ROUTES:
        raise BadInput("route", f"Choose the route: {', '.join(ROUTES)}.")
    if unit != "mg":
        raise BadInput("unit", "Choose the unit of the dose: mg. A dose without its unit is not kept.")
    dose_mg = parse_decimal(dose, field="dose", low=Decimal("0.1"), high=Decimal(1000), unit="mg")
    if dose_mg > READ_BACK_ABOVE_MG[route] and _number(read_back) != dose_mg:
        raise BadInput(
            "read_back",
            f"{write_number(dose_mg)} mg is above {write_number(READ_BACK_ABOVE_MG[route])} mg, which is unusual by "
            "this route. Check the decimal point, read the dose back aloud, and type it again here.",
        )
    minutes = _infusion(route, infusion_min)
    given_at = happened_at or at
    second = line(read_back_by, field="read_back_by", label="Read back by", longest=120, needed=False)
    require_possible_time(session, happened_at=given_at, now=at)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        gate = gate_that_opened if origin is not None and at - origin.written_at > _LATE else require_open_gate
        decision = gate(within=within, session=session, at=at)
        if sessions.entry(
            act,
            entry_id=entry_id,
            session_id=session_id,
            kind="dose",
            at=given_at,
            words=f"Read back by {second}." if second else "Not read back by a second person.",
            origin=origin,
        ):
            sessions.administration(
                act,
                entry_id=entry_id,
                session_id=session_id,
                gate_decision_id=decision.id,
                drug=ROUTES[route].value,
                route=route,
                dose_mg=dose_mg,
                infusion_min=minutes,
                given_at=given_at,
            )


def _infusion(route: str, text: str) -> int | None:
    if route != "iv":
        if text.strip():
            raise BadInput("infusion_min", "Only an IV infusion has an infusion time. Leave it empty for this route.")
        return None
    low, high = Decimal(1), Decimal(240)
    return int(parse_decimal(text, field="infusion_min", low=low, high=high, unit="minutes", places=0))


def _number(text: str) -> Decimal | None:
    try:
        return parse_decimal(text, field="read_back", low=Decimal(0), high=Decimal(1000), unit="mg")
    except BadInput:
        return None
