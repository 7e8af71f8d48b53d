"""What a schedule file says, as typed values."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

__all__ = ["HEALTH", "Anchor", "Ask", "LeftOut", "Occasion", "Reminders", "Schedule"]

HEALTH = "health"
"""The questions about health, which come from the rules of screening and not from a measure."""


class Anchor(StrEnum):
    """What an occasion counts from."""

    COURSE = "course"
    """The beginning of the course."""
    PREPARATION = "preparation"
    """A preparation session that is booked: from its beginning, so that negative hours lie before it."""
    DAY_OF_DOSE = "day of dose"
    """The practice's calendar day of a medicine session, until its first dose."""
    RETURN = "return"
    """The end of a medicine session, once the peak has passed."""
    DOSE = "dose"
    """The last dose. A new dose begins anew."""
    SERIES = "series"
    """The first dose of the series, where doses come faster than the asking. A new dose does not begin it anew."""
    SERIES_END = "end of series"
    """The last dose of a series that is over. A new dose begins anew."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One measure that is asked on an occasion."""

    measure: str
    source: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the source asks and this schedule does not, shown so that nobody takes silence for a yes."""

    what: str
    because: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """When some measures are asked. `key` stands with every form that was asked on it.

    Hours are real hours; days and months are days of the practice's calendar, and open at the schedule's hour of the
    day. every_days: again at that interval, until the series is over. late_hours: overdue so long after it opened (for
    a preparation session: at its beginning). closes_hours: no longer asked so long after it opened; 0: stays open.
    """

    key: str
    title: str
    anchor: Anchor
    asks: tuple[Ask, ...]
    source: str
    opens_hours: int = 0
    opens_days: int = 0
    opens_months: int = 0
    every_days: int = 0
    late_hours: int = 48
    closes_hours: int = 0


@dataclass(frozen=True, slots=True)
class Reminders:
    """How a client is reminded: once a day, `most` times for one asking, inside these hours; then a person is told."""

    most: int
    earliest: time
    latest: time
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.most <= 3:
            raise ValueError("a client is reminded at most three times")
        if self.earliest >= self.latest:
            raise ValueError("reminders: the earliest hour is before the latest")


@dataclass(frozen=True, slots=True)
class Schedule:
    """budget_minutes: what a week may ask of a client. stands_for_days: an answer so fresh stands, and is not asked
    again. peak_minutes: nothing is asked so long after the last medicine. days_between_doses: what the burden is shown
    for. series_over_after_days: a series is over when the usual number of doses was given, or so long after the last.
    """

    key: str
    edition: str
    title: str
    opens_at: time
    budget_minutes: int
    budget_source: str
    stands_for_days: int
    stands_for_source: str
    peak_minutes: int
    peak_source: str
    days_between_doses: int
    days_between_source: str
    series_over_after_days: int
    series_over_source: str
    reminders: Reminders
    occasions: tuple[Occasion, ...]
    left_out: tuple[LeftOut, ...]
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if date.fromisoformat(self.edition).isoformat() != self.edition:
            raise ValueError("an edition is a date like 2026-11-25")
        keys = [occasion.key for occasion in self.occasions]
        if not keys or len(keys) != len(set(keys)):
            raise ValueError("occasions must be there, each key once")

    def occasion(self, key: str) -> Occasion | None:
        return next((occasion for occasion in self.occasions if occasion.key == key), None)
