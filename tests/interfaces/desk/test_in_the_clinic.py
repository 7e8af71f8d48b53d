"""The desk's side of answering in the clinic: the code is shown once, and a paper is typed in."""

from datetime import timedelta

import pytest
from tests.support.course import begin

from openkap.records.responses import find as responses
from openkap.terms.identity import Role


@pytest.fixture
def pat(practice, now, monkeypatch):
    from openkap.interfaces.kit import clock

    monkeypatch.setattr(clock, "now", lambda: now)
    return begin(practice, now - timedelta(days=3))


def test_the_code_is_shown_when_it_is_made(pat, bob):
    browser = bob(Role.FRONT_DESK)
    path = f"/desk/clients/{pat.client_id}/in-the-clinic/"
    assert "3 forms wait" in browser.get(path).content.decode()
    page = browser.post(path).content.decode()
    code = page.split('class="code-shown">')[1][:4]
    assert code.isdigit()
    assert code not in browser.get(path).content.decode().split("<main")[1].split("csrf")[0]


@pytest.fixture
def paper(pat):
    return f"/desk/responses/{pat.response('phq9')}/paper/"


def typed(**changes):
    ones = {f"answers.{n}": "1" for n in range(1, 10)}
    return ones | {"answered_at": "2026-11-22T09:30", "paper_total": "9"} | changes


def test_a_paper_is_typed_in(pat, bob, paper):
    browser = bob(Role.GUIDE)
    shown = browser.get(paper).content.decode()
    assert "Little interest or pleasure" in shown
    assert "0 Not at all, 1 Several days" in shown
    reply = browser.post(paper, typed())
    assert (reply.status_code, reply["Location"]) == (303, paper.removesuffix("paper/"))
    page = browser.get(reply["Location"]).content.decode()
    for words in ("22-Nov-2026 09:30", "Alder House guide", "the total on the paper is the same: 9", ">paper<"):
        assert words in page, words
    assert "Enter it from paper" not in page


def test_what_cannot_be_is_said_at_each_question_and_the_rest_stays(pat, bob, paper):
    reply = bob(Role.GUIDE).post(paper, typed(**{"answers.2": "7", "answers.5": "x"}))
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Item 2 takes 0, 1, 2 or 3." in page
    assert "Item 5 takes 0, 1, 2 or 3." in page
    assert page.count('value="1"') >= 7
    assert responses.answers(within=pat.place.id, response_id=pat.response("phq9")) == {}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"paper_total": "10"}, "The answers come to 9, the paper says 10."),
        ({"answered_at": ""}, "Enter the day and the time the paper was filled in."),
        ({"answered_at": "2026-11-24T09:30"}, "This moment is in the future."),
        ({"paper_total": "many"}, "number"),
    ],
)
def test_the_moment_and_the_total_are_checked(changes, says, bob, paper):
    reply = bob(Role.GUIDE).post(paper, typed(**changes))
    assert reply.status_code == 422
    assert says in reply.content.decode()


def test_a_form_that_was_sent_is_not_typed_in_again(pat, bob, paper):
    browser = bob(Role.GUIDE)
    browser.post(paper, typed())
    assert browser.post(paper, typed()).status_code == 409
