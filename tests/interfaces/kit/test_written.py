"""How dates, times, names and amounts are written: examples a clinician can read, and what must hold for all."""

import doctest
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkap.interfaces.kit import chart, written
from openkap.interfaces.kit.chart import svg

CHICAGO = ZoneInfo("America/Chicago")
instants = st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1990 <= at.year <= 2090)


@pytest.mark.parametrize("module", [written, svg])
def test_the_examples_in_the_text_are_true(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted > 3
    assert found.failed == 0


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_written_day_can_be_read_in_one_way_only(day: date) -> None:
    assert datetime.strptime(written.day(day), "%d-%b-%Y").replace(tzinfo=UTC).date() == day


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (datetime(2026, 3, 8, 7, 59, tzinfo=UTC), "08-Mar-2026 01:59"),
        (datetime(2026, 3, 8, 8, 0, tzinfo=UTC), "08-Mar-2026 03:00"),  # the clocks go forward
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "01-Nov-2026 01:30"),
        (datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "01-Nov-2026 01:30"),  # the clocks went back
        (datetime(2026, 12, 1, 5, 30, tzinfo=UTC), "30-Nov-2026 23:30"),
    ],
)
def test_an_instant_is_written_as_the_practices_clock_shows_it(instant: datetime, shown: str) -> None:
    assert written.moment(instant, CHICAGO) == shown


UNITS = {"min": 60, "h": 3600, "days": 86_400, "weeks": 7 * 86_400}


@given(instants, st.integers(min_value=-10_000_000, max_value=10_000_000))
def test_how_far_away_never_says_more_than_is_so_and_never_loses_a_whole_unit(now: datetime, seconds: int) -> None:
    words = written.from_now(now + timedelta(seconds=seconds), now)
    if words == "now":
        assert abs(seconds) < 60
        return
    assert words.startswith("in ") == (seconds > 0)
    number, unit = words.removeprefix("in ").removesuffix(" ago").split()
    assert int(number) * UNITS[unit] <= abs(seconds) < (int(number) + 1) * UNITS[unit]
    assert int(number) >= 1
    assert (number, unit) not in {("1", "days"), ("1", "weeks")}


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)), st.integers(0, 40_000))
def test_an_age_grows_by_one_on_each_birthday_and_at_no_other_time(born: date, days: int) -> None:
    today = born + timedelta(days=days)
    age = written.age_in_years(born, today)
    birthdays = sum(
        1
        for year in range(born.year + 1, today.year + 1)
        if (date(year, 3, 1) if (born.month, born.day) == (2, 29) and not _leap(year) else born.replace(year=year))
        <= today
    )
    assert age == birthdays


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def test_someone_not_yet_born_has_no_age() -> None:
    with pytest.raises(ValueError, match="future"):
        written.age_in_years(date(2027, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize("write", [lambda at: written.clock(at, CHICAGO), lambda at: written.from_now(at, at)])
def test_a_time_without_a_zone_is_not_guessed(write: object) -> None:
    with pytest.raises(ValueError, match="zone"):
        write(datetime(2026, 11, 23, 14, 0))  # type: ignore[operator]  # noqa: DTZ001 - the mistake itself


def test_a_minute_that_is_not_over_does_not_count() -> None:
    dose = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    shown = [written.minutes_between(dose, dose + timedelta(seconds=s)) for s in (-61, -60, -59, 0, 59, 60, 3600)]
    assert shown == ["−1 min", "−1 min", "0 min", "0 min", "0 min", "1 min", "60 min"]


def test_the_chart_writes_days_in_the_practices_zone() -> None:
    late = chart.TrendPoint(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), 4, "4")
    assert chart.trend_rows([late], [], zone=CHICAGO)[0].cells[0] == "23-Nov-2026"
