"""Free times within a window: inside the opening hours, where the guide, the client and a room are free together."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from openkap.terms.moment import at_wall_clock
from openkap.terms.opening import Stretch, Week
from openkap.terms.refusal import BadInput

__all__ = ["Busy", "Free", "Wish", "free_times"]

# Times that are easy to say and to keep. Any other time can still be booked by hand.
_GRID_MINUTES = 30

Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Busy(Generic[Who]):
    """Something agreed already, and all whom it occupies: people and rooms, by whatever tells them apart."""

    starts_at: datetime
    ends_at: datetime
    occupies: frozenset[Who]


@dataclass(frozen=True, slots=True)
class Wish(Generic[Who]):
    """An appointment that is looked for: it begins from `earliest` up to `latest`, and ends within the opening hours.

    needs: all who must be free. rooms: one of them must be, in order of preference; empty where no room is needed.
    """

    earliest: datetime
    latest: datetime
    minutes: int
    needs: frozenset[Who]
    rooms: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class Free(Generic[Who]):
    """starts_at in UTC. room: the first one that is free then; None where no room was asked for."""

    starts_at: datetime
    room: Who | None


def free_times(
    wish: Wish[Who], *, hours: Week, zone: ZoneInfo, busy: Iterable[Busy[Who]], of_a_day: int
) -> list[Free[Who]]:
    """In order of time, at most `of_a_day` for each day, so that the client can choose a day and not an hour only."""
    lasts = timedelta(minutes=wish.minutes)
    taken = [one for one in busy if one.starts_at < wish.latest + lasts and one.ends_at > wish.earliest]
    found: list[Free[Who]] = []
    day, last = wish.earliest.astimezone(zone).date(), wish.latest.astimezone(zone).date()
    while day <= last:
        starts = (start for stretch in hours.on(day) for start in _starts(stretch, day, lasts, zone))
        offers = (_offer(start, lasts, wish, taken) for start in starts if wish.earliest <= start <= wish.latest)
        found.extend(islice((offer for offer in offers if offer is not None), of_a_day))
        day += timedelta(days=1)
    return found


def _starts(stretch: Stretch, day: date, lasts: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    """Every half hour from the opening on, as long as what begins then ends by the closing."""
    closes = _instant(stretch.closes, day, zone)
    minute = stretch.opens.hour * 60 + stretch.opens.minute
    while closes is not None and minute < 24 * 60:
        start = _instant(time(*divmod(minute, 60)), day, zone)
        if start is not None and start + lasts > closes:
            return
        if start is not None:
            yield start
        minute += _GRID_MINUTES


def _instant(clock: time, day: date, zone: ZoneInfo) -> datetime | None:
    """None for a time that the change of the clocks leaves out or makes twice: it is not offered."""
    try:
        return at_wall_clock(day, clock, zone)
    except BadInput:
        return None


def _offer(start: datetime, lasts: timedelta, wish: Wish[Who], taken: Sequence[Busy[Who]]) -> Free[Who] | None:
    occupied = {
        one for busy in taken if busy.starts_at < start + lasts and busy.ends_at > start for one in busy.occupies
    }
    if wish.needs & occupied:
        return None
    if not wish.rooms:
        return Free(start, None)
    room = next((room for room in wish.rooms if room not in occupied), None)
    return None if room is None else Free(start, room)
