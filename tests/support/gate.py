"""The gate of the day for a person who is well, with what a test changes about them."""

from datetime import timedelta

from tests.support.well import AT, well

from openkap.clinical.eligibility import Colour, DayGate, GivenOverride, Pressure, day_gate
from openkap.knowledge.routes import route
from openkap.knowledge.rules import DEFAULT_SITE, Occasion, rules, site_values
from openkap.terms.fact import Fact

__all__ = ["FINE", "RULES", "VALUES", "gate", "open_items", "reading"]

VALUES = site_values(DEFAULT_SITE)
RULES = rules(Occasion.DAY)
FINE = (Pressure(AT - timedelta(minutes=10), 124, 78),)


def gate(
    changes: dict[str, Fact] | None = None,
    *,
    by: str = "iv",
    pressures: tuple[Pressure, ...] = FINE,
    overrides: tuple[GivenOverride, ...] = (),
) -> DayGate:
    return day_gate(
        rules=RULES,
        facts=well() | (changes or {}),
        pressures=pressures,
        overrides=overrides,
        route=route(by),
        values=VALUES,
        at=AT,
    )


def open_items(found: DayGate) -> dict[str, str]:
    return {item.finding.rule: item.colour.value for item in found.items if item.colour is not Colour.GREEN}


def reading(minutes_ago: float, sbp: int, dbp: int = 80) -> Pressure:
    return Pressure(AT - timedelta(minutes=minutes_ago), sbp, dbp)
