"""My day, by role: alerts, what goes on, who comes, what waits. The front desk reads nothing clinical."""

from datetime import datetime, timedelta

import pytest
from tests.support.course import begin, in_the_room, to_the_gate
from tests.support.people import Place

from openkap.interfaces.desk.showing import worklist
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db


def _worry(place: Place, at: datetime):
    """A client whose answer to item 9 needs a person."""
    traveller = begin(place, at)
    traveller.answer("phq9", {"9": "2"}, send=False)
    return traveller


@pytest.mark.parametrize("role", [Role.GUIDE, Role.PRESCRIBER, Role.MONITOR, Role.LEAD])
def test_clinicians_see_who_has_waited_and_for_how_long(practice, bob, stand_at, now, read, role) -> None:
    _worry(practice, now)
    stand_at(now + timedelta(hours=3, minutes=5))
    page = read(bob(role).get("/desk/"))
    assert page.index("has waited 3 h 5 min") < page.index("Today’s appointments")
    assert "DOE, Pat" in page


def test_the_longest_waiting_alert_stands_first(practice, bob, stand_at, now, read) -> None:
    _worry(practice, now)
    _worry(practice, now + timedelta(hours=2))
    stand_at(now + timedelta(hours=26))
    page = read(bob(Role.GUIDE).get("/desk/"))
    assert page.index("has waited 1 day 2 h") < page.index("has waited 1 day Item 9")


def test_the_front_desk_sees_the_day_and_nothing_clinical(practice, bob, stand_at, now, read) -> None:
    traveller = _worry(practice, now)
    stand_at(now + timedelta(minutes=10))
    page = bob(Role.FRONT_DESK).get("/desk/")
    words = read(page)
    assert "11:00–12:00 DOE, Pat Consult North" in words
    for secret in ("Item 9", "waited", "first consult", "alert"):
        assert secret not in words
    assert "open-alerts" not in page.content.decode()
    assert str(traveller.client_id) in page.content.decode()


def test_a_session_that_goes_on_leads_into_its_room_for_those_who_enter_it(practice, bob, stand_at, now, read) -> None:
    traveller = in_the_room(practice, now)
    stand_at(traveller.at + timedelta(minutes=5))
    room = f'href="/room/{traveller.session}/"'
    assert room in bob(Role.MONITOR).get("/desk/").content.decode()
    front = bob(Role.FRONT_DESK).get("/desk/")
    assert "Going on now" in read(front)
    assert room not in front.content.decode()


def test_the_front_desk_is_told_what_to_book_and_not_why(practice, bob, stand_at, now, read) -> None:
    traveller = begin(practice, now).fill_intake()
    traveller.at += timedelta(hours=2)
    traveller.hold(traveller.consult_id)
    traveller.clear().sign()
    stand_at(traveller.at)
    front = read(bob(Role.FRONT_DESK).get("/desk/"))
    assert "Book the next appointment: preparation." in front
    assert "Hold preparation session" not in front
    assert "Hold preparation session 1 of 2." in read(bob(Role.GUIDE).get("/desk/"))


def test_the_prescriber_is_told_whom_to_decide_about(practice, bob, stand_at, now, read) -> None:
    traveller = begin(practice, now).fill_intake()
    traveller.at += timedelta(hours=2)
    traveller.hold(traveller.consult_id)
    stand_at(traveller.at)
    page = bob(Role.PRESCRIBER).get("/desk/")
    assert "Review the answers and decide: clear or hold." in read(page)
    assert f"/desk/courses/{traveller.course_id}/clearance/" in page.content.decode()
    assert "Review the answers" not in read(bob(Role.GUIDE).get("/desk/"))
    assert "Review the answers" in read(bob(Role.LEAD).get("/desk/"))


def test_what_was_not_recorded_is_asked_about(practice, bob, stand_at, now, read) -> None:
    begin(practice, now)
    stand_at(now + timedelta(hours=3))
    page = read(bob(Role.GUIDE).get("/desk/"))
    assert "not recorded yet" in page
    assert "The consult session has not been recorded. Say how it was, or cancel it." in page


def test_the_fragment_is_the_part_that_changes(practice, bob, stand_at, now) -> None:
    _worry(practice, now)
    part = bob(Role.GUIDE).get("/desk/now/").content.decode()
    assert "<html" not in part
    assert "See and act" in part
    assert bob(Role.GUIDE).get("/desk/alert-count/").content.decode().strip().startswith('<a class="alert-count"')
    assert bob(Role.FRONT_DESK).get("/desk/alert-count/").status_code == 403


@pytest.mark.parametrize(
    ("role", "queries", "again"), [(Role.FRONT_DESK, 28, 12), (Role.GUIDE, 31, 15), (Role.LEAD, 31, 15)]
)
def test_the_day_takes_a_fixed_number_of_queries(
    practice, bob, stand_at, now, django_assert_num_queries, role, queries, again
) -> None:
    travellers = [to_the_gate(practice, now), in_the_room(practice, now + timedelta(days=9))]
    for hours in range(3):
        travellers.append(_worry(practice, travellers[1].at + timedelta(days=1 + hours)))
    stand_at(travellers[-1].at + timedelta(minutes=1))
    browser = bob(role)
    with django_assert_num_queries(queries):
        browser.get("/desk/")
    with django_assert_num_queries(again):  # what has not changed since is not judged anew
        browser.get("/desk/")


def test_a_long_list_shows_its_beginning_and_the_way_to_the_whole(
    practice, bob, stand_at, now, read, monkeypatch
) -> None:
    monkeypatch.setattr(worklist, "SHOWN", 1)
    for hours in (0, 2):
        traveller = begin(practice, now + timedelta(hours=hours)).fill_intake()
        traveller.at += timedelta(hours=2)
        traveller.hold(traveller.consult_id)
    stand_at(now + timedelta(hours=6))
    asked, told = bob(Role.PRESCRIBER), "Review the answers and decide: clear or hold."

    short = read(asked.get("/desk/"))
    assert short.count(told) == 1
    assert "Show all 2" in short
    assert "1 more" in short

    whole = read(asked.get("/desk/?all=prescriber"))
    assert whole.count(told) == 2
    assert "Show all" not in whole


def test_what_is_missing_before_todays_medicine_leads_where_it_is_done(practice, bob, stand_at, now, read) -> None:
    traveller = to_the_gate(practice, now)
    stand_at(traveller.at)
    ways = {Role.PRESCRIBER: ("Write the order", "order"), Role.LEAD: ("Open the session", "")}
    for role, (label, page) in ways.items():
        words = bob(role).get("/desk/")
        assert "Before today’s medicine 1 DOE, Pat" in read(words)
        assert f"Nothing is ordered yet. planned for 18:30, in 2 h Alder House guide {label}" in read(words)
        assert f"/desk/sessions/{traveller.session}/{page}" in words.content.decode()
    for role in (Role.MONITOR, Role.FRONT_DESK):
        assert "Before today’s medicine" not in read(bob(role).get("/desk/"))
    traveller.open_day()
    stand_at(traveller.at)
    page = bob(Role.MONITOR).get("/desk/")
    assert "Medicine may be given. The room waits." in read(page)
    assert f'href="/room/{traveller.session}/"' in page.content.decode()
