"""The health history: branches only where they spare a question, and looked at again on the day."""

from datetime import timedelta

import pytest
from tests.interfaces.portal.reading import words_of
from tests.interfaces.portal.test_home import tasks_of
from tests.support.course import to_the_gate
from tests.support.healthy import HEALTHY

from openkap.records.health import find as health
from openkap.services.health_form import HEALTH, health_questions
from openkap.services.read_facts import read_facts
from openkap.terms.fact import Known, Unknown

pytestmark = pytest.mark.django_db


def facts_of(pat, at):
    return read_facts(within=pat.place.id, client_id=pat.client_id, at=at).facts


def looked(pat):
    return health.attestations(within=pat.place.id, client_ids=[pat.client_id]).get(pat.client_id, [])


@pytest.fixture
def form(pat) -> str:
    return f"/me/forms/{pat.response(HEALTH)}/"


def test_a_branch_opens_with_its_answer_and_is_then_asked_for(pat, phone, form):
    place = {question.item: place for place, question in enumerate(health_questions(), start=1)}
    assert phone.get(f"{form}{place['dialysis']}/").status_code == 404
    phone.post(f"{form}answer/", {"item": "kidney_risk", "value": "2"})
    assert "Are you on dialysis?" in words_of(phone.get(f"{form}{place['dialysis']}/"))
    sent = {f"item-{item}": value for item, value in HEALTHY.items()} | {"item-kidney_risk": "2", "do": "send"}
    reply = phone.post(form, sent)
    assert reply.status_code == 422
    assert 'href="#item-dialysis_0"' in reply.content.decode()


def test_a_closed_branch_says_no_and_an_opener_that_was_left_guesses_nothing(pat, phone, form, now):
    for item, value in {"sex_at_birth": "0", "kidney_risk": "0", "ketamine_before": ""}.items():
        phone.post(f"{form}answer/", {"item": item, "value": value})
    facts = facts_of(pat, now)
    assert facts["pregnant"] == facts["childbearing_potential"] == Known(False, now)
    assert facts["dialysis"] == Known(False, now)
    assert facts["serious_reaction_to_ketamine"] == Unknown("not asked yet")
    assert "Have you had a serious reaction to ketamine" in words_of(phone.get(form))


def test_yes_to_a_liver_disease_is_not_a_class(pat, phone, form, clock, now):
    phone.post(f"{form}answer/", {"item": "child_pugh", "value": "1"})
    assert isinstance(facts_of(pat, now)["child_pugh"], Unknown)
    later = now + timedelta(minutes=1)
    clock(later)
    phone.post(f"{form}answer/", {"item": "child_pugh", "value": "0"})
    assert facts_of(pat, later)["child_pugh"] == Known("no liver disease", later)


@pytest.mark.parametrize("value", ["4", "-1", "yes", "٠", "1e0"])
def test_what_no_answer_is_is_said(pat, phone, form, value):
    reply = phone.post(f"{form}answer/", {"item": "sex_at_birth", "value": value})
    assert reply.status_code == 422
    assert "male or female or intersex" in reply.json()["message"]


@pytest.fixture
def ready(practice, now, clock):
    """At the gate: the questions were sent a good week before."""
    pat = to_the_gate(practice, now - timedelta(days=10))
    clock(pat.at)
    return pat


@pytest.fixture
def hand(ready):
    from tests.support.people import client_browser

    return client_browser(ready.place.id, ready.client_id)


def test_on_the_day_it_is_asked_again_once(ready, hand):
    assert "Has anything changed?" in tasks_of(ready, ready.at)
    before = facts_of(ready, ready.at)["psychosis_now"]
    assert hand.post("/me/health/", {"do": "nothing"}).status_code == 303
    assert "Has anything changed?" not in tasks_of(ready, ready.at)
    assert facts_of(ready, ready.at)["psychosis_now"] == Known(False, ready.at) != before
    assert [one.changed for one in looked(ready)] == [[]]


def test_what_has_changed_is_asked_and_nothing_else_and_is_not_known_until_then(ready, hand):
    reply = hand.post("/me/health/", {"do": "changed", "changed": ["heart"]})
    assert reply.status_code == 303
    page = words_of(hand.get(reply["Location"]))
    assert "Do you take medicine for high blood pressure?" in page
    assert "dialysis" not in page
    assert "something has changed here" in facts_of(ready, ready.at)["bp_rise_hazard"].why
    assert facts_of(ready, ready.at)["psychosis_now"] == Known(False, facts_of(ready, ready.at)["psychosis_now"].since)
    heart = [question.item for question in health_questions(("heart",))]
    sent = {f"item-{item}": "1" if item == "bp_rise_hazard" else "0" for item in heart} | {"do": "send"}
    assert hand.post(reply["Location"], sent).status_code == 303
    assert facts_of(ready, ready.at)["bp_rise_hazard"] == Known(True, ready.at)


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "changed"},
        {"do": "nothing", "changed": ["heart"]},
        {"do": "changed", "changed": ["spleen"]},
        {},
    ],
)
def test_half_an_answer_is_asked_about(ready, hand, sent):
    reply = hand.post("/me/health/", sent)
    assert reply.status_code == 422
    assert looked(ready) == []
