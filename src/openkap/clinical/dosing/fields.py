"""The fields of an order: their units, what can be entered, and how they are explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from openkap.knowledge.rules.schema import ROUTES, Drug

__all__ = ["BOOSTER_AFTER", "ORDER_FIELDS", "OrderField"]


@dataclass(frozen=True, slots=True)
class OrderField:
    """kind: "quantity" (a text with its unit), "whole", "moment", "choice", "text", "list" or "previous".

    low, high, places: what can be entered. They catch slips of the hand and are not clinical limits.
    """

    name: str
    kind: str
    explain: str
    unit: str = ""
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    places: int = 2
    example: Decimal = Decimal(0)
    choices: tuple[str, ...] = ()


def _quantity(name: str, unit: str, low: str, high: str, example: str, explain: str, *, places: int = 2) -> OrderField:
    return OrderField(name, "quantity", explain, unit, Decimal(low), Decimal(high), places, example=Decimal(example))


def _whole(name: str, low: int, high: int, explain: str) -> OrderField:
    return OrderField(name, "whole", explain, low=Decimal(low), high=Decimal(high), places=0)


def _choice(name: str, choices: tuple[str, ...], explain: str) -> OrderField:
    return OrderField(name, "choice", explain, choices=choices)


_ALL = (
    _choice("drug", tuple(Drug), "Needed."),
    _choice("route", tuple(ROUTES), "Needed."),
    _quantity("dose", "mg", "0.1", "1000", "35", "Needed. The first or only dose, without boosters."),
    OrderField("planned_at", "moment", "Needed. When the dose is to be given, with the offset from UTC."),
    _quantity("dose_per_kg", "mg/kg", "0.001", "20", "0.5", "As the prescriber wrote it beside the mg.", places=3),
    _quantity("weight", "kg", "25", "350", "70", "Actual weight.", places=1),
    OrderField("weighed_at", "moment", "When the person was weighed."),
    _choice("weight_basis", ("actual", "ideal", "adjusted"), "The weight the order rests on."),
    _quantity("height", "cm", "100", "230", "170", "For ideal weight and BMI.", places=1),
    _choice("sex_at_birth", ("female", "male", "intersex"), "For ideal weight."),
    _whole("age", 0, 120, "Whole years; for the first dose of Spravato."),
    _quantity("concentration", "mg/mL", "0.1", "200", "10", "As on the vial, or of the bag."),
    _quantity("volume", "mL", "0.01", "500", "3.5", "As drawn up."),
    _quantity("infusion_time", "min", "1", "300", "40", "For an infusion.", places=0),
    OrderField("boosters", "list", 'Planned boosters: a list of {"dose": "20 mg", "after": "10 min"}.'),
    _whole("devices", 1, 10, "Spravato: number of devices."),
    _quantity("device_times", "min", "0", "120", "5", "Spravato: a list of times from the first device.", places=0),
    _choice(
        "indication",
        ("treatment-resistant depression", "depression with acute suicidality"),
        "Spravato: the labelled indication.",
    ),
    OrderField("previous", "previous", "The last dose: “none”, or an object with route, dose and given_at."),
    _choice("model", ("kap", "iv-only"), "The care model, for the time between doses."),
    _whole("treatment_week", 1, 1000, "Spravato: the week of treatment."),
    _whole("doses_in_last_7_days", 0, 14, "Spravato: how many doses in the last 7 days."),
    OrderField("ordered_by", "text", "The prescriber's name."),
    OrderField("confirmed_by", "text", "The name of the second person who read and confirmed the order."),
)

BOOSTER_AFTER = _quantity("after", "min", "0", "180", "10", "How long after the dose before it.", places=0)

ORDER_FIELDS: Mapping[str, OrderField] = {field.name: field for field in _ALL}
