"""When the next reading is due, per route, and when waiting for it turns amber and red."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from openkap.clinical.monitoring import next_due
from openkap.knowledge.routes import Schedule, route, routes

DOSED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def plan(name: str) -> Schedule:
    return route(name).schedule(infusion_minutes=40 if name == "iv" else None)


def due_minutes(schedule: Schedule, how_many: int) -> list[int | None]:
    """The times at which a person who is always punctual takes a reading."""
    last, found = None, []
    for _ in range(how_many):
        due = next_due(route_schedule=schedule, dosed_at=DOSED, last_reading_at=last, now=DOSED).due_at
        found.append(None if due is None else int((due - DOSED).total_seconds() // 60))
        last = due
    return found


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        ("iv", [10, 20, 30, 40, 55, 70, 85]),
        ("im", [5, 10, 15, 20, 30, 45, 60, 75, 90]),
        ("sl-rdt", [0, 20, 60, 90, None]),
        ("in-racemic", [0, 15, 30, 45, 60, 90, None]),
        ("in-esketamine", [40, None]),
        ("oral", [0, 60, 120, 180, None]),
    ],
)
def test_the_times_of_each_route(name: str, minutes: list[int | None]) -> None:
    assert due_minutes(plan(name), len(minutes)) == minutes


def test_every_route_has_its_line_above() -> None:
    assert {each.id for each in routes()} == {"iv", "im", "sl-rdt", "in-racemic", "in-esketamine", "oral"}


def test_a_longer_infusion_is_watched_to_its_end() -> None:
    assert due_minutes(route("iv").schedule(infusion_minutes=55), 8) == [10, 20, 30, 40, 50, 55, 70, 85]
    with pytest.raises(ValueError, match="infusion time"):
        route("iv").schedule()
    with pytest.raises(ValueError, match="no infusion time"):
        route("im").schedule(infusion_minutes=40)


def test_someone_looks_in_every_15_minutes_under_the_tongue() -> None:
    looks = route("sl-rdt").visual_schedule()
    assert looks is not None
    assert due_minutes(looks, 3) == [15, 30, 45]
    assert route("im").visual_schedule() is None


@pytest.mark.parametrize(
    ("seconds_late", "state"),
    [(-1, "not due"), (0, "due"), (119, "due"), (120, "amber"), (299, "amber"), (300, "red"), (36000, "red")],
)
def test_amber_after_2_minutes_red_after_5(seconds_late: int, state: str) -> None:
    now = DOSED + timedelta(minutes=5, seconds=seconds_late)
    found = next_due(route_schedule=plan("im"), dosed_at=DOSED, last_reading_at=None, now=now)
    assert (found.state.value, found.due_at) == (state, DOSED + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("read_at", "next_at"),
    [(2, 5), (3, 10), (5, 10), (7, 10), (8, 15), (17, 20), (61, 75), (73, 90), (200, 210), (-10, 5)],
)
def test_a_reading_serves_what_came_before_it_and_what_follows_within_the_grace(read_at: int, next_at: int) -> None:
    last = DOSED + timedelta(minutes=read_at)
    found = next_due(route_schedule=plan("im"), dosed_at=DOSED, last_reading_at=last, now=last)
    assert found.due_at == DOSED + timedelta(minutes=next_at)


def test_a_booster_begins_the_schedule_again() -> None:
    booster = DOSED + timedelta(minutes=12)
    found = next_due(
        route_schedule=plan("im"), dosed_at=booster, last_reading_at=DOSED + timedelta(minutes=10), now=booster
    )
    assert found.due_at == booster + timedelta(minutes=5)


def test_the_night_the_clocks_go_back_has_no_effect() -> None:
    chicago = ZoneInfo("America/Chicago")
    dosed = datetime(2026, 11, 1, 1, 58, tzinfo=chicago)  # 01:58 CDT; two minutes later it is 01:00 CST
    now = datetime(2026, 11, 1, 1, 4, fold=1, tzinfo=chicago)
    found = next_due(route_schedule=plan("im"), dosed_at=dosed, last_reading_at=None, now=now)
    assert found.due_at == datetime(2026, 11, 1, 7, 3, tzinfo=UTC)
    assert found.state.value == "due"
