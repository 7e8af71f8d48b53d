"""Questionnaires at the desk: answered of asked, reminders to hand over, whom to talk with, and what the lead reads."""

from datetime import timedelta

import pytest
from tests.support.course import begin

from openkap.records.asking import find as asking
from openkap.records.people import find as people
from openkap.services.choose_questionnaires import choose_questionnaires
from openkap.services.make_link import hash_token
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(practice, now, stand_at):
    """A client who answers their intake but for the GAD-7, and nothing of what is asked on the four days after it."""
    pat = begin(practice, now)
    pat.answer("phq9", {str(n): "1" for n in range(1, 10)} | {"difficulty": "0"})
    for _ in range(4):
        pat.at += timedelta(days=1)
        pat.ask()
    stand_at(pat.at)
    return pat


def test_the_practice_sees_answered_of_asked(pat, bob, read) -> None:
    page = read(bob(Role.GUIDE).get("/desk/questionnaires/"))
    assert "1 of 6 answered (17 %)" in page
    assert "PHQ-9 Intake 1 of 1 0 0 0 0" in page
    assert "PCL-5 Screening, second evening 0 of 1 0 1 0 0" in page
    assert "DOE, Pat 1 of 6 0 5 0 0" in page
    assert "What is asked, and when" not in page
    assert "What is asked, and when" in read(bob(Role.LEAD).get("/desk/questionnaires/"))


@pytest.mark.parametrize("clients", [1, 4])
def test_the_practice_is_read_with_a_fixed_number_of_queries(
    practice, bob, stand_at, now, clients, django_assert_num_queries
) -> None:
    for number in range(clients):
        begin(practice, now + timedelta(hours=3 * number))
    stand_at(now + timedelta(days=1))
    browser = bob(Role.GUIDE)
    with django_assert_num_queries(16):
        browser.get("/desk/questionnaires/")


def test_an_empty_practice_says_so(practice, bob, stand_at, read) -> None:
    assert "Nothing was asked yet" in read(bob(Role.GUIDE).get("/desk/questionnaires/"))


def test_a_client_s_page_tells_what_became_of_each(pat, bob, read) -> None:
    page = read(bob(Role.GUIDE).get(f"/desk/clients/{pat.client_id}/questionnaires/"))
    assert "1 of 6 answered" in page
    assert "PHQ-9 Intake 23-Nov-2026 23-Nov-2026 10:00 answered" in page
    assert "GAD-7 Intake 23-Nov-2026 late" in page
    assert "2 questionnaires unanswered after the reminders. Ask how it is." in page
    assert "Reminders 4 0 handed over" in page
    chart = bob(Role.GUIDE).get(f"/desk/clients/{pat.client_id}/").content.decode()
    assert f"/desk/clients/{pat.client_id}/questionnaires/" in chart


def test_a_client_without_a_course_has_nothing(practice, bob, stand_at, now, read) -> None:
    from openkap.records.base import Act
    from openkap.records.people import keep

    act = Act(within=practice.id, by=practice[Role.FRONT_DESK], at=now)
    client_id = keep.client(act, given_name="Ann", family_name="Aaron", born_on=None, phone="512 555 0101", email="")
    assert "Nothing was asked yet" in read(bob(Role.GUIDE).get(f"/desk/clients/{client_id}/questionnaires/"))


def test_a_guide_says_what_was_done_and_the_line_is_gone(pat, bob, read) -> None:
    browser, url = bob(Role.GUIDE), f"/desk/clients/{pat.client_id}/questionnaires/"
    today = browser.get("/desk/")
    assert "Questionnaires to talk about" in read(today)
    assert url in today.content.decode()
    empty = browser.post(url, {"did": " "})
    assert empty.status_code == 422
    kept = browser.post(url, {"did": "We talked. A hard week; the forms can wait."})
    assert (kept.status_code, kept.headers["Location"]) == (303, url)
    page = read(browser.get(url))
    assert "We talked. A hard week; the forms can wait." in page
    assert "Ask how it is" not in page
    assert "Questionnaires to talk about" not in read(browser.get("/desk/"))
    again = browser.post(url, {"did": "Once more."})
    assert again.status_code == 409
    assert "Nothing stands open here" in read(again)


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.MONITOR])
def test_who_does_not_follow_up_is_not_told_to(pat, bob, read, role) -> None:
    assert "Questionnaires to talk about" not in read(bob(role).get("/desk/"))
    assert bob(role).post(f"/desk/clients/{pat.client_id}/questionnaires/", {"did": "I called."}).status_code == 403


def test_the_guide_is_told_who_stopped(pat, bob, read) -> None:
    choose_questionnaires(within=pat.place.id, by=pat.client, at=pat.at, wants=False)
    assert "Has stopped questionnaires on the phone. Talk about it when you meet." in read(
        bob(Role.GUIDE).get("/desk/")
    )
    page = read(bob(Role.GUIDE).get("/desk/questionnaires/"))
    assert "1 client has stopped questionnaires." in page
    assert "The client has stopped questionnaires" in read(
        bob(Role.GUIDE).get(f"/desk/clients/{pat.client_id}/questionnaires/")
    )


def test_the_front_desk_hands_a_reminder_over_and_reads_nothing_of_what_is_asked(pat, bob, read) -> None:
    browser, url = bob(Role.FRONT_DESK), "/desk/questionnaires/reminders/"
    assert "1 reminder to hand over." in read(browser.get("/desk/"))
    page = browser.get(url)
    assert "Pat Doe 3 questionnaires, about 7 min" in read(page)
    for secret in ("PHQ", "GAD", "PCL", "Alcohol", "AUDIT"):
        assert secret not in page.content.decode()
    made = browser.post(url, {"client": str(pat.client_id)})
    words = read(made)
    assert "Hello Pat, a few questions of Alder House wait for you: about 7 minutes" in words
    token = made.content.decode().split("/c/")[1].split("/")[0]
    assert people.link_by_hash(hash_token(token)) is not None
    assert "No reminder waits today" in words
    assert len(asking.handed_over(within=pat.place.id, client_id=pat.client_id)) == 1
    assert "to hand over" not in read(browser.get("/desk/"))
    again = browser.post(url, {"client": str(pat.client_id)})
    assert again.status_code == 409
    assert "No reminder of this client waits today." in read(again)


@pytest.mark.parametrize("client", ["", "nobody", "01a20922-b800-7033-94e2-0e8ff21c6e31"])
def test_a_reminder_of_nobody_is_not_found(pat, bob, client) -> None:
    assert bob(Role.FRONT_DESK).post("/desk/questionnaires/reminders/", {"client": client}).status_code == 404


def test_the_lead_reads_the_schedules_with_the_burden_and_what_is_left_out(practice, bob, stand_at, read) -> None:
    page = read(bob(Role.LEAD).get("/desk/questionnaires/schedules/"))
    assert "Ketamine-assisted psychotherapy" in page
    assert "Intake PHQ-9 (10), GAD-7 (7), Questions about health (30) 9 min" in page
    assert "The budget of a week is 10 min." in page
    assert "7 min over" in page
    assert "C-SSRS screener A clinician asks and rates it." in page or "A clinician asks and rates it." in page
    assert "After the return nothing yet: see below" in page
