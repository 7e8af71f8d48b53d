"""The first page: one clear next thing, the most pressing first; what is done; what lies ahead."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.interfaces.portal.reading import words_of
from tests.support.course import begin
from tests.support.people import client_browser

from openkap.interfaces.portal.state import read_state
from openkap.interfaces.portal.waiting import done, waiting
from openkap.knowledge.texts import consent
from openkap.records.base import Act
from openkap.records.people import keep as people
from openkap.records.responses import keep as responses
from openkap.services.sign_consent import sign_consent
from openkap.terms.identity import Role


def state_of(one, now):
    return read_state(within=one.place.id, client_id=one.client_id, now=now, zone=ZoneInfo("America/Chicago"))


def tasks_of(one, now) -> list[str]:
    return [task.title for task in waiting(state_of(one, now))]


def test_what_waits_comes_in_order(pat, now):
    assert tasks_of(pat, now) == [
        "How you have been",
        "Worry and unrest",
        "Your health",
        "Your medicines",
        "Read the consent",
        "Your own words",
    ]


def test_iv_only_is_not_asked_for_words(practice, clock, now):
    sam = begin(practice, now - timedelta(days=1), pathway="iv_only")
    assert "Your own words" not in tasks_of(sam, now)


def test_what_is_done_is_no_longer_waiting(pat, now):
    pat.fill_intake().sign().say("intention", "To meet what comes.")
    assert tasks_of(pat, now) == []
    assert sorted(one.title for one in done(state_of(pat, now))) == [
        "Has anything changed in your health?",
        "How you have been",
        "Worry and unrest",
        "Your consent",
        "Your health",
        "Your medicines",
        "Your own words",
    ]


def test_on_the_day_the_choice_comes_first_and_then_the_way_home(pat, clock, now):
    pat.fill_intake().sign().say("intention", "To meet what comes.")
    pat.at = now
    pat.plan_medicine()
    assert tasks_of(pat, now)[:3] == [
        "Do you choose to go ahead today?",
        "Has anything changed?",
        "Who takes you home?",
    ]
    pat.choose()
    pat.name_escort()
    assert tasks_of(pat, now) == [
        "Has anything changed?",
        "What hard experiences have left",
        "Alcohol",
        "Your bladder",
        "Two questions on how you have been",
    ]


def test_a_way_home_far_off_waits_behind_the_forms(pat, now):
    pat.medicine_id = pat.book("medicine", now + timedelta(days=9))
    titles = tasks_of(pat, now)
    assert titles[0] == "How you have been"
    assert titles[-1] == "Who takes you home?"
    assert "Do you choose to go ahead today?" not in titles


def test_a_choice_made_before_the_day_is_asked_again(pat, now):
    """The no of an earlier day does not answer for today."""
    pat.medicine_id = pat.book("medicine", now + timedelta(hours=2))
    pat.choose(chooses=False)
    assert tasks_of(pat, now)[0] == "Do you choose to go ahead today?"


def test_not_today_is_taken_kindly(pat, phone, now):
    pat.at = now
    pat.plan_medicine().choose(chooses=False)
    words = words_of(phone.get("/me/"))
    assert "You said: not today" in words
    assert "That is a good answer" in words
    assert "Do you choose to go ahead today?" not in words


def test_a_consent_that_was_misunderstood_asks_for_a_second_look(pat, phone, now):
    text = consent("kap")
    sign_consent(
        within=pat.place.id,
        by=pat.client,
        at=pat.at,
        course_id=pat.course_id,
        shown_sha256=text.sha256,
        typed_name="Pat Doe",
        understood={question.key: "true" for question in text.teach_back},
    )
    assert "The consent: a second look" in tasks_of(pat, now)


def test_the_same_form_asked_anew_waits_once(pat, now):
    for hours in (1, 2):
        act = Act(within=pat.place.id, by=pat.client, at=pat.at + timedelta(hours=hours))
        responses.ask(
            act,
            client_id=pat.client_id,
            course_id=pat.course_id,
            measure="phq9",
            edition="2026-11-23",
            occasion="after a dose",
        )
    assert tasks_of(pat, now).count("How you have been") == 2  # of intake, and the newer one after the dose


def test_the_page_shows_the_next_appointment_and_where(pat, phone, now):
    pat.book("preparation", now + timedelta(days=2))
    words = words_of(phone.get("/me/"))
    assert "Hello, Pat" in words
    assert "Preparation Wednesday 25-Nov-2026 at 10:00, about 1 h 1 Test Lane · with Alder House guide" in words


@pytest.mark.parametrize("far", [False, True])
def test_the_page_asks_the_database_a_fixed_number_of_times(pat, phone, now, far, django_assert_num_queries):
    if far:
        pat.fill_intake().sign().say("intention", "To meet what comes.")
        pat.at = now
        for days in range(1, 6):
            pat.book("medicine", now + timedelta(days=days))
    with django_assert_num_queries(21 if far else 19):
        phone.get("/me/")


def test_without_a_visit_the_page_is_closed(client, practice):
    response = client.get("/me/", headers={"host": "localhost"})
    assert response.status_code == 403
    assert "Open the link we sent you" in words_of(response)


def test_a_client_with_no_course_sees_a_page(practice, clock, now):
    act = Act(within=practice.id, by=practice[Role.FRONT_DESK], at=now)
    alone = people.client(act, given_name="Kim", family_name="Oh", born_on=None, phone="", email="k@oh.example")
    words = words_of(client_browser(practice.id, alone).get("/me/"))
    assert "Nothing is waiting for you" in words
    assert "No appointment is booked" in words
