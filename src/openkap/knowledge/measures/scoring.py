"""How answers become numbers, and what the numbers have been found to mean: scales, bands, cut-offs, change, flags."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from openkap.knowledge.measures.rights import Confidence
from openkap.terms.quantity import write_number

__all__ = ["Algorithm", "Band", "ChangeKind", "ChangeRule", "CutOff", "FlagRule", "Kind", "Prorate", "Scale"]


class Kind(StrEnum):
    """The arithmetic of a scale. Values of reversed items are turned first."""

    SUM = "sum"
    MEAN = "mean"
    COUNT = "count"
    """How many items stand at `at_least` or more."""
    SUM_OF_MAXIMA = "sum of maxima"
    """The highest value of each group, summed."""
    PERCENT_OF_RANGE = "percent of range"
    """(sum - lowest possible) / (highest possible - lowest possible) × 100."""
    SLEEP_EFFICIENCY = "sleep efficiency"
    """Of three items in minutes (asleep, bed time, rising time): percent of the time in bed that was slept."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A number computed from items or from other scales: a total, a subscale, a component. Null while one is open.

    low, high: the least and the most it can be (a test computes both from the items and compares).
    groups: the items of a sum of maxima. scales: keys of scales whose values are summed with the items.
    grades: the value becomes how many of these it reaches; grades_below: how many it stands below.
    """

    key: str
    title: str
    kind: Kind
    low: Decimal
    high: Decimal
    items: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    scales: tuple[str, ...] = ()
    at_least: int | None = None
    grades: tuple[Decimal, ...] = ()
    grades_below: tuple[Decimal, ...] = ()
    confidence: Confidence = Confidence.RETRIEVED

    def __post_init__(self) -> None:
        if (self.kind is Kind.SUM_OF_MAXIMA) != bool(self.groups) or bool(self.groups) == bool(
            self.items + self.scales
        ):
            raise ValueError(f"scale {self.key}: groups are for a sum of maxima, items for all else")
        if self.scales and self.kind is not Kind.SUM:
            raise ValueError(f"scale {self.key}: other scales can only be summed")
        if self.grades and self.grades_below:
            raise ValueError(f"scale {self.key}: give grades or grades_below")
        if (self.kind is Kind.COUNT) != (self.at_least is not None):
            raise ValueError(f"scale {self.key}: a count, and only a count, says at_least")
        if self.low >= self.high:
            raise ValueError(f"scale {self.key}: low must stand below high")

    @property
    def members(self) -> tuple[str, ...]:
        """Every item it draws on by itself, once."""
        return self.items or tuple(number for group in self.groups for number in group)


@dataclass(frozen=True, slots=True)
class Prorate:
    """With at most this many items of the total missing, an estimate (mean × number of items, half up) may be shown
    beside the missing total. It never takes the total's place."""

    most_missing: int
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of a scale (the total unless it says otherwise), both ends included."""

    low: Decimal
    high: Decimal
    name: str

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"band {self.name}: low must not stand above high")


@dataclass(frozen=True, slots=True)
class CutOff:
    """A published threshold of a scale and what reaching it means. Exactly one of the two limits is given."""

    meaning: str
    source: str
    confidence: Confidence
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    scale: str = "total"
    applies_to: str = "everyone"

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"cut-off {self.meaning!r}: give at_least or at_most")

    @property
    def sentence(self) -> str:
        """ "10 or more: further assessment", with the scale where it is not the total, and for whom it holds."""
        scale = "" if self.scale == "total" else f"{self.scale} "
        people = "" if self.applies_to == "everyone" else f" ({self.applies_to})"
        return f"{scale}{_limit(self.at_least, self.at_most)}{people}: {self.meaning}"


class ChangeKind(StrEnum):
    RELIABLE = "reliable"
    """More than measurement error."""
    IMPORTANT = "important"
    """The least change that people notice (MCID, MID)."""
    RESPONSE = "response"
    REMISSION = "remission"


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """What counts as change of one kind. Exactly one definition is given.

    points: improved by at least so many points. percent: improved by at least so much of the baseline.
    at_most / at_least: the latest score stands there (for response and remission).
    """

    kind: ChangeKind
    source: str
    confidence: Confidence
    points: Decimal | None = None
    percent: Decimal | None = None
    at_most: Decimal | None = None
    at_least: Decimal | None = None

    def __post_init__(self) -> None:
        if [self.points, self.percent, self.at_most, self.at_least].count(None) != 3:
            raise ValueError(f"change {self.kind}: give exactly one definition")

    @property
    def definition(self) -> str:
        """ "better by 5 points or more", "better by 50 % of the baseline or more", "a total of 4 or less"."""
        if self.points is not None:
            return f"better by {write_number(self.points)} points or more"
        if self.percent is not None:
            return f"better by {write_number(self.percent)} % of the baseline or more"
        return f"a total of {_limit(self.at_least, self.at_most)}"


@dataclass(frozen=True, slots=True)
class FlagRule:
    """An answer that a person must see, whether or not the rest was answered.

    code: stable for machines; several measures share one. sentence: what the clinician reads.
    together: raised once, when at least so many of the items stand there (else once for each item that does).
    refused: the flag is also raised when the item was shown and left (a refusal counts as a yes, as ASQ asks).
    local_policy: the threshold is the practice's to sign, not the authors'.
    """

    code: str
    items: tuple[str, ...]
    sentence: str
    source: str
    confidence: Confidence
    at_least: int | None = None
    at_most: int | None = None
    together: int | None = None
    refused: bool = False
    local_policy: bool = False

    def __post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            raise ValueError(f"flag {self.code}: give at_least, at_most or both")


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A rule that plain scales cannot say, by its name in `openkap.clinical.measures.algorithms`, with its lists and
    numbers kept here as data."""

    name: str
    source: str
    confidence: Confidence
    numbers: dict[str, int] = field(default_factory=dict, hash=False)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


def _limit(at_least: Decimal | None, at_most: Decimal | None) -> str:
    if at_least is not None:
        return f"{write_number(at_least)} or more"
    return f"{write_number(at_most)} or less" if at_most is not None else "any"
