"""Medicine that was given is recorded: how much, by which route, when, by which order, through which gates."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.rules.schema import ROUTES
from openkap.records.base import Act
from openkap.records.orders.shapes import Order
from openkap.records.people import find as people
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.services.in_the_room import live_session, require_possible_time
from openkap.services.open_gate import require_open_gate
from openkap.services.read_day import require_day
from openkap.services.standing_order import require_order
from openkap.terms.identity import Actor
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput
from openkap.terms.text import words

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
    deviation: str = "",
    read_back_by: str = "",
    happened_at: datetime | None = None,
) -> None:
    """Keeps the administration on the timeline. Sent twice with the same entry id, it is kept once.

    BadInput: a dose without a unit, a number that is not plain, an unknown route, an impossible time, a large dose that
    was not read back alike, more than the order says without a reason (`deviation`) and somebody who read it back
    (`read_back_by`, the id of another member of staff). RuleRefusal: a gate is not open, or no order is in force.
    """
    session = live_session(within=within, by=by, session_id=session_id, doing=Doing.GIVE_MEDICINE)
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
    require_possible_time(session, happened_at=given_at, now=at)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        sessions.take_turn(within=within, session_id=session_id)
        decision = require_open_gate(within=within, session=session, at=at)
        order = require_order(within=within, session=session, at=at)
        of_the_day = require_day(within=within, session=session, order_id=order.id, at=at)
        if route != order.route:
            ordered = route_named(order.route).title
            raise BadInput("route", f"The order is for: {ordered}. For another route a prescriber signs another order.")
        given = [
            dose.dose_mg
            for dose in find_sessions.doses(within=within, course_ids=[session.course_id])
            if dose.order_id == order.id and dose.entry_id != entry_id
        ]
        differs = _differs(order, dose_mg, minutes, given)
        if differs:
            reason = words(deviation, field="deviation", label=f"{differs} Why", longest=2000)
            second = _second_person(within, by, read_back_by, differs)
        if sessions.entry(act, entry_id=entry_id, session_id=session_id, kind="dose", at=given_at):
            sessions.administration(
                act,
                entry_id=entry_id,
                session_id=session_id,
                gate_decision_id=decision.id,
                day_decision_id=of_the_day.id,
                order_id=order.id,
                ordered_mg=order.total_mg,
                drug=ROUTES[route].value,
                route=route,
                dose_mg=dose_mg,
                infusion_min=minutes,
                given_at=given_at,
                deviation=reason if differs else None,
                read_back_by=second if differs else None,
            )


def _differs(order: Order, dose_mg: Decimal, minutes: int | None, given: list[Decimal]) -> str:
    """How this dose goes beyond the order, in a sentence; empty where it does not. Less than ordered is within it."""
    allowed = order.total_mg - sum(given) if given else order.dose_mg
    if dose_mg > allowed:
        left = f"{write_number(max(allowed, Decimal(0)))} mg"
        return f"{write_number(dose_mg)} mg is more than the order leaves ({left})."
    ordered = str(order.said.get("infusion_time") or "").removesuffix(" min")
    if minutes is not None and ordered and Decimal(minutes) < Decimal(ordered):
        return f"{minutes} min is shorter than the order says ({ordered} min)."
    return ""


def _second_person(within: UUID, by: Actor, typed: str, differs: str) -> UUID:
    """Who read the dose back: another member of staff, by id."""
    others = {str(member.id): member.id for member in people.members(within=within) if member.id != by.id}
    if typed not in others:
        raise BadInput("read_back_by", f"{differs} Choose who read it back with you: somebody else of the staff.")
    return others[typed]


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
