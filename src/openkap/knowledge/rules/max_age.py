"""How old a fact may be before it counts as unknown."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

__all__ = ["MaxAge"]

_SPOKEN = re.compile(r"(?P<count>[0-9]{1,4}) (?P<unit>min|h|d|mo)")
_WORDS = {"min": "minutes", "h": "hours", "d": "days", "mo": "months"}


@dataclass(frozen=True, slots=True)
class MaxAge:
    """ "30 min", "24 h", "28 d", "12 mo" (calendar months) or "same day" (the calendar day of the practice).

    A fact is good up to and including the last moment: one of 30 min stands at 30:00 and is too old at 30:01.
    """

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> "MaxAge":
        if text == "same day":
            return cls(0, "same day")
        match = _SPOKEN.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" is not an age such as "30 min", "28 d", "12 mo" or "same day"')
        return cls(int(match["count"]), match["unit"])

    def covers(self, *, since: datetime, at: datetime) -> bool:
        """Whether a fact of `since` still counts at `at`. `at` carries the practice's zone, which rules "same day".

        >>> from datetime import UTC
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
        >>> MaxAge.parse("28 d").covers(since=noon - timedelta(days=28), at=noon)
        True
        """
        # Two datetimes of one zone are compared by their wall clocks, which run back an hour in autumn: compare in UTC.
        began, now = since.astimezone(UTC), at.astimezone(UTC)
        if began > now:
            return False
        if self.unit == "same day":
            return since.astimezone(at.tzinfo).date() == at.date()
        return now <= self.ends(began)

    def ends(self, since: datetime) -> datetime:
        """The last moment at which a fact of `since` counts. Not for "same day", which the zone of asking rules."""
        if self.unit == "mo":
            return _months_later(since, self.count)
        return since + timedelta(**{_WORDS[self.unit]: self.count})

    def __str__(self) -> str:
        return "the same day" if self.unit == "same day" else f"{self.count} {_WORDS[self.unit]}"


def _months_later(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue  # the 31st of a shorter month: the last day that it has
    return moment.replace(year=year, month=month + 1)
