"""The numbers that a site decides. Each has a default, the range a site may choose from, a source and its authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from openkap.knowledge.rules.schema import Confidence, Kind
from openkap.knowledge.rules.table import Table, read_tables

__all__ = ["Setting", "settings"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One number that a site decides.

    default: ours, for a cautious clinic; not a standard of care. low, high: what may be chosen. stricter: which way is
    safer, "lower" or "higher"; the value of a label may only move that way. not_above: another setting that this one
    must not exceed (a recheck lies below a call), empty where there is none.
    """

    id: str
    title: str
    unit: str
    default: Decimal
    low: Decimal
    high: Decimal
    stricter: str
    kind: Kind
    confidence: Confidence
    sources: tuple[str, ...]
    not_above: str

    def is_looser(self, value: Decimal) -> bool:
        return value > self.default if self.stricter == "lower" else value < self.default


@cache
def settings() -> Mapping[str, Setting]:
    top = read_tables(Path(__file__).with_name("settings.toml"))
    found = {setting.id: setting for setting in map(_read, top.tables("setting"))}
    top.finish()
    return found


def _read(table: Table) -> Setting:
    default, low, high = table.number("default"), table.number("low"), table.number("high")
    if default is None or low is None or high is None or not low <= default <= high:
        raise table.fault("needs default, low and high, with the default between them")
    setting = Setting(
        id=table.text("id"),
        title=table.text("title"),
        unit=table.text("unit"),
        default=default,
        low=low,
        high=high,
        stricter=table.text("stricter"),
        kind=Kind(table.text("kind")),
        confidence=Confidence(table.text("conf")),
        sources=table.texts("sources"),
        not_above=table.text("not_above", ""),
    )
    if setting.stricter not in ("lower", "higher"):
        raise table.fault('stricter must be "lower" or "higher"')
    table.finish()
    return setting
