"""Checks that are pure arithmetic: do the numbers of an order agree with one another?"""

from decimal import Decimal

from openkap.clinical.dosing.finding import OrderFinding, answer
from openkap.clinical.dosing.order import Order, WeightBasis
from openkap.clinical.dosing.weights import Weights
from openkap.knowledge.rules.order_checks import OrderCheck
from openkap.terms.finding import Standing
from openkap.terms.quantity import write_number

__all__ = ["concentration", "dose_per_kg", "volume", "weight_basis", "written"]

# How far two written numbers may differ and still be the same number rounded.
_ROUNDING = Decimal("0.05")


def written(value: Decimal, places: int = 2) -> str:
    """At most so many decimals, none trailing: 0.5, never .50.

    >>> written(Decimal("0.50000")), written(Decimal("1.666667")), written(Decimal(35))
    ('0.5', '1.67', '35')
    """
    return write_number(round(value, places))


def dose_per_kg(check: OrderCheck, order: Order, weights: Weights | None) -> OrderFinding:
    """OR-02: the dose per kilogram of all three weights, and whether it is the one that was written."""
    facts = ("dose", "dose_per_kg", "weight", "weight_basis")
    if weights is None:
        because = f"{written(order.dose_mg)} mg; without a weight there is no dose per kilogram."
        return answer(check, Standing.UNKNOWN, because, *facts, resolve="Record the weight.")
    shown = ", ".join(
        f"{written(order.dose_mg / kilograms)} mg/kg {basis} ({written(kilograms, 1)} kg)"
        for basis in WeightBasis
        if (kilograms := weights.of(basis)) is not None
    )
    because = f"{written(order.dose_mg)} mg is {shown}."
    if order.dose_mg_per_kg is None:
        return answer(check, Standing.MET, because, *facts)
    basis = order.weight_basis or WeightBasis.ACTUAL
    kilograms = weights.of(basis)
    if kilograms is None:
        because += f" The {basis} weight cannot be worked out: {weights.why_not}."
        return answer(check, Standing.UNKNOWN, because, *facts, resolve="Record what is missing.")
    reckoned = order.dose_mg / kilograms
    agree = abs(reckoned - order.dose_mg_per_kg) <= _ROUNDING * order.dose_mg_per_kg
    because += f" Written: {written(order.dose_mg_per_kg)} mg/kg {basis}."
    return answer(check, Standing.MET if agree else Standing.NOT_YET, because, *facts)


def weight_basis(check: OrderCheck, order: Order, bmi_limit: Decimal) -> OrderFinding:
    """OR-04: from this BMI the order names its weight (RC-19)."""
    facts = ("weight", "height", "weight_basis")
    if order.weight_basis is not None:
        return answer(check, Standing.MET, f"The order rests on the {order.weight_basis} weight.", *facts)
    weight = getattr(order.weight_kg, "value", None)
    if weight is None or order.height_cm is None:
        because = "Without weight and height the BMI is not known, and the order names no weight basis."
        return answer(check, Standing.UNKNOWN, because, *facts)
    bmi = round(weight / (order.height_cm / 100) ** 2, 1)
    if bmi < bmi_limit:
        because = f"BMI {written(bmi, 1)}, below {write_number(bmi_limit)}: the actual weight."
        return answer(check, Standing.MET, because, *facts)
    because = f"BMI {written(bmi, 1)}, which is {write_number(bmi_limit)} or more, and the order names no weight basis."
    return answer(check, Standing.NOT_YET, because, *facts)


def volume(check: OrderCheck, order: Order) -> OrderFinding:
    """OR-12: the volume that the concentration makes of the dose, and whether it is the one that was written."""
    facts = ("dose", "concentration", "volume")
    if order.concentration_mg_per_ml is None:
        if order.volume_ml is None:
            return answer(check, Standing.MET, "The order names no volume and no concentration.", *facts)
        because = f"{written(order.volume_ml)} mL without a concentration."
        return answer(check, Standing.UNKNOWN, because, *facts, resolve="Write the concentration on the vial.")
    reckoned = order.dose_mg / order.concentration_mg_per_ml
    because = (
        f"{written(order.dose_mg)} mg at {written(order.concentration_mg_per_ml)} mg/mL is {written(reckoned)} mL."
    )
    if order.volume_ml is None:
        return answer(check, Standing.MET, because, *facts)
    agree = abs(reckoned - order.volume_ml) <= _ROUNDING * reckoned
    because += f" Written: {written(order.volume_ml)} mL."
    return answer(check, Standing.MET if agree else Standing.NOT_YET, because, *facts)


def concentration(check: OrderCheck, order: Order, usual: tuple[Decimal, ...]) -> OrderFinding | None:
    """OR-13: a strength in which ketamine is usually sold. None where the order names none."""
    if order.concentration_mg_per_ml is None:
        return None
    known = ", ".join(write_number(strength) for strength in usual)
    because = f"{written(order.concentration_mg_per_ml)} mg/mL; usually sold: {known} mg/mL."
    usual_one = order.concentration_mg_per_ml in usual
    return answer(check, Standing.MET if usual_one else Standing.NOT_YET, because, "concentration")
