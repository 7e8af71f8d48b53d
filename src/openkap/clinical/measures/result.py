"""What a judgement on answers gives back: a score, the flags it raises, and the change between two scores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

__all__ = ["Change", "Derived", "Flag", "Judged", "Number", "Score"]

Number = int | Decimal
Derived = str | int | Decimal | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Flag:
    """An answer that a person must see. `value` is None where the item was shown and left, and that itself counts.

    Where several answers raise it together, `item` names them all ("1, 4") and `value` is how many they are.
    """

    code: str
    item: str
    value: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Score:
    """The answers to one measure as numbers.

    total: None while an item of it has no answer (`missing` lists them) or where the measure has no total.
    subscales: each None while an item of it has no answer. band: of the total, or the category of a triage.
    derived: what else follows from the answers, by name; None where they do not suffice to say.
    """

    measure: str
    edition: str
    total: Number | None
    missing: tuple[str, ...] = ()
    subscales: Mapping[str, Number | None] = field(default_factory=lambda: MappingProxyType({}))
    band: str | None = None
    flags: tuple[Flag, ...] = ()
    derived: Mapping[str, Derived] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a definition of change is met. `met` is None where there is no definition, or no total, to judge by."""

    met: bool | None
    definition: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """From the declared baseline to the latest score of the same measure.

    points: latest - baseline. percent: points as a share of the baseline, one decimal; None from a baseline of 0.
    """

    measure: str
    points: Number | None
    percent: Decimal | None
    reliable: Judged
    important: Judged
    response: Judged
    remission: Judged
    deterioration: Judged
