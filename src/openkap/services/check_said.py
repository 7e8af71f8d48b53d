"""An order as it is written, with what the records add (weight, last dose, care model), held against the checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from openkap.clinical.dosing import Order, OrderFinding, Weights, check_order, read_order, weigh_up
from openkap.knowledge.routes import routes
from openkap.knowledge.rules import ROUTES, Drug, rule, site_values
from openkap.knowledge.rules.order_checks import order_knowledge
from openkap.records.courses import find as courses
from openkap.records.orders import find as orders
from openkap.records.people import find as people
from openkap.records.practice import find as practice
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Dose, Session
from openkap.services.read_site import read_site
from openkap.terms.fact import Known
from openkap.terms.moment import iso
from openkap.terms.quantity import write_number

__all__ = ["WRITTEN", "CheckedOrder", "check_said", "earlier_doses"]

# What a prescriber writes; everything else of an order comes from the records.
WRITTEN = (
    *("route", "dose", "dose_per_kg", "weight_basis", "height", "sex_at_birth", "age", "concentration", "volume"),
    *("infusion_time", "boosters", "devices", "device_times", "indication", "treatment_week", "doses_in_last_7_days"),
)
_DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class CheckedOrder:
    """said: the whole order as text, the records' part included. weights: None where nobody has weighed the client."""

    said: dict[str, Any]
    order: Order
    findings: tuple[OrderFinding, ...]
    weights: Weights | None


def check_said(
    *, within: UUID, session: Session, said: Mapping[str, Any], at: datetime, ordered_by: str
) -> CheckedOrder:
    """Reads what was written (`WRITTEN`, as `openkap order check` takes it) and checks it. Asking changes nothing.

    Raises BadInput that names the field and what is allowed.
    """
    whole = _whole(within, session, said, at) | {"ordered_by": ordered_by}
    order = read_order(whole)
    site = read_site(within=within)
    values = site_values(site)
    findings = check_order(
        order=order,
        routes={each.id: each for each in routes(site)},
        values=values,
        knowledge=order_knowledge(),
        frequency=rule("SE-01"),
    )
    weights = None
    if isinstance(order.weight_kg, Known):
        weights = weigh_up(
            actual_kg=order.weight_kg.value,
            height_cm=order.height_cm,
            sex_at_birth=order.sex_at_birth,
            adjusted_factor=values["adjusted-weight-factor"],
        )
    return CheckedOrder(whole, order, findings, weights)


def earlier_doses(*, within: UUID, session: Session) -> list[Dose]:
    """What the client was given in sessions before this one, in every course of theirs, in order of time."""
    ids = [course.id for course in courses.of_client(within=within, client_id=session.client_id)]
    return [dose for dose in sessions.doses(within=within, course_ids=ids) if dose.session_id != session.id]


def _whole(within: UUID, session: Session, said: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    zone = practice.the_practice(within).zone
    written = {name: said[name] for name in WRITTEN if said.get(name) not in (None, "", [])}
    route = written.get("route")
    given = earlier_doses(within=within, session=session)
    weighed = orders.weights(within=within, client_id=session.client_id, until=at)
    course = courses.course(within=within, course_id=session.course_id)
    born = people.client(within=within, client_id=session.client_id).born_on
    planned = session.planned_at.astimezone(zone)
    whole: dict[str, Any] = {
        # The drug follows from the route; a route that does not exist is refused as what it is.
        "drug": ROUTES.get(str(route), Drug.RACEMIC).value,
        "planned_at": planned.isoformat(),
        "previous": _last(given),
        "model": "iv-only" if course.pathway == "iv_only" else "kap",
    }
    if weighed:
        whole["weight"] = f"{write_number(weighed[0].weight_kg)} kg"
        whole["weighed_at"] = iso(weighed[0].weighed_at).replace("Z", "+00:00")
    if born is not None:
        whole["age"] = planned.year - born.year - ((planned.month, planned.day) < (born.month, born.day))
    if route == "in-esketamine":
        whole |= _esketamine(given, session.planned_at)
        # What the records know of cannot be written away; doses from elsewhere can be added to them.
        typed, here = written.get("doses_in_last_7_days"), whole["doses_in_last_7_days"]
        written["doses_in_last_7_days"] = (
            max(typed, here) if isinstance(typed, int) else here if typed is None else typed
        )
    return whole | written


def _last(given: list[Dose]) -> Any:
    """What was given in the last session, boosters included."""
    if not given:
        return "none"
    last = [dose for dose in given if dose.session_id == given[-1].session_id and dose.route == given[-1].route]
    return {
        "route": last[-1].route,
        "dose": f"{write_number(sum(dose.dose_mg for dose in last))} mg",
        "given_at": iso(last[-1].given_at).replace("Z", "+00:00"),
    }


def _esketamine(given: list[Dose], planned_at: datetime) -> dict[str, int]:
    """The week of treatment and the doses of the last 7 days, as far as they were given here."""
    here = [dose for dose in given if dose.route == "in-esketamine"]
    since = (planned_at - here[0].given_at).days if here else 0
    recent = {dose.session_id for dose in here if (planned_at - dose.given_at).days < _DAYS_PER_WEEK}
    return {"treatment_week": since // _DAYS_PER_WEEK + 1, "doses_in_last_7_days": len(recent)}
