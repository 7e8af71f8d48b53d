"""Reads what a route file says about doses."""

from collections.abc import Mapping
from decimal import Decimal

from openkap.knowledge.routes.dose import Devices, DoseFacts, Equivalence, Range, Step
from openkap.knowledge.rules.reading import read_value
from openkap.knowledge.rules.schema import Confidence
from openkap.knowledge.rules.table import Table

__all__ = ["read_dose", "read_equivalence"]

Values = Mapping[str, Decimal]


def read_dose(table: Table, values: Values) -> DoseFacts:
    found = DoseFacts(
        infusion=table.flag("infusion"),
        boosters=table.flag("boosters"),
        per_kg=_range(table.table("per_kg"), values),
        total=_range(table.table("total"), values),
        step=_step(table.table("step"), values),
        devices=_devices(table) if table.has("device_mg") else None,
        confidence=Confidence(table.text("conf")),
        sources=table.texts("sources"),
    )
    table.finish()
    return found


def read_equivalence(table: Table | None) -> Equivalence | None:
    if table is None:
        return None
    found = Equivalence(
        low_mg=_number(table, "low_mg", {}),
        high_mg=_number(table, "high_mg", {}),
        confidence=Confidence(table.text("conf")),
        sources=table.texts("sources"),
    )
    table.finish()
    return found


def _range(table: Table | None, values: Values) -> Range | None:
    if table is None:
        return None
    found = Range(_number(table, "low", values), _number(table, "high", values), read_value(table, "ceiling", values))
    table.finish()
    return found


def _step(table: Table | None, values: Values) -> Step | None:
    if table is None:
        return None
    found = Step(table.text("per"), _number(table, "high", values))
    table.finish()
    return found


def _devices(table: Table) -> Devices:
    return Devices(
        device_mg=_number(table, "device_mg", {}),
        most=int(_number(table, "most_devices", {})),
        minutes_between=int(_number(table, "minutes_between_devices", {})),
        first_mg=_number(table, "first_mg", {}),
        first_mg_older_eu=_number(table, "first_mg_older_eu", {}),
        first_mg_acute_suicidality=_number(table, "first_mg_acute_suicidality", {}),
    )


def _number(table: Table, key: str, values: Values) -> Decimal:
    value = read_value(table, key, values)
    if value is None:
        raise table.fault(f"{key} is missing")
    return value
