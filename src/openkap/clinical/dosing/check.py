"""Holds an order against the route, the person's weight and last dose, and its own arithmetic."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum

from openkap.clinical.dosing import arithmetic, devices, history, ranges
from openkap.clinical.dosing.finding import OrderFinding, answer
from openkap.clinical.dosing.order import Order, WeightBasis
from openkap.clinical.dosing.weights import Weights, weigh_up
from openkap.knowledge.routes.schema import Route
from openkap.knowledge.rules.order_checks import OrderCheck, OrderKnowledge
from openkap.knowledge.rules.schema import Action, Drug, Rule
from openkap.terms.fact import Known
from openkap.terms.finding import Standing
from openkap.terms.refusal import BadInput

__all__ = ["OrderDecision", "check_order", "order_decision"]


class OrderDecision(StrEnum):
    """IN_ORDER: every check is met or confirmed. NEEDS_REVIEW: something is open. REFUSED: it contradicts itself or
    a label."""

    IN_ORDER = "in-order"
    NEEDS_REVIEW = "needs-review"
    REFUSED = "refused"


def check_order(
    *,
    order: Order,
    routes: Mapping[str, Route],
    values: Mapping[str, Decimal],
    knowledge: OrderKnowledge,
    frequency: Rule,
) -> tuple[OrderFinding, ...]:
    """A finding for each check that concerns this order, three-valued; asking changes nothing.

    routes: by id. values: the site's numbers. frequency: the label's frequency of esketamine (SE-01).
    Raises BadInput for a route that does not exist or does not carry the drug.
    """
    route = routes.get(order.route)
    if route is None:
        raise BadInput("route", f"Choose one of {', '.join(routes)}.")
    if route.drug != order.drug:
        raise BadInput("drug", f"By the route {route.id} it is {route.drug}: choose that, or another route.")
    checks = knowledge.checks
    weights = _weights(order, values)
    kilograms = None if weights is None else weights.of(order.weight_basis or WeightBasis.ACTUAL)
    found = [_status(checks["OR-01"], route)]
    if route.dose.devices is not None:
        device = route.dose.devices
        found += [
            history.equivalence(checks["OR-09"], order, route, routes, values),
            history.frequency(checks["OR-10"], order, frequency),
            devices.device_count(checks["OR-15"], order, device),
            devices.device_times(checks["OR-16"], order, device),
            devices.first_dose(checks["OR-17"], order, device, values["age-older"]),
        ]
    else:
        maybe = [
            arithmetic.dose_per_kg(checks["OR-02"], order, weights),
            _weight_age(checks["OR-03"], order),
            arithmetic.weight_basis(checks["OR-04"], order, values["bmi-weight-basis"]),
            ranges.usual_range(checks["OR-05"], order, route, kilograms),
            ranges.ceiling(checks["OR-06"], order, route, kilograms),
            ranges.tenfold(checks["OR-07"], order, route, kilograms),
            history.step(checks["OR-08"], order, route, kilograms),
            history.equivalence(checks["OR-09"], order, route, routes, values),
            history.interval(checks["OR-10"], order, values),
            ranges.infusion(checks["OR-11"], order, route, kilograms, values),
            arithmetic.volume(checks["OR-12"], order),
            arithmetic.concentration(checks["OR-13"], order, knowledge.usual_mg_per_ml),
            ranges.boosters(checks["OR-14"], order, route, values),
        ]
        found += [finding for finding in maybe if finding is not None]
    return (*found, _second_person(checks["OR-18"], order, found))


def order_decision(findings: Iterable[OrderFinding]) -> OrderDecision:
    """What the findings come to. A second person's confirmation settles what is marked for it, never an unknown."""
    found = tuple(findings)
    if not found:
        raise ValueError("a decision needs at least one finding")
    if any(each.action is Action.BLOCK and each.standing is Standing.NOT_YET for each in found):
        return OrderDecision.REFUSED
    confirmed = all(each.met for each in found if each.rule == "OR-18")
    still_open = (
        each
        for each in found
        if not each.met
        and each.action is not Action.INFO
        and not (confirmed and each.second_person and each.standing is Standing.NOT_YET)
    )
    return OrderDecision.NEEDS_REVIEW if any(still_open) else OrderDecision.IN_ORDER


def _weights(order: Order, values: Mapping[str, Decimal]) -> Weights | None:
    if not isinstance(order.weight_kg, Known):
        return None
    return weigh_up(
        actual_kg=order.weight_kg.value,
        height_cm=order.height_cm,
        sex_at_birth=order.sex_at_birth,
        adjusted_factor=values["adjusted-weight-factor"],
    )


def _status(check: OrderCheck, route: Route) -> OrderFinding:
    labelled = route.drug is Drug.ESKETAMINE
    because = (
        f"{route.title} has a label for its indications."
        if labelled
        else f"{route.title}: off-label for every psychiatric condition."
    )
    return answer(check, Standing.MET, because, "route", "drug")


def _weight_age(check: OrderCheck, order: Order) -> OrderFinding:
    """OR-03: weighed on the calendar day of the dose, in the zone in which the dose is planned."""
    weight = order.weight_kg
    if not isinstance(weight, Known):
        return answer(check, Standing.UNKNOWN, "The weight is not recorded.", "weight")
    if weight.since is None:
        because = f"{arithmetic.written(weight.value, 1)} kg without the moment of weighing."
        return answer(check, Standing.UNKNOWN, because, "weight")
    weighed = weight.since.astimezone(order.planned_at.tzinfo)
    days = (order.planned_at.date() - weighed.date()).days
    because = f"{arithmetic.written(weight.value, 1)} kg, weighed {_spoken_days(days)}."
    return answer(check, Standing.MET if days == 0 else Standing.NOT_YET, because, "weight")


def _spoken_days(days: int) -> str:
    if days < 0:
        return "after the dose is planned"
    return "on the day of the dose" if days == 0 else f"{days} day{'' if days == 1 else 's'} before"


def _second_person(check: OrderCheck, order: Order, found: Iterable[OrderFinding]) -> OrderFinding:
    """OR-18: asked for where a marked check is not met. Two names that are one person do not count as two."""
    marked = [each.rule for each in found if each.second_person and each.standing is Standing.NOT_YET]
    facts = ("ordered_by", "confirmed_by")
    if not marked:
        return answer(check, Standing.MET, "No check asks for a second person.", *facts)
    ordered, confirmed = (name.strip().casefold() for name in (order.ordered_by, order.confirmed_by))
    if confirmed and ordered and confirmed != ordered:
        return answer(check, Standing.MET, f"Confirmed by {order.confirmed_by}: {', '.join(marked)}.", *facts)
    return answer(check, Standing.NOT_YET, f"A second person confirms: {', '.join(marked)}.", *facts)
