"""What the sources say about the doses of a route. References to hold an order against; never a dose to give."""

from dataclasses import dataclass
from decimal import Decimal

from openkap.knowledge.rules.schema import Confidence

__all__ = ["Devices", "DoseFacts", "Equivalence", "Range", "Step"]


@dataclass(frozen=True, slots=True)
class Range:
    """Usual range, both ends included, and the ceiling above which an order is weighed again (None: none given)."""

    low: Decimal
    high: Decimal
    ceiling: Decimal | None


@dataclass(frozen=True, slots=True)
class Step:
    """The greatest usual change from one session to the next, in "mg" or "mg/kg"."""

    per: str
    high: Decimal


@dataclass(frozen=True, slots=True)
class Devices:
    """A nasal device of fixed content: mg in one, the most at one visit, minutes between two, and the first doses."""

    device_mg: Decimal
    most: int
    minutes_between: int
    first_mg: Decimal
    first_mg_older_eu: Decimal
    first_mg_acute_suicidality: Decimal


@dataclass(frozen=True, slots=True)
class Equivalence:
    """What 35 mg intravenous corresponds to by this route, by a clinic table: a bound of sanity only."""

    low_mg: Decimal
    high_mg: Decimal
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoseFacts:
    """per_kg: mg/kg of the weight the order rests on. total: mg. None where the sources give none."""

    infusion: bool
    boosters: bool
    per_kg: Range | None
    total: Range | None
    step: Step | None
    devices: Devices | None
    confidence: Confidence
    sources: tuple[str, ...]
