"""Further sessions, and the integration window in words and dates."""

from datetime import timedelta

import pytest
from tests.support.course import begin, in_the_room
from tests.support.dosed import dose_and_end

from openkap.records.sessions import find as sessions
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db


def _sent(**other: str) -> dict[str, str]:
    return {"kind": "preparation", "starts_at": "2026-11-24T09:00", "guide_id": "", "room_id": "", **other}


def test_only_the_pathways_kinds_are_offered(practice, bob, stand_at, now, read) -> None:
    kap, iv = begin(practice, now), begin(practice, now + timedelta(hours=3), pathway="iv_only")
    browser = bob(Role.FRONT_DESK)
    assert "Preparation, 60 min" in read(browser.get(f"/desk/courses/{kap.course_id}/book/"))
    assert "Preparation" not in read(browser.get(f"/desk/courses/{iv.course_id}/book/"))
    refused = browser.post(f"/desk/courses/{iv.course_id}/book/", _sent())
    assert refused.status_code == 422


def test_a_session_is_booked_and_stands_on_the_clients_page(practice, bob, stand_at, now, read) -> None:
    traveller = begin(practice, now)
    browser = bob(Role.FRONT_DESK)
    reply = browser.post(f"/desk/courses/{traveller.course_id}/book/", _sent())
    assert reply.status_code == 303
    assert "Tuesday 24-Nov-2026 09:00 Preparation" in read(browser.get(reply["Location"]))


@pytest.mark.parametrize(
    ("other", "status", "sentence"),
    [
        ({"kind": ""}, 422, "Choose the kind."),
        ({"starts_at": "2026-11-23T09:00"}, 422, "This time has passed. Choose one from now on."),
        ({"starts_at": "2026-11-23T11:30"}, 409, "This client already has an appointment at that time."),
        ({"starts_at": "24 Nov, nine"}, 422, "Give a date and a time, for example 23-Nov-2026 14:30."),
    ],
)
def test_what_cannot_be_booked_is_said(practice, bob, stand_at, now, read, other, status, sentence) -> None:
    traveller = begin(practice, now)
    reply = bob(Role.FRONT_DESK).post(f"/desk/courses/{traveller.course_id}/book/", _sent(**other))
    assert reply.status_code == status
    assert sentence in read(reply)
    assert len(sessions.of_course(within=practice.id, course_id=traveller.course_id)) == 1


def test_outside_the_window_a_reason_is_asked_for(practice, bob, stand_at, now, read) -> None:
    traveller = dose_and_end(in_the_room(practice, now))
    stand_at(traveller.at)
    given = sessions.doses(within=practice.id, course_ids=[traveller.course_id])[0].given_at
    browser, address = bob(Role.FRONT_DESK), f"/desk/courses/{traveller.course_id}/book/"
    words = read(browser.get(f"{address}?kind=integration"))
    clock = f"{(given - timedelta(hours=6)):%H:%M}"
    assert given.strftime("%d-%b-%Y") == "25-Nov-2026"
    assert f"between Thursday 26-Nov-2026 {clock} and Saturday 28-Nov-2026 {clock}" in words
    late = {"kind": "integration", "starts_at": "2026-12-02T09:00"}
    refused = browser.post(address, _sent(**late))
    assert refused.status_code == 422
    assert "This is outside the 24 to 72 hours after the last dose." in read(refused)
    assert "2026-12-02T09:00" in refused.content.decode()
    assert browser.post(address, _sent(**late, outside_window_because="She travels until then.")).status_code == 303
    assert browser.post(address, _sent(kind="integration", starts_at="2026-11-27T09:00")).status_code == 303


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.MONITOR])
def test_who_does_not_book_is_turned_away(practice, bob, stand_at, now, role) -> None:
    traveller = begin(practice, now)
    assert bob(role).post(f"/desk/courses/{traveller.course_id}/book/", _sent()).status_code == 403
