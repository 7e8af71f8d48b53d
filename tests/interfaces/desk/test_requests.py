"""From a request on the public page to a client with a consult."""

import re
from datetime import datetime, timedelta

import pytest

from openkap.records.calendar import find as calendar
from openkap.records.courses import find as courses
from openkap.records.people import find as people
from openkap.services.request_care import request_care
from openkap.terms.identity import Role
from openkap.terms.sitter import Sitter

pytestmark = pytest.mark.django_db


def _ask(practice, at: datetime, name: str = "Ada Mae Lovelace", interest: str = "kap"):
    return request_care(
        within=practice.id, at=at, name=name, phone="512 555 0142", email="", interest=interest, message="Please call."
    )


def _filled(**other: object) -> dict[str, object]:
    return {
        "given_name": "Ada Mae",
        "family_name": "Lovelace",
        "born_on": "1985-12-10",
        "phone": "512 555 0142",
        "email": "",
        "pathway": "kap",
        "sitter": "",
        "starts_at": "2026-11-24T09:00",
        "guide_id": "",
        "room_id": "",
        **other,
    }


def test_the_longest_waiting_stands_first(practice, bob, stand_at, now, read) -> None:
    _ask(practice, now - timedelta(days=2), "First Asker")
    _ask(practice, now - timedelta(hours=2), "Second Asker")
    page = read(bob(Role.FRONT_DESK).get("/desk/requests/"))
    assert page.index("First Asker") < page.index("Second Asker")
    assert "Has waited 2 days" in page


def test_what_the_request_says_is_filled_in(practice, bob, stand_at, now) -> None:
    page = bob(Role.FRONT_DESK).get(f"/desk/requests/{_ask(practice, now)}/").content.decode()
    assert 'name="given_name" value="Ada Mae"' in page
    assert 'name="family_name" value="Lovelace"' in page
    assert 'value="512 555 0142"' in page
    assert re.search(r"<input[^>]*value=\"kap\"[^>]*checked", page)


def test_booking_makes_client_course_and_consult_and_offers_the_link(practice, bob, stand_at, now, read) -> None:
    request_id = _ask(practice, now)
    guide, room = practice[Role.GUIDE].id, calendar.rooms(within=practice.id)[0].id
    browser = bob(Role.FRONT_DESK)
    reply = browser.post(f"/desk/requests/{request_id}/", _filled(guide_id=guide, room_id=room))
    assert reply.status_code == 303
    page = read(browser.get(reply["Location"]))
    assert "LOVELACE, Ada Mae" in page
    assert "Tuesday 24-Nov-2026 09:00" in page
    assert "Make a one-time link" in page
    assert people.open_requests(within=practice.id) == []
    assert courses.courses(within=practice.id)[0].guide_id == guide


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("family_name", "", "Write the family name."),
        ("phone", "call me", "Enter a phone number with 7 to 15 digits"),
        ("phone", "", "Give a phone number or an e-mail address."),
        ("born_on", "2026-12-24", "Enter a date of birth from 1900 up to today."),
        ("born_on", "yesterday", "Enter a day of birth"),
        ("pathway", "other", "Choose one of the list."),
        ("starts_at", "", "Choose the day and the time it starts."),
        ("starts_at", "2026-11-20T09:00", "This time has passed."),
        ("starts_at", "2027-03-14T02:30", "02:30 does not exist on 14-Mar-2027: the clocks go forward that night."),
        ("starts_at", "2027-11-07T01:30", "01:30 happens twice on 07-Nov-2027: the clocks go back that night."),
        ("guide_id", "b7f3e1a2-0000-7000-8000-000000000000", "Choose one of the list."),
        ("room_id", "nonsense", "Choose one of the list."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    practice, bob, stand_at, now, read, field, value, sentence
) -> None:
    reply = bob(Role.FRONT_DESK).post(f"/desk/requests/{_ask(practice, now)}/", _filled(**{field: value}))
    assert reply.status_code == 422
    assert sentence in read(reply)
    assert f'id="id_{field}_error"' in reply.content.decode()
    assert 'name="given_name" value="Ada Mae"' in reply.content.decode()
    assert people.clients(within=practice.id) == []


def test_a_sitter_is_asked_about_for_iv_only_alone(practice, bob, stand_at, now, read) -> None:
    browser = bob(Role.FRONT_DESK)
    asked = browser.post(f"/desk/requests/{_ask(practice, now, interest='iv_only')}/", _filled(pathway="iv_only"))
    assert asked.status_code == 422
    assert "Say whether a sitter stays in the room" in read(asked)
    kept = browser.post("/desk/clients/new/", _filled(pathway="iv_only", sitter="intermittent"))
    assert kept.status_code == 303
    assert [course.sitter for course in courses.courses(within=practice.id)] == [Sitter.INTERMITTENT]
    # Someone who chose a sitter and then KAP: the question does not concern KAP.
    assert (
        browser.post("/desk/clients/new/", _filled(sitter="continuous", starts_at="2026-11-25T09:00")).status_code
        == 303
    )
    assert {course.pathway: course.sitter for course in courses.courses(within=practice.id)} == {
        "iv_only": Sitter.INTERMITTENT,
        "kap": None,
    }


def test_a_room_that_is_taken_is_refused_in_a_sentence(practice, bob, stand_at, now, read) -> None:
    room = calendar.rooms(within=practice.id)[0].id
    browser = bob(Role.FRONT_DESK)
    assert browser.post("/desk/clients/new/", _filled(room_id=room)).status_code == 303
    again = browser.post("/desk/clients/new/", _filled(room_id=room, given_name="Grace"))
    assert again.status_code == 409
    assert "That room is taken at that time." in read(again)
    assert 'value="Grace"' in again.content.decode()
    assert len(people.clients(within=practice.id)) == 1


def test_a_request_that_was_booked_leads_to_its_client(practice, bob, stand_at, now) -> None:
    request_id = _ask(practice, now)
    browser = bob(Role.FRONT_DESK)
    first = browser.post(f"/desk/requests/{request_id}/", _filled())
    assert browser.get(f"/desk/requests/{request_id}/")["Location"] == first["Location"]
    assert browser.post(f"/desk/requests/{request_id}/", _filled())["Location"] == first["Location"]
    assert len(people.clients(within=practice.id)) == 1


def test_a_stranger_finds_no_request(practice, charlie, stand_at, now) -> None:
    assert charlie(Role.FRONT_DESK).get(f"/desk/requests/{_ask(practice, now)}/").status_code == 404
