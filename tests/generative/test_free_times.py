"""Free times, reckoned a second time minute by minute: every offer stands, and none that comes first is left out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkap.clinical.planning import Busy, Wish, free_times
from openkap.terms.opening import Stretch, Week

ZONE = ZoneInfo("America/Chicago")
GUIDE, CLIENT, OTHER, NORTH, SOUTH = "guide", "client", "other", "north", "south"
# Around the two nights in which the clocks change, and a week in which they do not.
DAYS = [date(2026, 3, 6), date(2026, 10, 30), date(2026, 11, 23)]


@st.composite
def stretches(draw):
    halves = sorted(draw(st.sets(st.integers(0, 47), min_size=2, max_size=4)))
    clocks = [time(*divmod(half * 30, 60)) for half in halves[: len(halves) // 2 * 2]]
    return tuple(Stretch(opens, closes) for opens, closes in zip(clocks[::2], clocks[1::2], strict=True))


weeks = st.builds(Week, st.tuples(*[st.one_of(st.just(()), stretches())] * 7))


@st.composite
def wishes(draw):
    day = draw(st.sampled_from(DAYS))
    earliest = datetime.combine(day, time(), tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 3 * 24 * 60)))
    return Wish(
        earliest=earliest,
        latest=earliest + timedelta(hours=draw(st.integers(0, 72))),
        minutes=draw(st.sampled_from([30, 50, 60, 90])),
        needs=frozenset(draw(st.sampled_from([{GUIDE, CLIENT}, {CLIENT}]))),
        rooms=draw(st.sampled_from([(), (NORTH,), (NORTH, SOUTH)])),
    )


@st.composite
def busy_near(draw, wish):
    starts = wish.earliest + timedelta(minutes=draw(st.integers(-300, 80 * 60)))
    return Busy(
        starts,
        starts + timedelta(minutes=draw(st.integers(1, 300))),
        draw(st.frozensets(st.sampled_from([GUIDE, CLIENT, OTHER, NORTH, SOUTH]), min_size=1)),
    )


def _open_minutes(hours: Week, wish: Wish) -> set[datetime]:
    """Every minute of these days at which the wall clock stands within the hours: from instants to clocks."""
    minute, last = wish.earliest - timedelta(days=1), wish.latest + timedelta(days=2)
    minute = minute.replace(second=0, microsecond=0)
    found = set()
    while minute < last:
        local = minute.astimezone(ZONE)
        if any(one.opens <= local.time() < one.closes for one in hours.on(local.date())):
            found.add(minute)
        minute += timedelta(minutes=1)
    return found


def _stands(start: datetime, wish: Wish, hours_open: set[datetime], busy: list[Busy]) -> str | None:
    """The room in which it could be, "" where none is needed, None where it cannot be."""
    minutes = [start + timedelta(minutes=n) for n in range(wish.minutes)]
    if not wish.earliest <= start <= wish.latest or any(minute not in hours_open for minute in minutes):
        return None
    occupied = {
        who for one in busy if any(one.starts_at < m + timedelta(minutes=1) and one.ends_at > m for m in minutes)
        for who in one.occupies
    }  # fmt: skip
    if occupied & wish.needs:
        return None
    return next((room for room in wish.rooms if room not in occupied), None) if wish.rooms else ""


@given(st.data(), weeks, wishes(), st.integers(1, 4))
def test_every_offer_stands_and_the_first_of_each_day_are_offered(data, hours, wish, of_a_day) -> None:
    busy = data.draw(st.lists(busy_near(wish), max_size=8))
    offers = free_times(wish, hours=hours, zone=ZONE, busy=busy, of_a_day=of_a_day)
    hours_open = _open_minutes(hours, wish)
    by_day: dict[date, list[datetime]] = {}
    for offer in offers:
        assert _stands(offer.starts_at, wish, hours_open, busy) == (offer.room or "")
        by_day.setdefault(offer.starts_at.astimezone(ZONE).date(), []).append(offer.starts_at)
    assert [one.starts_at for one in offers] == sorted(one.starts_at for one in offers)
    assert all(len(of_day) <= of_a_day for of_day in by_day.values())

    # What begins at an opening, or half hours after it, and could be booked is offered unless the day has enough.
    day = wish.earliest.astimezone(ZONE).date()
    while day <= wish.latest.astimezone(ZONE).date():
        offered = by_day.get(day, [])
        for stretch in hours.on(day):
            start = datetime.combine(day, stretch.opens, tzinfo=ZONE)
            if _told_once(start) and _told_once(datetime.combine(day, stretch.closes, tzinfo=ZONE)):
                stands = _stands(start.astimezone(UTC), wish, hours_open, busy) is not None
                assert not stands or len(offered) == of_a_day or start.astimezone(UTC) in offered
        day += timedelta(days=1)


def _told_once(moment: datetime) -> bool:
    """Whether the clock shows this time once on this day: not skipped, not shown twice."""
    return moment.utcoffset() == moment.replace(fold=1).utcoffset()


@pytest.mark.parametrize(
    ("busy_from", "busy_to", "offered"),
    [("09:00", "10:00", ["10:00", "10:30"]), ("09:59", "10:01", ["09:00", "10:30"])],
)
def test_what_ends_as_another_begins_is_no_clash(busy_from, busy_to, offered) -> None:
    day = date(2026, 11, 27)

    def at(clock: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE).astimezone(UTC)

    wish = Wish(at("00:00"), at("23:00"), 50, frozenset({GUIDE}))
    busy = [Busy(at(busy_from), at(busy_to), frozenset({GUIDE}))]
    found = free_times(wish, hours=Week.of("friday 9:00-17:00"), zone=ZONE, busy=busy, of_a_day=2)
    assert [f"{one.starts_at.astimezone(ZONE):%H:%M}" for one in found] == offered


@given(weeks)
def test_a_week_is_read_as_it_was_written(week) -> None:
    assert Week.of(str(week)) == week
    assert Week.by_day(week.written()) == week
