"""One question of a measure: its number, the values it takes, and when it is asked."""

from dataclasses import dataclass

__all__ = ["AskedIf", "Item", "Option"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen. `text` is None where the wording is not ours to ship; `loinc` is its LA code."""

    value: int
    text: str | None = None
    loinc: str | None = None


@dataclass(frozen=True, slots=True)
class AskedIf:
    """An item is asked when any of `items` was answered with `at_least` or more (with `or_skipped`: or refused)."""

    items: tuple[str, ...]
    at_least: int = 1
    or_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    number: as on the official form ("1", "6b"), or a word where the form gives none ("difficulty").
    text: the official wording; None where it may not be shipped or is not certain.
    name: what it asks about, in our words or as a published heading; stands in where there is no text.
    options: the values to choose from; or else `low` to `high`, both included, in `unit` where it has one.
    reverse: its value counts as low + high - value in every scale.
    scored: False for questions that stand beside the total; they are never "missing".
    loinc: only codes marked as confirmed in the project's facts.
    """

    number: str
    text: str | None = None
    name: str | None = None
    options: tuple[Option, ...] = ()
    low: int | None = None
    high: int | None = None
    unit: str | None = None
    loinc: str | None = None
    reverse: bool = False
    scored: bool = True
    asked_if: AskedIf | None = None

    def __post_init__(self) -> None:
        values = [option.value for option in self.options]
        if len(values) != len(set(values)):
            raise ValueError(f"item {self.number}: two options have the same value")
        if bool(values) == (self.low is not None or self.high is not None):
            raise ValueError(f"item {self.number}: give either options or a low and a high")
        if not values and (self.low is None or self.high is None or self.low >= self.high):
            raise ValueError(f"item {self.number}: low must stand below high")

    @property
    def lowest(self) -> int:
        return min(option.value for option in self.options) if self.low is None else self.low

    @property
    def highest(self) -> int:
        return max(option.value for option in self.options) if self.high is None else self.high

    def takes(self, value: int) -> bool:
        """Whether `value` is one that this item can be answered with."""
        if self.options:
            return any(option.value == value for option in self.options)
        return self.lowest <= value <= self.highest

    @property
    def allowed(self) -> str:
        """The values it takes, as words for a person: "0, 1, 2 or 3", "a whole number from 0 to 100 mm"."""
        if not self.options:
            return f"a whole number from {self.low} to {self.high}{f' {self.unit}' if self.unit else ''}"
        values = [str(option.value) for option in self.options]
        return f"{', '.join(values[:-1])} or {values[-1]}" if len(values) > 1 else values[0]
