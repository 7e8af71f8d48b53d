"""The facts that rules are written over: their names, units, what may be entered, and how they are explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from openkap.knowledge.rules.table import read_rows

__all__ = ["MEDICINE", "FactKind", "FactSpec", "class_titles", "fact_spec", "fact_specs"]

# "medicine:maoi" is known where the list has a medicine of that class, "medicine:unknown" where one is not recognised.
MEDICINE = "medicine:"


class FactKind(StrEnum):
    YES_NO = "yes-no"
    NUMBER = "number"
    CHOICE = "choice"
    MOMENT = "moment"
    TEXT = "text"
    MEDICINES = "medicines"
    DERIVED = "derived"  # worked out from other facts, never entered


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact. low, high, places: which numbers can be entered; limits that catch slips, not clinical ones."""

    name: str
    title: str
    kind: FactKind
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    places: int = 0
    choices: tuple[str, ...] = ()
    explain: str = ""


@cache
def fact_specs() -> Mapping[str, FactSpec]:
    rows = read_rows(Path(__file__).with_name("facts.csv"))
    return {row["name"]: _read(row) for row in rows}


def fact_spec(name: str) -> FactSpec:
    """The fact of this name, those of medicine classes included. Raises KeyError with the name."""
    if name.startswith(MEDICINE):
        return FactSpec(name, class_titles()[name.removeprefix(MEDICINE)], FactKind.DERIVED)
    return fact_specs()[name]


@cache
def class_titles() -> Mapping[str, str]:
    """Class of medicines → how it is spoken; "unknown" stands for what openkap does not recognise."""
    rows = read_rows(Path(__file__).with_name("classes.csv"))
    return {**{row["class"]: row["title"] for row in rows}, "unknown": "not recognised"}


def _read(row: Mapping[str, str]) -> FactSpec:
    return FactSpec(
        name=row["name"],
        title=row["title"],
        kind=FactKind(row["kind"]),
        unit=row["unit"],
        low=Decimal(row["low"]) if row["low"] else None,
        high=Decimal(row["high"]) if row["high"] else None,
        places=int(row["places"] or 0),
        choices=tuple(row["choices"].split(";")) if row["choices"] else (),
        explain=row["explain"],
    )
