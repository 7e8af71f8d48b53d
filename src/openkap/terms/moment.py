"""Instants and wall-clock times. A time that did not happen, or happened twice, is refused, never guessed."""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from openkap.terms.refusal import BadInput

__all__ = ["at_wall_clock", "day_begins", "earliest", "iso", "parse_wall_clock"]


def at_wall_clock(day: date, clock: time, zone: ZoneInfo, *, field: str = "time") -> datetime:
    """The instant (UTC) at which the practice's wall clock shows `clock` on `day`.

    Raises BadInput for a time inside a daylight-saving gap (it does not exist) or fold (it happens twice):
    either is asked about, never guessed.

    >>> at_wall_clock(date(2026, 3, 8), time(3, 30), ZoneInfo("America/Chicago")).isoformat()
    '2026-03-08T08:30:00+00:00'
    """
    first = datetime.combine(day, clock, tzinfo=zone)
    second = first.replace(fold=1)
    if first.utcoffset() != second.utcoffset():
        spoken = f"{clock:%H:%M}"
        if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != datetime.combine(day, clock):
            problem = f"{spoken} does not exist on {day:%d-%b-%Y}: the clocks go forward that night."
        else:
            problem = f"{spoken} happens twice on {day:%d-%b-%Y}: the clocks go back that night."
        raise BadInput(field, f"{problem} Choose a time before or after the change.")
    return first.astimezone(UTC)


def day_begins(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) at which a day begins: its first moment, also where the clocks skip midnight.

    In UTC, for two datetimes of one zone are compared by their wall clocks, which run back an hour in autumn.

    >>> day_begins(date(2026, 11, 26), ZoneInfo("America/Chicago")).isoformat()
    '2026-11-26T06:00:00+00:00'
    """
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of the moments that there are; None where there is none.

    >>> earliest(None, None) is None
    True
    """
    return min((one for one in moments if one is not None), default=None)


def parse_wall_clock(text: str, zone: ZoneInfo, *, field: str = "time") -> datetime:
    """An instant from what a browser's date-and-time field sends ("2026-11-23T14:30"), in the practice's zone.

    >>> parse_wall_clock("2026-11-23T14:30", ZoneInfo("America/Chicago")).isoformat()
    '2026-11-23T20:30:00+00:00'
    """
    try:
        naive = datetime.strptime(text.strip()[:16], "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - the zone is applied below
    except ValueError:
        raise BadInput(field, "Give a date and a time, for example 23-Nov-2026 14:30.") from None
    return at_wall_clock(naive.date(), naive.time(), zone, field=field)


def iso(moment: datetime) -> str:
    """The one way an instant is written in records and hashes: UTC, microseconds, a trailing Z.

    >>> iso(datetime(2026, 11, 23, 20, 30, tzinfo=UTC))
    '2026-11-23T20:30:00.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
