"""Medicine that was given is recorded: how much, by which route, when, by which order, through which gates."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.rules.schema import ROUTES
from openkap.records.base import Act
from openkap.records.day.shapes import Decision
from openkap.records.orders import find as orders
from openkap.records.orders.shapes import Order
from openkap.records.people import find as people
from openkap.records.people.shapes import Staff
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.records.sessions.shapes import GateDecision, Origin, Session
from openkap.services.in_the_room import live_session, require_possible_time
from openkap.services.open_gate import gate_that_opened, require_open_gate
from openkap.services.read_day import day_that_opened, require_day
from openkap.services.standing_order import require_order
from openkap.terms.identity import Actor
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput
from openkap.terms.text import line, words

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
    deviation: str = "",
    read_back_by: str = "",
    vial: str = "",
    happened_at: datetime | None = None,
    origin: Origin | None = None,
) -> None:
    """Keeps the administration on the timeline. Sent twice with the same entry id, it is kept once.

    read_back_by: the id of the other member of staff who read the dose back aloud; empty where nobody did. vial: lot
    and number as on its label; empty where nobody wrote them down. BadInput: a dose without a unit, a number that is
    not plain, an unknown route, an impossible time, a large dose that was not read back alike, more than the order
    says without a reason (`deviation`) and somebody who read it back.
    RuleRefusal: a gate is not open, or no order is in force.
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
    drawn_from = line(vial, field="vial", label="Vial", longest=60, needed=False)
    given_at = happened_at or at
    require_possible_time(session, happened_at=given_at, now=at)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        sessions.take_turn(within=within, session_id=session_id)
        late = origin is not None and at - origin.written_at > _LATE
        decision, order, of_the_day = _opened(within, session, at) if late else _open(within, session, at)
        if route != order.route:
            ordered = route_named(order.route).title
            raise BadInput("route", f"The order is for: {ordered}. For another route a prescriber signs another order.")
        given = [
            dose.dose_mg
            for dose in find_sessions.doses(within=within, course_ids=[session.course_id])
            if dose.order_id == order.id and dose.entry_id != entry_id
        ]
        differs = _differs(order, dose_mg, minutes, given)
        reason = words(deviation, field="deviation", label=f"{differs} Why", longest=2000) if differs else None
        second = _second_person(within, by, read_back_by, differs)
        if sessions.entry(
            act,
            entry_id=entry_id,
            session_id=session_id,
            kind="dose",
            at=given_at,
            words=f"Read back by {second.name}." if second else "Not read back by a second person.",
            origin=origin,
        ):
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
                deviation=reason,
                read_back_by=second.id if second else None,
                vial=drawn_from or None,
            )


def _open(within: UUID, session: Session, at: datetime) -> tuple[GateDecision, Order, Decision]:
    """What opens this dose now: the readiness gate, the order in force, and the gate of the day."""
    decision = require_open_gate(within=within, session=session, at=at)
    order = require_order(within=within, session=session, at=at)
    return decision, order, require_day(within=within, session=session, order_id=order.id, at=at)


def _opened(within: UUID, session: Session, at: datetime) -> tuple[GateDecision, Order, Decision]:
    """What opened a dose of which a device can tell only later: as it was decided, whatever has become known since."""
    of_the_day = day_that_opened(within=within, session=session, at=at)
    order = orders.order(within=within, order_id=of_the_day.order_id)
    return gate_that_opened(within=within, session=session, at=at), order, of_the_day


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


def _second_person(within: UUID, by: Actor, typed: str, differs: str) -> Staff | None:
    """Who read the dose back: another member of staff, by id. None where nobody did, and nobody has to."""
    found = next((one for one in people.members(within=within) if str(one.id) == typed and one.id != by.id), None)
    if found is None and (typed or differs):
        said = f"{differs} " if differs else ""
        raise BadInput("read_back_by", f"{said}Choose who read it back with you: somebody else of the staff.")
    return found


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
