"""Published values to hold the models against, and how each is put to a model."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

__all__ = ["Check", "Row", "read_checks", "read_rows"]

_HERE = files("openkap.knowledge.kinetics")


@dataclass(frozen=True, slots=True)
class Row:
    """One published value, as text: "185", a range "100-250", or two values "1620 / 1530". Empty: not confirmed.

    tolerance: the fold within which a model is thought to do well ("1.5"), or "within range".
    """

    id: str
    route: str
    people: str
    dose: str
    sampling: str
    analyte: str
    metric: str
    value: str
    unit: str
    when: str
    note: str
    citation: str
    doi: str
    tolerance: str


@dataclass(frozen=True, slots=True)
class Check:
    """How a row is put to a model; see `checks.toml`. Without a model it cannot be simulated, and `beyond` says why."""

    row: str
    model: str = ""
    drug: str | None = None
    weight_kg: float = 70.0
    age_y: float = 40.0
    doses: tuple[Mapping[str, Any], ...] = field(default=())
    analyte: str = ""
    measure: str = ""
    minutes: float = 0.0
    against: str = ""
    second: bool = False
    beyond: str = ""
    fails: str = ""


@cache
def read_rows() -> tuple[Row, ...]:
    """The published values, in the order of the file.

    >>> read_rows()[0].value
    '185'
    """
    text = (_HERE / "validation.csv").read_text("utf-8")
    return tuple(
        Row(
            id=entry["id"],
            route=entry["route"],
            people=entry["population"],
            dose=f"{entry['dose']} {entry['drug_given']}",
            sampling=entry["sampling"],
            analyte=entry["analyte"],
            metric=entry["metric"],
            value=entry["value"],
            unit=entry["unit"],
            when=entry["time_or_window"],
            note=entry["confidence_note"],
            citation=entry["citation"],
            doi=entry["doi"],
            tolerance=entry["suggested_fold_tolerance"],
        )
        for entry in csv.DictReader(StringIO(text))
    )


@cache
def read_checks() -> tuple[Check, ...]:
    """How the rows are put to the models."""
    whole = tomllib.loads((_HERE / "checks.toml").read_text("utf-8"))
    return tuple(Check(**{**entry, "doses": tuple(entry.get("doses", ()))}) for entry in whole["check"])
