"""Which model draws what the record keeps, by its route: a choice as data, and the only one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["Use", "read_uses"]


@dataclass(frozen=True, slots=True)
class Use:
    """A route of the record as a model knows it. device_mg: what one spray device holds; 0 where there is none."""

    model: str
    route: str
    form: str = ""
    device_mg: float = 0.0
    device_gap_min: float = 0.0


@cache
def read_uses() -> Mapping[str, Use]:
    """By the record's route.

    >>> read_uses()["im"].model
    'hybrid-im'
    """
    whole = tomllib.loads((files("openkap.knowledge.kinetics") / "uses.toml").read_text("utf-8"))
    return MappingProxyType({route: Use(**entry) for route, entry in whole.items()})
