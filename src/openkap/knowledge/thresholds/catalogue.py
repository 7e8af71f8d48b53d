"""Reads the thresholds and the criteria of release once."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from openkap.knowledge.rules.reading import fill, read_condition, read_ground, read_rules, read_value
from openkap.knowledge.rules.schema import Rule
from openkap.knowledge.rules.site import DEFAULT_SITE, Site, site_values
from openkap.knowledge.rules.table import Table, read_tables
from openkap.knowledge.thresholds.schema import Level, Threshold, Watch

__all__ = ["discharge_criteria", "signs", "thresholds"]

_HERE = Path(__file__).parent


@lru_cache(maxsize=64)
def thresholds(site: Site = DEFAULT_SITE) -> tuple[Threshold, ...]:
    """TH-*, in the order of the file: blood pressure, heart rate, oxygen, breathing, sedation, and what people see."""
    top = read_tables(_HERE / "session.toml")
    edition, known_signs, values = top.text("edition"), _read_signs(top), site_values(site)
    found = tuple(_read(table, edition, known_signs, values) for table in top.tables("threshold"))
    top.finish()
    return found


@cache
def signs() -> Mapping[str, str]:
    """What a person may enter beside the numbers: id → words ("chest_pain" → "chest pain")."""
    return _read_signs(read_tables(_HERE / "session.toml"))


@lru_cache(maxsize=64)
def discharge_criteria(site: Site = DEFAULT_SITE) -> tuple[Rule, ...]:
    """DC-01 to DC-11."""
    return read_rules(_HERE / "discharge.toml", group="discharge", values=site_values(site))


def _read_signs(top: Table) -> Mapping[str, str]:
    table = top.table("signs")
    if table is None:
        raise top.fault("signs is missing")
    return {key: str(value) for key, value in table.rest().items()}


def _read(table: Table, edition: str, known_signs: Mapping[str, str], values: Mapping[str, Decimal]) -> Threshold:
    when, ground = table.table("when"), table.table("ground")
    if ground is None:
        raise table.fault("ground is missing")
    found = Threshold(
        id=table.text("id"),
        edition=table.text("edition", edition),
        title=table.text("title"),
        level=Level(table.text("level")),
        watch=Watch(table.text("watch")),
        trigger=fill(table.text("trigger"), values),
        action=table.text("action"),
        ground=read_ground(ground),
        condition=None if when is None else read_condition(when, values),
        on_signs=table.texts("on_signs"),
        repeated_after_minutes=read_value(table, "repeated_after", values),
        after_expected_end_minutes=read_value(table, "after_expected_end", values),
    )
    if not set(found.on_signs) <= set(known_signs):
        raise table.fault("on_signs must stand in the table of signs")
    table.finish()
    return found
