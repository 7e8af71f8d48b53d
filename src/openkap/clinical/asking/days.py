"""Days of the practice's calendar as instants. Nobody can be asked here which of two they mean, so it is settled once:
a clock time that the night skips comes as much later as the clocks went forward; one that comes twice is its first."""

import calendar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

__all__ = ["add_months", "at_clock"]


def at_clock(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall-clock time.

    >>> at_clock(date(2026, 3, 8), time(2, 30), ZoneInfo("America/Chicago")).isoformat()
    '2026-03-08T08:30:00+00:00'
    >>> at_clock(date(2026, 11, 1), time(1, 30), ZoneInfo("America/Chicago")).isoformat()
    '2026-11-01T06:30:00+00:00'
    """
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day.

    >>> add_months(date(2026, 8, 31), 6), add_months(date(2026, 11, 25), 3)
    (datetime.date(2027, 2, 28), datetime.date(2027, 2, 25))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
