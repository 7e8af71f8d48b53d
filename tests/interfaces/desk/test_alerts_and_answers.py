"""Alerts are acted on by name; the answers that raised them are read item by item."""

from datetime import timedelta

import pytest
from tests.support.course import begin

from openkap.records.alerts import find as alerts
from openkap.records.responses import find as responses
from openkap.services.answer_item import answer_item
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def worry(practice, stand_at, now):
    """One alert, twenty minutes old: item 9 at 1, item 1 at 0, item 2 left, the rest not answered."""
    traveller = begin(practice, now)
    response_id = traveller.answer("phq9", {"1": "0", "9": "1"}, send=False)
    answer_item(within=practice.id, by=traveller.client, at=traveller.at, response_id=response_id, item="2", value=None)
    stand_at(now + timedelta(minutes=20))
    return alerts.open_alerts(within=practice.id)[0]


def test_an_alert_is_acted_on_by_name(worry, practice, bob, read) -> None:
    browser, address = bob(Role.GUIDE), f"/desk/alerts/{worry.id}/"
    before = read(browser.get(address))
    assert "It has waited 20 min." in before
    assert "Call 512 555 0199" in before
    assert f"/desk/responses/{worry.response_id}/" in browser.get(address).content.decode()
    reply = browser.post(address, {"did": "Called; she is safe tonight."})
    assert (reply.status_code, reply["Location"]) == (303, address)
    after = read(browser.get(address))
    assert "Acted on by Alder House guide, 23-Nov-2026 10:20, after 20 min." in after
    assert "Called; she is safe tonight." in after
    listed = read(browser.get("/desk/alerts/"))
    assert "No alert stands open" in listed
    assert "DOE, Pat" in listed


def test_saying_nothing_closes_nothing(worry, practice, bob, read) -> None:
    reply = bob(Role.GUIDE).post(f"/desk/alerts/{worry.id}/", {"did": "\n "})
    assert reply.status_code == 422
    assert "What you did: write a few words here." in read(reply)
    assert alerts.alert(within=practice.id, alert_id=worry.id).open


def test_the_second_of_two_is_told_and_loses_no_words(worry, bob, read) -> None:
    address = f"/desk/alerts/{worry.id}/"
    assert bob(Role.GUIDE).post(address, {"did": "Called."}).status_code == 303
    second = bob(Role.PRESCRIBER).post(address, {"did": "I went to see her."})
    assert second.status_code == 409
    assert "Someone has already acted on this alert." in read(second)
    assert "I went to see her." in read(second)
    assert "Called." in read(second)


def test_every_page_counts_the_open_alerts_for_clinicians(worry, bob) -> None:
    assert "1 open alert" in bob(Role.MONITOR).get("/desk/clients/").content.decode()
    assert "open alert" not in bob(Role.FRONT_DESK).get("/desk/clients/").content.decode()


def test_the_open_ones_are_asked_for_again_alone(worry, bob, read) -> None:
    browser = bob(Role.GUIDE)
    part = browser.get("/desk/alerts/open/")
    assert "has waited 20 min" in read(part)
    assert "<html" not in part.content.decode()
    assert 'hx-get="/desk/alerts/open/"' in browser.get("/desk/alerts/").content.decode()
    browser.post(f"/desk/alerts/{worry.id}/", {"did": "Called."})
    assert "No alert stands open" in read(browser.get("/desk/alerts/open/"))


def test_a_page_of_the_desk_listens_for_those_who_may_read(worry, bob) -> None:
    listens = 'data-stream="/desk/alerts/stream/"'
    for role in (Role.GUIDE, Role.PRESCRIBER, Role.MONITOR, Role.LEAD):
        assert bob(role).get("/desk/clients/").content.decode().count(listens) == 1
    assert listens not in bob(Role.FRONT_DESK).get("/desk/clients/").content.decode()


def test_answers_are_read_item_by_item(worry, bob, read) -> None:
    words = read(bob(Role.PRESCRIBER).get(f"/desk/responses/{worry.response_id}/"))
    assert "1. Little interest or pleasure in doing things Not at all 0" in words
    assert "2. Feeling down, depressed, or hopeless left unanswered" in words
    assert "3. Trouble falling or staying asleep, or sleeping too much not answered" in words
    assert "hurting yourself in some way Several days 1" in words
    assert "Alert: Item 9 (thoughts of being better off dead" in words
    assert "not yet: what is answered so far stands here" in words
    assert "Developed by Drs. Robert L. Spitzer" in words


def test_health_answers_are_read_with_their_questions(practice, bob, stand_at, now, read) -> None:
    traveller = begin(practice, now).fill_intake()
    health = responses.of_client(within=practice.id, client_id=traveller.client_id, measure="health")[0]
    words = read(bob(Role.PRESCRIBER).get(f"/desk/responses/{health.id}/"))
    assert "Have you ever had bleeding in your brain? No 0" in words


def test_strangers_and_the_front_desk_read_no_answers(worry, bob, charlie) -> None:
    for path in (f"/desk/responses/{worry.response_id}/", f"/desk/alerts/{worry.id}/"):
        assert charlie(Role.PRESCRIBER).get(path).status_code == 404
        assert bob(Role.FRONT_DESK).get(path).status_code == 403
    assert charlie(Role.GUIDE).post(f"/desk/alerts/{worry.id}/", {"did": "Nothing."}).status_code == 404
