"""Reads an order as a form or a file gives it. Every quantity carries its unit; what cannot be is named and refused."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from openkap.clinical.dosing.fields import BOOSTER_AFTER, ORDER_FIELDS, OrderField
from openkap.clinical.dosing.order import Booster, Indication, Model, Order, PreviousDose, WeightBasis
from openkap.knowledge.rules.schema import ROUTES, Drug
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput

__all__ = ["read_order", "read_quantity"]

E = TypeVar("E", bound=StrEnum)

_QUANTITY = re.compile(r"(?P<number>[0-9.]+) ?(?P<unit>[A-Za-z/]+)", re.ASCII)
_MOST_BOOSTERS = 10


def read_order(raw: Mapping[str, object]) -> Order:
    """An order from texts: {"route": "iv", "dose": "35 mg", "weight": "70 kg", …}; null or absent where not said.

    Raises BadInput that names the field and what is allowed.

    >>> said = {"drug": "racemic", "route": "iv", "dose": "35", "planned_at": "2026-11-23T14:30:00-06:00"}
    >>> read_order(said)
    Traceback (most recent call last):
    ...
    openkap.terms.refusal.BadInput: Write the number with a point for decimals, and the unit, such as “35 mg”.
    """
    unknown = sorted(set(raw) - set(ORDER_FIELDS))
    if unknown:
        shown = unknown[0][:60] if unknown[0].strip() and unknown[0].isprintable() else "order"
        raise BadInput(shown, "An order has no field of this name.")
    said = {name: value for name, value in raw.items() if value is not None}
    for name in ("drug", "route", "dose", "planned_at"):
        if name not in said:
            raise BadInput(name, "An order needs this field.")
    return Order(
        drug=_one_of(said, "drug", tuple(Drug)),
        route=_one_of(said, "route", tuple(ROUTES)),
        dose_mg=_needed(said, "dose"),
        planned_at=_moment("planned_at", said["planned_at"]),
        dose_mg_per_kg=_quantity(said, "dose_per_kg"),
        weight_kg=_weight(said),
        weight_basis=_choice(said, "weight_basis", WeightBasis),
        height_cm=_quantity(said, "height"),
        sex_at_birth=_one_of(said, "sex_at_birth", ("female", "male", "intersex")) if "sex_at_birth" in said else None,
        age_years=_whole(said, "age"),
        concentration_mg_per_ml=_quantity(said, "concentration"),
        volume_ml=_quantity(said, "volume"),
        infusion_minutes=_quantity(said, "infusion_time"),
        boosters=_boosters(said.get("boosters", [])),
        devices=_whole(said, "devices"),
        device_minutes=_times(said),
        indication=_choice(said, "indication", Indication),
        previous=_previous(said),
        model=_choice(said, "model", Model),
        treatment_week=_whole(said, "treatment_week"),
        doses_in_last_7_days=_whole(said, "doses_in_last_7_days"),
        ordered_by=_name(said, "ordered_by"),
        confirmed_by=_name(said, "confirmed_by"),
    )


def read_quantity(field: OrderField, raw: object) -> Decimal:
    """A number with the unit of its field, within what can be entered."""
    example = f"“{write_number(field.example)} {field.unit}”"
    match = _QUANTITY.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None or match["unit"] != field.unit:
        raise BadInput(field.name, f"Write the number with a point for decimals, and the unit, such as {example}.")
    if match["number"].startswith(".") or match["number"].endswith("."):
        raise BadInput(field.name, f"Write a digit on both sides of the point, such as {example}.")
    return parse_decimal(
        match["number"], field=field.name, low=field.low, high=field.high, unit=field.unit, places=field.places
    )


def _quantity(said: Mapping[str, object], name: str) -> Decimal | None:
    return read_quantity(ORDER_FIELDS[name], said[name]) if name in said else None


def _needed(said: Mapping[str, object], name: str) -> Decimal:
    return read_quantity(ORDER_FIELDS[name], said[name])


def _weight(said: Mapping[str, object]) -> Fact[Decimal]:
    kilograms = _quantity(said, "weight")
    if kilograms is None:
        return Unknown("not in the order")
    return Known(kilograms, _moment("weighed_at", said["weighed_at"]) if "weighed_at" in said else None)


def _previous(said: Mapping[str, object]) -> Fact[PreviousDose | None]:
    raw = said.get("previous")
    if raw is None:
        return Unknown("not in the order")
    if raw == "none":
        return Known(None)
    wanted = {"route", "dose", "given_at"}
    if not isinstance(raw, Mapping) or set(raw) != wanted:
        raise BadInput("previous", "Write “none” for a first dose, or an object with route, dose and given_at.")
    return Known(
        PreviousDose(
            route=_one_of(raw, "route", tuple(ROUTES)),
            dose_mg=_needed(raw, "dose"),
            given_at=_moment("given_at", raw["given_at"]),
        )
    )


def _boosters(raw: object) -> tuple[Booster, ...]:
    if not isinstance(raw, list) or len(raw) > _MOST_BOOSTERS:
        raise BadInput("boosters", f"Write a list of at most {_MOST_BOOSTERS} boosters; leave it out for none.")
    found = []
    for number, each in enumerate(raw, start=1):
        if not isinstance(each, Mapping) or set(each) != {"dose", "after"}:
            raise BadInput("boosters", 'Write each booster as {"dose": "20 mg", "after": "10 min"}.')
        try:
            found.append(
                Booster(dose_mg=_needed(each, "dose"), after_minutes=read_quantity(BOOSTER_AFTER, each["after"]))
            )
        except BadInput as refusal:
            raise BadInput("boosters", f"Booster {number}, {refusal.field}: {refusal.message}") from None
    return tuple(found)


def _times(said: Mapping[str, object]) -> tuple[Decimal, ...] | None:
    if "device_times" not in said:
        return None
    raw = said["device_times"]
    if not isinstance(raw, list) or not 1 <= len(raw) <= _MOST_BOOSTERS:
        raise BadInput("device_times", "Write a list of times from the first device, such as [“0 min”, “5 min”].")
    return tuple(read_quantity(ORDER_FIELDS["device_times"], each) for each in raw)


def _whole(said: Mapping[str, object], name: str) -> int | None:
    if name not in said:
        return None
    field, raw = ORDER_FIELDS[name], said[name]
    if isinstance(raw, bool) or not isinstance(raw, int) or not field.low <= raw <= field.high:
        allowed = f"from {write_number(field.low)} to {write_number(field.high)}"
        raise BadInput(name, f"Write a whole number {allowed}.")
    return raw


def _one_of(said: Mapping[str, object], name: str, choices: tuple[str, ...]) -> str:
    value = said[name]
    if not isinstance(value, str) or value not in choices:
        raise BadInput(name, f"Choose one of {', '.join(choices)}.")
    return str(value)


def _choice(said: Mapping[str, object], name: str, kind: type[E]) -> E | None:
    return kind(_one_of(said, name, tuple(kind))) if name in said else None


def _moment(name: str, raw: object) -> datetime:
    """A moment with its offset from UTC: without one it could be another hour."""
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) and raw.isascii() else None
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise BadInput(name, "Give date, time and offset, for example 2026-11-23T14:30:00-06:00.")
    return moment


def _name(said: Mapping[str, object], name: str) -> str:
    raw = said.get(name, "")
    if not isinstance(raw, str) or len(raw) > 200 or any(unicodedata.category(each).startswith("C") for each in raw):
        raise BadInput(name, "Write a name of at most 200 characters.")
    return raw.strip()
