"""Times offered inside the window after a dose: by the calendars of guide, client and rooms, and the opening hours."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.support.course import begin, in_the_room
from tests.support.dosed import dose_and_end

from openkap.records.calendar import find as calendar
from openkap.records.policy import find as policy
from openkap.records.sessions import find as sessions
from openkap.services.book_session import book_session
from openkap.services.free_times import read_free_times
from openkap.services.opening_hours import HOURS, choose_hours, read_hours
from openkap.services.read_courses import read_course
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Chicago")
WORKDAYS = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9-17")


@pytest.fixture
def dosed(practice, now):
    """Given on Wednesday 25-Nov-2026 in the afternoon: the window is open from Thursday to Saturday."""
    return dose_and_end(in_the_room(practice, now - timedelta(hours=4)))


def _given_at(dosed):
    return sessions.doses(within=dosed.place.id, course_ids=[dosed.course_id])[0].given_at


def _free(dosed, at=None, **other) -> list[str] | None:
    at = at or dosed.at
    state = read_course(within=dosed.place.id, course_id=dosed.course_id, at=at)
    found = read_free_times(within=dosed.place.id, states=[state], at=at, **other).get(dosed.course_id)
    return None if found is None else [f"{one.starts_at.astimezone(ZONE):%a %H:%M}" for one in found]


def _sign(dosed, said, role=Role.LEAD, reason="As we are open.") -> None:
    choose_hours(within=dosed.place.id, by=dosed.place[role], at=dosed.at, said=said, reason=reason)


def test_three_of_each_day_lie_inside_window_and_hours(dosed) -> None:
    opens = (_given_at(dosed) + timedelta(hours=24)).astimezone(ZONE)
    assert f"{opens:%a %H:%M}" == "Thu 12:05"
    thursday, friday = ["Thu 12:30", "Thu 13:00", "Thu 13:30"], ["Fri 09:00", "Fri 09:30", "Fri 10:00"]
    assert _free(dosed) == thursday + friday


def test_guide_client_and_the_last_room_are_not_offered_twice(dosed, now) -> None:
    friday = now.replace(day=27, hour=15)  # 09:00 in Chicago
    place, rooms = dosed.place, [room.id for room in calendar.rooms(within=dosed.place.id)]
    others = [begin(place, now + timedelta(hours=5 + number)) for number in range(2)]

    def book(traveller, room, guide) -> None:
        book_session(
            within=place.id,
            by=place[Role.FRONT_DESK],
            at=dosed.at,
            course_id=traveller.course_id,
            kind="preparation",
            starts_at=friday,
            guide_id=guide,
            room_id=room,
        )

    assert "Fri 09:00" in _free(dosed)
    book(others[0], rooms[0], None)
    assert "Fri 09:00" in _free(dosed), "the other room is free"
    book(others[1], rooms[1], None)
    assert next(one for one in _free(dosed) if one.startswith("Fri")) == "Fri 10:00", "both rooms are taken"


def test_another_guide_has_another_calendar(dosed, now) -> None:
    place = dosed.place
    other = begin(place, now + timedelta(hours=5))
    book_session(
        within=place.id,
        by=place[Role.FRONT_DESK],
        at=dosed.at,
        course_id=other.course_id,
        kind="preparation",
        starts_at=now.replace(day=27, hour=15),
        guide_id=place[Role.GUIDE].id,
        room_id=None,
    )
    assert "Fri 09:00" not in _free(dosed)
    assert "Fri 09:00" in _free(dosed, guide_id=place[Role.LEAD].id)


def test_signed_hours_stand_in_place_of_the_default(dosed) -> None:
    assert read_hours(within=dosed.place.id).signed is None
    _sign(dosed, {"friday": "13-15", "saturday": "10:00-12:00"})
    assert _free(dosed) == ["Fri 13:00", "Fri 13:30", "Fri 14:00", "Sat 10:00", "Sat 10:30", "Sat 11:00"]
    kept = policy.history(within=dosed.place.id, setting=HOURS)
    assert [(one.value, one.signed_by_name) for one in kept] == [
        ("friday 13:00-15:00; saturday 10:00-12:00", "Alder House Lead")
    ]


def test_a_window_that_closed_or_never_opened_offers_nothing(dosed, now) -> None:
    assert _free(dosed, at=_given_at(dosed) + timedelta(hours=73)) is None
    fresh = begin(dosed.place, now + timedelta(hours=6))
    state = read_course(within=dosed.place.id, course_id=fresh.course_id, at=dosed.at)
    assert read_free_times(within=dosed.place.id, states=[state], at=dosed.at) == {}


def test_a_time_that_has_passed_is_not_offered(dosed) -> None:
    at = dosed.at.astimezone(ZONE).replace(day=27, hour=16, minute=10)
    assert _free(dosed, at=at) == []


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"monday": "9 bis 17"}, "monday", "such as 09:00-17:00"),
        ({"tuesday": "17-9"}, "tuesday", "ends before it begins"),
        ({"friday": "9-25"}, "friday", "from 00:00 to 23:59"),
        ({"sunday": "9-12, 11-13"}, "sunday", "overlap"),
        ({"monday": "٩-١٧"}, "monday", "such as 09:00-17:00"),
        ({}, "monday", "one day at least"),
    ],
)
def test_hours_that_cannot_be_are_named_by_their_day(dosed, said, field, words) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        _sign(dosed, said)
    assert refused.value.field == field
    assert read_hours(within=dosed.place.id).signed is None


def test_hours_take_a_reason_and_a_role(dosed) -> None:
    with pytest.raises(BadInput, match="Reason"):
        _sign(dosed, WORKDAYS, reason=" ")
    with pytest.raises(Forbidden):
        _sign(dosed, WORKDAYS, role=Role.FRONT_DESK)
