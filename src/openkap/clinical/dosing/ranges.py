"""Checks against what the sources say of a route: usual range, ceiling, tenfold slips, infusion time, boosters."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from openkap.clinical.dosing.arithmetic import written
from openkap.clinical.dosing.finding import OrderFinding, answer
from openkap.clinical.dosing.order import Order
from openkap.knowledge.routes.dose import Range
from openkap.knowledge.routes.schema import Route
from openkap.knowledge.rules.order_checks import OrderCheck
from openkap.terms.fact import Known
from openkap.terms.finding import Standing

__all__ = ["boosters", "ceiling", "infusion", "tenfold", "usual_range"]

# A change of this size against the last dose by the same route is read again: far above any usual step, below tenfold,
# so that a slip on top of a small change is caught too.
_SLIP = Decimal(5)


def _against(order: Order, route: Route, kilograms: Decimal | None) -> Iterator[tuple[Decimal | None, Range, str]]:
    """The total dose in each unit the route has a range for; None where the weight it needs is not known."""
    if route.dose.per_kg is not None:
        yield (None if kilograms is None else order.total_mg / kilograms), route.dose.per_kg, "mg/kg"
    if route.dose.total is not None:
        yield order.total_mg, route.dose.total, "mg"


def usual_range(check: OrderCheck, order: Order, route: Route, kilograms: Decimal | None) -> OrderFinding:
    """OR-05: the whole dose, boosters included, against every usual range of the route."""
    said, outside, unknown = [], False, False
    for amount, usual, unit in _against(order, route, kilograms):
        bounds = f"{written(usual.low)} to {written(usual.high)} {unit}"
        if amount is None:
            unknown = True
            said.append(f"usual {bounds}, and the weight is not known")
            continue
        outside = outside or not usual.low <= amount <= usual.high
        said.append(f"{written(amount)} {unit}, usual {bounds}")
    standing = Standing.NOT_YET if outside else Standing.UNKNOWN if unknown else Standing.MET
    because = f"{route.title}: {'; '.join(said)}."
    return answer(check, standing, because, "dose", "boosters", "weight", sources=route.dose.sources)


def ceiling(check: OrderCheck, order: Order, route: Route, kilograms: Decimal | None) -> OrderFinding:
    """OR-06: the whole dose, boosters included, against every ceiling of the route."""
    said, above, unknown = [], False, False
    for amount, usual, unit in _against(order, route, kilograms):
        if usual.ceiling is None:
            continue
        bound = f"{written(usual.ceiling)} {unit}"
        if amount is None:
            unknown = True
            said.append(f"ceiling {bound}, and the weight is not known")
            continue
        above = above or amount > usual.ceiling
        said.append(f"{written(amount)} {unit}, ceiling {bound}")
    standing = Standing.NOT_YET if above else Standing.UNKNOWN if unknown else Standing.MET
    because = f"{route.title}, boosters included: {'; '.join(said)}."
    return answer(check, standing, because, "dose", "boosters", "weight", sources=route.dose.sources)


def tenfold(check: OrderCheck, order: Order, route: Route, kilograms: Decimal | None) -> OrderFinding:
    """OR-07: would a tenth or ten times the dose be usual where this one is not, or is it far from the last one?"""
    facts = ("dose", "weight", "previous")
    previous = order.previous.value if isinstance(order.previous, Known) else None
    if previous is not None and previous.route == order.route:
        ratio = order.total_mg / previous.dose_mg
        if ratio >= _SLIP or ratio <= 1 / _SLIP:
            because = f"{written(order.total_mg)} mg is {written(ratio)} times the last dose by this route."
            return answer(check, Standing.NOT_YET, because, *facts)
    unknown = False
    for amount, usual, unit in _against(order, route, kilograms):
        if amount is None:
            unknown = True
        elif not usual.low <= amount <= usual.high and any(
            usual.low <= amount * factor <= usual.high for factor in (Decimal(10), Decimal("0.1"))
        ):
            because = (
                f"{written(amount)} {unit} is outside the usual {written(usual.low)} to {written(usual.high)} {unit}, "
                "and the same figure with its point moved by one place is inside."
            )
            return answer(check, Standing.NOT_YET, because, *facts)
    if unknown:
        return answer(check, Standing.UNKNOWN, "Without a weight a slip in mg/kg cannot be seen.", *facts)
    return answer(check, Standing.MET, f"No sign of a moved point in {written(order.total_mg)} mg.", *facts)


def infusion(
    check: OrderCheck, order: Order, route: Route, kilograms: Decimal | None, values: Mapping[str, Decimal]
) -> OrderFinding | None:
    """OR-11: the infusion time, and the rate against the ceiling over the usual time. None for routes without one."""
    facts = ("infusion_time", "dose", "weight")
    if not route.dose.infusion:
        return None
    if order.infusion_minutes is None:
        return answer(check, Standing.NOT_YET, "The order names no infusion time.", *facts)
    per_kg, usual_minutes = route.dose.per_kg, values["infusion-minutes-usual"]
    if kilograms is None or per_kg is None or per_kg.ceiling is None:
        return answer(check, Standing.UNKNOWN, "Without a weight the rate cannot be reckoned.", *facts)
    over_usual = order.dose_mg / kilograms / order.infusion_minutes * usual_minutes
    standing = Standing.NOT_YET if over_usual > per_kg.ceiling else Standing.MET
    because = (
        f"Over {written(order.infusion_minutes)} min: a rate of {written(over_usual)} mg/kg in "
        f"{written(usual_minutes)} min, ceiling {written(per_kg.ceiling)} mg/kg in {written(usual_minutes)} min."
    )
    return answer(check, standing, because, *facts)


def boosters(check: OrderCheck, order: Order, route: Route, values: Mapping[str, Decimal]) -> OrderFinding | None:
    """OR-14: boosters where the route knows them, their size and their time. None where none is planned."""
    if not order.boosters:
        return None
    if not route.dose.boosters:
        because = f"Our sources know no boosters for {route.title}."
        return answer(check, Standing.NOT_YET, because, "boosters")
    if route.id != "im":
        because = f"{len(order.boosters)} planned; our sources give no size and no time for {route.title}."
        return answer(check, Standing.UNKNOWN, because, "boosters")
    most, low, high = (values[f"booster-{name}"] for name in ("percent-high", "from-minutes", "until-minutes"))
    usual = f"usual: up to {written(most)} % of the first dose, after {written(low)} to {written(high)} min"
    said = [
        f"{written(each.dose_mg)} mg ({written(each.dose_mg * 100 / order.dose_mg, 0)} %) "
        f"after {written(each.after_minutes)} min"
        for each in order.boosters
    ]
    fits = all(
        each.dose_mg * 100 <= most * order.dose_mg and low <= each.after_minutes <= high for each in order.boosters
    )
    standing = Standing.MET if fits else Standing.NOT_YET
    return answer(check, standing, f"{'; '.join(said)}; {usual}.", "boosters", "dose")
