"""Opening hours of a week, by the practice's wall clock. A day has any number of stretches; none where it is closed."""

import re
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from openkap.terms.refusal import BadInput

__all__ = ["WEEKDAYS", "Stretch", "Week", "parse_day"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STRETCH = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?\s*(?:-|–|to)\s*([0-9]{1,2})(?::([0-9]{2}))?", re.ASCII)
_SHOWN = "such as 09:00-17:00, or 09:00-12:30, 13:30-18:00. Leave it empty where it is closed."


@dataclass(frozen=True, slots=True)
class Stretch:
    """Open from `opens` up to `closes`, of one day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True, slots=True)
class Week:
    """The stretches of each day, Monday first."""

    days: tuple[tuple[Stretch, ...], ...]

    def on(self, day: date) -> tuple[Stretch, ...]:
        return self.days[day.weekday()]

    def __str__(self) -> str:
        """One text for the record, which `Week.of` reads again.

        >>> str(Week.of("monday 9-17; sunday 10-12"))
        'monday 09:00-17:00; sunday 10:00-12:00'
        """
        return "; ".join(f"{name} {written}" for name, written in self.written().items() if written)

    def written(self) -> dict[str, str]:
        """What stands in each day's field: empty where it is closed."""
        return {name: ", ".join(map(str, day)) for name, day in zip(WEEKDAYS, self.days, strict=True)}

    @classmethod
    def of(cls, text: str) -> "Week":
        """Reads what `str` of a week writes. A day that is not named is closed."""
        named = dict(day.strip().split(" ", 1) for day in text.split(";") if day.strip())
        return cls.by_day(named)

    @classmethod
    def by_day(cls, said: dict[str, str]) -> "Week":
        """A week from what was written for each day, by its name; BadInput names the day's field."""
        return cls(tuple(parse_day(said.get(name, ""), field=name) for name in WEEKDAYS))


def parse_day(text: str, *, field: str) -> tuple[Stretch, ...]:
    """The stretches of one day, in their order.

    >>> [str(one) for one in parse_day("13:30 – 18, 9-12:30", field="monday")]
    ['09:00-12:30', '13:30-18:00']
    >>> parse_day("9 bis 17", field="monday")
    Traceback (most recent call last):
    ...
    openkap.terms.refusal.BadInput: Write opening hours such as 09:00-17:00, or 09:00-12:30, 13:30-18:00. Leave it \
empty where it is closed.
    """
    found = sorted((_stretch(part, field) for part in text.split(",") if part.strip()), key=lambda one: one.opens)
    for one, following in pairwise(found):
        if following.opens < one.closes:
            raise BadInput(field, f"{one} and {following} overlap. Write each hour of the day once.")
    return tuple(found)


def _stretch(text: str, field: str) -> Stretch:
    match = _STRETCH.fullmatch(text.strip())
    if match is None:
        raise BadInput(field, f"Write opening hours {_SHOWN}")
    hours = [int(part or 0) for part in match.groups()]
    if max(hours[0], hours[2]) > 23 or max(hours[1], hours[3]) > 59:
        raise BadInput(field, "Write times from 00:00 to 23:59.")
    opens, closes = time(hours[0], hours[1]), time(hours[2], hours[3])
    if closes <= opens:
        raise BadInput(field, f"{opens:%H:%M} to {closes:%H:%M} ends before it begins. Write the earlier time first.")
    return Stretch(opens, closes)
