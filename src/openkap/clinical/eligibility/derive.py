"""What follows from the facts by arithmetic or by name, for rules to be written over. Nothing entered is changed."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.fact_spec import MEDICINE
from openkap.knowledge.rules.medicines import nearest_names, recognise
from openkap.terms.fact import Fact, Known, Unknown

__all__ = ["DERIVED_FROM", "with_derived"]

# What is worked out here → the facts that somebody enters for it.
DERIVED_FROM: Mapping[str, tuple[str, ...]] = {
    "bmi": ("weight_kg", "height_cm"),
    "under_18": ("age_years", "under_18"),
    "minutes_since_food": ("last_food_at",),
    "minutes_since_drink": ("last_drink_at",),
}

_ADULT_YEARS = 18


def with_derived(facts: Mapping[str, Fact[Value]], at: datetime | None) -> dict[str, Fact[Value]]:
    """`facts` with bmi, under_18, medicine:… and the times since food and drink, where they can be told.

    An answer that was given stays: under_18 is worked out only where nobody answered it.

    >>> found = with_derived({"medicines": Known(("Xanax",))}, None)
    >>> found["medicine:benzodiazepine"]
    Known(value='Xanax (alprazolam)', since=None)
    """
    known = dict(facts)
    age = known.get("age_years", Unknown())
    if not isinstance(known.get("under_18", Unknown()), Known) and (years := _number(age)) is not None:
        known["under_18"] = Known(years < _ADULT_YEARS, _since(age))
    known["bmi"] = _bmi(known.get("weight_kg", Unknown()), known.get("height_cm", Unknown()))
    known["minutes_since_food"] = _minutes_since(known.get("last_food_at", Unknown()), at)
    known["minutes_since_drink"] = _minutes_since(known.get("last_drink_at", Unknown()), at)
    medicines = known.get("medicines", Unknown())
    if isinstance(medicines, Known) and isinstance(medicines.value, tuple):
        known.update(_classes(medicines.value, medicines.since))
    return known


def _classes(typed: Iterable[str], since: datetime | None) -> dict[str, Fact[Value]]:
    found: dict[str, list[str]] = {}
    for entry in typed:
        recognised = recognise(entry)
        for medicine in recognised.medicines:
            spoken = entry if entry.casefold() == medicine.ingredient else f"{entry} ({medicine.ingredient})"
            for class_ in medicine.classes:
                found.setdefault(class_, []).append(spoken)
        if not recognised.whole:
            near = nearest_names(entry)
            hint = f" (was it {' or '.join(near)}?)" if near and not recognised.medicines else ""
            found.setdefault("unknown", []).append(f"{entry}{hint}")
    return {f"{MEDICINE}{class_}": Known(", ".join(spoken), since) for class_, spoken in found.items()}


def _bmi(weight: Fact[Value], height: Fact[Value]) -> Fact[Value]:
    """Rounded to one decimal before it is compared: 29.96 counts as 30, as it is read."""
    kilograms, centimetres = _number(weight), _number(height)
    if kilograms is None or centimetres is None or centimetres <= 0:
        return Unknown("needs weight and height")
    metres = centimetres / 100
    return Known((kilograms / (metres * metres)).quantize(Decimal("0.1"), ROUND_HALF_UP), _since(weight))


def _minutes_since(moment: Fact[Value], at: datetime | None) -> Fact[Value]:
    if not isinstance(moment, Known):
        return moment
    if not isinstance(moment.value, datetime) or at is None:
        return Unknown("cannot be told without two moments")
    seconds = int((at.astimezone(UTC) - moment.value.astimezone(UTC)).total_seconds())
    return Unknown("it lies in the future") if seconds < 0 else Known(Decimal(seconds) / 60, _since(moment))


def _number(fact: Fact[Value]) -> Decimal | None:
    if not isinstance(fact, Known) or isinstance(fact.value, bool) or not isinstance(fact.value, int | Decimal):
        return None
    return Decimal(fact.value) if Decimal(fact.value).is_finite() else None


def _since(fact: Fact[Value]) -> datetime | None:
    return fact.since if isinstance(fact, Known) else None
