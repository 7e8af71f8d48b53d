"""Concentrations that were tied to an effect in people, for reading a curve. Guide lines, never a promise."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Level", "read_levels"]


@dataclass(frozen=True, slots=True)
class Level:
    """A concentration with what it meant where it was measured, and of which drug."""

    id: str
    ng_per_ml: float
    of: str
    meaning: str
    source: str


@cache
def read_levels() -> tuple[Level, ...]:
    """All levels.

    >>> read_levels()[0].ng_per_ml
    50.0
    """
    whole = tomllib.loads((files("openkap.knowledge.kinetics") / "levels.toml").read_text("utf-8"))
    return tuple(Level(**{**entry, "ng_per_ml": float(entry["ng_per_ml"])}) for entry in whole["level"])
