"""Checks against the person's last dose: the step, the equivalent by another route, the time between."""

from collections.abc import Mapping
from datetime import UTC
from decimal import Decimal

from openkap.clinical.dosing.arithmetic import written
from openkap.clinical.dosing.finding import OrderFinding, answer
from openkap.clinical.dosing.order import Model, Order
from openkap.knowledge.routes.schema import Route
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.order_checks import OrderCheck
from openkap.knowledge.rules.schema import Rule
from openkap.knowledge.rules.weighing import weigh_rule
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.finding import Standing

__all__ = ["equivalence", "frequency", "interval", "step"]

_NO_HISTORY = "The last dose is not recorded; null is no answer, “none” says that there was none."


def step(check: OrderCheck, order: Order, route: Route, kilograms: Decimal | None) -> OrderFinding | None:
    """OR-08: how far the dose moves from the last one by the same route. None where the sources give no step."""
    usual = route.dose.step
    if usual is None:
        return None
    if not isinstance(order.previous, Known):
        return answer(check, Standing.UNKNOWN, _NO_HISTORY, "previous")
    previous = order.previous.value
    if previous is None or previous.route != order.route:
        return answer(check, Standing.MET, "No earlier dose by this route.", "previous")
    change = order.total_mg - previous.dose_mg
    if usual.per == "mg/kg":
        if kilograms is None:
            return answer(check, Standing.UNKNOWN, "Without a weight the step in mg/kg is not known.", "weight")
        change /= kilograms
    standing = Standing.NOT_YET if change > usual.high else Standing.MET
    because = (
        f"{written(change)} {usual.per} more than last time; usual steps go up to {written(usual.high)} {usual.per}."
    )
    if change <= 0:
        because = "Not more than last time by this route."
    return answer(check, standing, because, "dose", "previous", "weight")


def equivalence(
    check: OrderCheck, order: Order, route: Route, routes: Mapping[str, Route], values: Mapping[str, Decimal]
) -> OrderFinding:
    """OR-09: the dose as a multiple of what the clinic table makes of the last dose by another route."""
    if not isinstance(order.previous, Known):
        return answer(check, Standing.UNKNOWN, _NO_HISTORY, "previous")
    previous = order.previous.value
    if previous is None or previous.route == order.route:
        return answer(check, Standing.MET, "No earlier dose by another route.", "previous")
    before, now = routes[previous.route].equivalence, route.equivalence
    if before is None or now is None:
        because = f"Our sources have no equivalent between {routes[previous.route].title} and {route.title}."
        return answer(check, Standing.UNKNOWN, because, "previous", "route")
    # The table gives some routes as a span: the least and the greatest multiple that it allows for are both shown.
    least = order.total_mg * before.low_mg / (previous.dose_mg * now.high_mg)
    most = order.total_mg * before.high_mg / (previous.dose_mg * now.low_mg)
    low, high = values["equivalence-low"], values["equivalence-high"]
    standing = Standing.MET if low <= least and most <= high else Standing.NOT_YET
    span = written(least) if written(least) == written(most) else f"{written(least)} to {written(most)}"
    because = (
        f"{span} times the equivalent of the last dose ({written(previous.dose_mg)} mg, "
        f"{routes[previous.route].title}); looked at again outside {written(low)} to {written(high)} times."
    )
    return answer(check, standing, because, "dose", "previous", "route")


def interval(check: OrderCheck, order: Order, values: Mapping[str, Decimal]) -> OrderFinding:
    """OR-10 for racemic ketamine: hours since the last dose against the least of the care model."""
    if not isinstance(order.previous, Known):
        return answer(check, Standing.UNKNOWN, _NO_HISTORY, "previous")
    previous = order.previous.value
    if previous is None:
        return answer(check, Standing.MET, "The first dose.", "previous")
    seconds = (order.planned_at.astimezone(UTC) - previous.given_at.astimezone(UTC)).total_seconds()
    hours = Decimal(int(seconds)) / 3600
    if hours < 0:
        because = "The last dose lies after the planned one."
        return answer(check, Standing.NOT_YET, because, "previous", "planned_at", resolve="Correct the moments.")
    spoken = f"{written(hours, 0)} h since the last dose"
    if order.model is None:
        because = f"{spoken}; the order does not say which care model it belongs to."
        return answer(check, Standing.UNKNOWN, because, "model", resolve="Write the care model: kap or iv-only.")
    least = values["interval-hours-kap" if order.model is Model.KAP else "interval-hours-iv-only"]
    standing = Standing.MET if hours >= least else Standing.NOT_YET
    return answer(check, standing, f"{spoken}; least {written(least)} h ({order.model}).", "previous", "model")


def frequency(check: OrderCheck, order: Order, rule: Rule) -> OrderFinding:
    """OR-10 for esketamine: the label's frequency by week of treatment (SE-01)."""
    first = isinstance(order.previous, Known) and order.previous.value is None
    facts: dict[str, Fact[Value]] = {
        "doses_so_far": _count(None if not isinstance(order.previous, Known) else 0 if first else 1),
        "treatment_week": _count(order.treatment_week),
        "doses_in_last_7_days": _count(order.doses_in_last_7_days),
    }
    weighed = weigh_rule(rule, facts=facts, at=order.planned_at)
    ground = rule.ground("esketamine")
    sources = () if ground is None else ground.sources
    return answer(check, weighed.standing, weighed.because, *weighed.facts, sources=sources, resolve=weighed.resolve)


def _count(value: int | None) -> Fact[Value]:
    return Unknown("not in the order") if value is None else Known(Decimal(value))
