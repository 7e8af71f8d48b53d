"""Further sessions, and the integration window in words and dates."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.course import begin, in_the_room
from tests.support.dosed import dose_and_end

from openkap.records.sessions import find as sessions
from openkap.services.kept_courses import forget
from openkap.services.opening_hours import choose_hours
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
    assert f"It belongs between Thursday 26-Nov-2026 {clock} and Saturday 28-Nov-2026 {clock}" in words
    stand_at(given + timedelta(hours=73))
    assert "That has passed: say why it is later." in read(browser.get(address))
    assert "Free inside" not in read(browser.get(address))
    stand_at(traveller.at)
    late = {"kind": "integration", "starts_at": "2026-12-02T09:00"}
    refused = browser.post(address, _sent(**late))
    assert refused.status_code == 422
    assert "This is outside the 24 to 72 hours after the last dose." in read(refused)
    assert "2026-12-02T09:00" in refused.content.decode()
    assert browser.post(address, _sent(**late, outside_window_because="She travels until then.")).status_code == 303
    assert browser.post(address, _sent(kind="integration", starts_at="2026-11-27T09:00")).status_code == 303


def _offered(response) -> list[str]:
    """The addresses of the times that can be booked at once."""
    found = re.findall(r'href="(/desk/courses/[^"]*starts_at=[^"]*)"', response.content.decode())
    return [unescape(one) for one in found]


def test_a_free_time_leads_to_the_form_filled_in_and_is_booked_as_it_stands(practice, bob, stand_at, now, read) -> None:
    traveller = dose_and_end(in_the_room(practice, now))
    stand_at(traveller.at)
    browser, address = bob(Role.FRONT_DESK), f"/desk/courses/{traveller.course_id}/book/"
    page = browser.get(f"{address}?kind=integration")
    assert "Friday 27-Nov-2026 09:00" in read(page)
    assert "Open Monday to Friday 09:00-17:00 (the default, not signed by anybody here)." in read(page)
    assert "Change the opening hours" not in read(page)
    friday = next(one for one in _offered(page) if "2026-11-27T09" in one)
    form = browser.get(friday).context["form"]
    sent = {name: str(form[name].value() or "") for name in form.fields}
    assert sent["guide_id"] == str(practice[Role.GUIDE].id)
    assert browser.post(address, sent).status_code == 303
    kept = sessions.of_course(within=practice.id, course_id=traveller.course_id)[-1]
    assert (kept.kind, kept.room_name, kept.guide_name) == ("integration", "North", "Alder House guide")


def test_a_free_time_is_one_step_from_my_day_and_the_clients_page(practice, bob, stand_at, now, read) -> None:
    traveller = dose_and_end(in_the_room(practice, now - timedelta(hours=4)))
    stand_at(traveller.at)
    for role in (Role.GUIDE, Role.FRONT_DESK, Role.LEAD):
        for page in (bob(role).get("/desk/"), bob(role).get(f"/desk/clients/{traveller.client_id}/")):
            assert "Free inside the window: Thursday 26-Nov-2026" in read(page), role
            assert len(_offered(page)) == 2, "one of each day"
    assert not _offered(bob(Role.PRESCRIBER).get(f"/desk/clients/{traveller.client_id}/"))
    traveller.book("integration", now.replace(day=27, hour=15))
    assert not _offered(bob(Role.GUIDE).get("/desk/"))


def test_another_guides_times_are_asked_for_by_themselves(practice, bob, stand_at, now, read) -> None:
    traveller = dose_and_end(in_the_room(practice, now - timedelta(hours=4)))
    stand_at(traveller.at)
    address = f"/desk/courses/{traveller.course_id}/free/"
    other = bob(Role.FRONT_DESK).get(f"{address}?guide_id={practice[Role.GUIDE].id}")
    assert "For Alder House guide, the client and a room together." in read(other)
    assert bob(Role.FRONT_DESK).get(f"{address}?guide_id=nobody").status_code == 200
    choose_hours(within=practice.id, by=practice[Role.LEAD], at=now, said={"monday": "9-10"}, reason="Closed.")
    none = read(bob(Role.LEAD).get(address))
    assert "No time inside the window is free while the clinic is open." in none
    assert "Open Monday 09:00-10:00 (signed by Alder House Lead)." in none
    assert "Change the opening hours" in none


def test_times_for_many_cost_as_much_as_for_one(practice, bob, stand_at, now, django_assert_num_queries) -> None:
    browser = bob(Role.FRONT_DESK)
    first = dose_and_end(in_the_room(practice, now - timedelta(hours=4)))
    stand_at(first.at)
    browser.get("/desk/")
    forget()
    with CaptureQueriesContext(connection) as one:
        assert len(_offered(browser.get("/desk/"))) == 2
    second = dose_and_end(in_the_room(practice, now + timedelta(hours=2)))
    stand_at(second.at)
    forget()
    with django_assert_num_queries(len(one.captured_queries)):
        assert len(_offered(browser.get("/desk/"))) == 3, "the second one's window opens in the evening"


def test_opening_hours_are_signed_day_by_day_on_one_page(practice, bob, stand_at, now, read) -> None:
    page = bob(Role.LEAD).get("/desk/policy/hours/")
    assert "which no source stands behind" in read(page)
    sent = {name: str(page.context["form"][name].value() or "") for name in page.context["form"].fields}
    assert sent["monday"] == "09:00-17:00"
    refused = bob(Role.LEAD).post("/desk/policy/hours/", sent | {"tuesday": "nine", "reason": "We open late."})
    assert refused.status_code == 422
    assert 'value="nine"' in refused.content.decode()
    kept = bob(Role.LEAD).post("/desk/policy/hours/", sent | {"tuesday": "11-19", "reason": "We open late."})
    assert kept.status_code == 303
    assert "Tuesday 11:00-19:00" in read(bob(Role.LEAD).get("/desk/policy/hours/"))
    assert "Opening hours" in read(bob(Role.PRESCRIBER).get("/desk/policy/"))
    assert bob(Role.GUIDE).get("/desk/policy/hours/").status_code == 403


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.MONITOR])
def test_who_does_not_book_is_turned_away(practice, bob, stand_at, now, role) -> None:
    traveller = begin(practice, now)
    assert bob(role).post(f"/desk/courses/{traveller.course_id}/book/", _sent()).status_code == 403
