"""Forms on the phone: every answer is kept, nothing is lost, help is there at once, and a gap is a gap."""

import re
from datetime import timedelta

import pytest
from tests.interfaces.portal.reading import words_of

from openkap.records.alerts import find as alerts
from openkap.records.responses import find as responses
from openkap.services.health_form import HEALTH, health_questions
from openkap.terms.identity import Role

HELP = "Thank you for telling us. You can talk to someone right now"


@pytest.fixture
def phq9(pat) -> str:
    return f"/me/forms/{pat.response('phq9')}/"


def kept(pat, measure: str) -> dict[str, int | None]:
    found = responses.of_client(within=pat.place.id, client_id=pat.client_id, measure=measure)[-1]
    return {item: row.value for item, row in responses.answers(within=pat.place.id, response_id=found.id).items()}


def the_response(pat, measure: str):
    return responses.of_client(within=pat.place.id, client_id=pat.client_id, measure=measure)[-1]


def every(value: str) -> dict[str, str]:
    return {f"item-{n}": value for n in range(1, 10)}


def test_the_form_shows_stem_recall_notice_and_every_question(phone, phq9, django_assert_num_queries):
    with django_assert_num_queries(5):
        response = phone.get(phq9)
    words = words_of(response)
    assert "Over the last 2 weeks, how often have you been bothered" in words
    assert "about the last 2 weeks" in words
    assert "No permission required to reproduce" in words
    assert "0 of 9" in words
    assert response.content.decode().count("data-counts") == 9
    assert "checked" not in response.content.decode().split("<template")[0].replace("checked off", "")


def test_a_tap_is_kept_at_once(pat, phone, phq9):
    response = phone.post(f"{phq9}answer/", {"item": "1", "value": "0"})
    assert response.status_code == 200
    assert response.json() == {"crisis_help": False}
    assert kept(pat, "phq9") == {"1": 0}
    assert "1 of 9" in words_of(phone.get(phq9))


def test_a_tap_sent_twice_is_kept_once_and_the_last_value_stands(pat, phone, phq9, clock, now):
    for second, value in enumerate(("1", "1", "2")):
        clock(now + timedelta(seconds=second))
        phone.post(f"{phq9}answer/", {"item": "3", "value": value})
    assert kept(pat, "phq9") == {"3": 2}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"item": "1", "value": "4"}, 422),
        ({"item": "1", "value": "-1"}, 422),
        ({"item": "1", "value": "two"}, 422),
        ({"item": "99", "value": "1"}, 422),
        ({"value": "1"}, 422),
        ({"item": "\x00", "value": "1"}, 422),
    ],
)
def test_what_cannot_be_kept_gets_no_receipt(pat, phone, phq9, sent, status):
    response = phone.post(f"{phq9}answer/", sent)
    assert response.status_code == status
    assert response.json()["message"]
    assert kept(pat, "phq9") == {}


def test_without_a_script_everything_given_is_kept_and_a_gap_stays_a_gap(pat, phone, phq9):
    response = phone.post(phq9, {"item-1": "3", "item-4": "0", "do": "later"})
    assert (response.status_code, response["Location"]) == (303, "/me/")
    assert kept(pat, "phq9") == {"1": 3, "4": 0}
    page = phone.get(phq9).content.decode()
    assert re.search(r'id="item-1_3"[^>]*checked', page)
    assert re.search(r'id="item-4_0"[^>]*checked', page)
    assert "2 of 9" in page
    assert not the_response(pat, "phq9").done


def test_an_open_question_is_named_and_linked_and_can_be_left(pat, phone, phq9):
    answers = every("1")
    del answers["item-3"]
    response = phone.post(phq9, answers | {"do": "send"})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'href="#item-3_0"' in page
    assert "Question 3 has no answer yet" in page
    assert "3. Trouble falling or staying asleep" in words_of(response)
    assert "8 of 9" in page
    assert phone.post(phq9, {"do": "leave-open"}).status_code == 303
    sent = the_response(pat, "phq9")
    assert sent.done
    assert sent.total is None
    assert "1 question stayed open" in words_of(phone.get(phq9))


def test_a_whole_form_is_sent_and_scored(pat, phone, phq9):
    response = phone.post(phq9, every("1") | {"item-9": "0", "do": "send"})
    assert (response.status_code, response["Location"]) == (303, phq9)
    sent = the_response(pat, "phq9")
    assert (sent.total, sent.band) == (8, "mild")
    words = words_of(phone.get(phq9))
    assert "Thank you. It is sent." in words
    assert HELP not in words


def test_sent_twice_it_is_sent_once(phone, phq9):
    form = every("1") | {"do": "send"}
    assert phone.post(phq9, form).status_code == 303
    assert phone.post(phq9, form).status_code == 303


def test_a_form_that_was_sent_is_not_changed(pat, phone, phq9):
    phone.post(phq9, every("1") | {"do": "send"})
    changed = phone.post(phq9, every("2") | {"do": "send"})
    assert changed.status_code == 409
    assert "already sent" in words_of(changed)
    tapped = phone.post(f"{phq9}answer/", {"item": "1", "value": "2"})
    assert tapped.status_code == 409
    assert kept(pat, "phq9")["1"] == 1


class TestHelp:
    def test_it_is_told_in_the_reply_and_someone_is_alerted(self, pat, phone, phq9):
        response = phone.post(f"{phq9}answer/", {"item": "9", "value": "1"})
        assert response.json() == {"crisis_help": True}
        assert [alert.rule for alert in alerts.open_alerts(within=pat.place.id)] == ["phq9.9"]

    def test_it_stands_beside_the_question_while_the_answer_stands(self, phone, phq9, clock, now):
        assert HELP not in words_of(phone.get(phq9))
        phone.post(f"{phq9}answer/", {"item": "9", "value": "1"})
        page = phone.get(phq9).content.decode().split("<template")[0]
        assert page.index(HELP) > page.index('id="item-9"')
        assert "988" in page
        clock(now + timedelta(seconds=5))
        phone.post(f"{phq9}answer/", {"item": "9", "value": "0"})
        assert HELP not in words_of(phone.get(phq9))

    def test_it_blocks_nothing_and_stays_after_sending(self, pat, phone, phq9):
        response = phone.post(phq9, every("1") | {"item-9": "3", "do": "send"})
        assert response.status_code == 303
        assert HELP in words_of(phone.get(phq9))
        assert the_response(pat, "phq9").total == 11

    def test_the_page_knows_beforehand_which_answers_show_it(self, phone, phq9):
        page = phone.get(phq9).content.decode()
        assert re.findall(r'data-item="(\w+)" data-counts data-help-on="([\d ]+)"', page) == [("9", "1 2 3")]
        assert HELP in page.split("<template")[1]

    def test_one_question_a_screen_waits_there_once(self, phone, phq9):
        first = phone.post(f"{phq9}9/", {"item-9": "2"})
        assert first["Location"] == f"{phq9}9/"
        assert HELP in words_of(phone.get(f"{phq9}9/"))
        assert phone.post(f"{phq9}9/", {"item-9": "2"})["Location"] != f"{phq9}9/"


class TestOneByOne:
    def test_it_begins_at_the_first_open_question(self, phone, phq9):
        phone.post(f"{phq9}answer/", {"item": "1", "value": "0"})
        reply = phone.post(phq9, {"do": "one"})
        assert (reply.status_code, reply.headers["Location"]) == (303, f"{phq9}2/")

    def test_it_goes_on_and_ends_at_the_list(self, pat, phone, phq9):
        for place in range(1, 9):
            response = phone.post(f"{phq9}{place}/", {f"item-{place}": "0"})
            assert response["Location"] == f"{phq9}{place + 1}/"
        assert phone.post(f"{phq9}9/", {"item-9": "0"})["Location"] == f"{phq9}?look"
        assert kept(pat, "phq9") == {str(n): 0 for n in range(1, 10)}

    def test_it_is_remembered_until_the_list_is_asked_for(self, pat, phone, phq9):
        phone.post(phq9, {"item-1": "2", "do": "one"})
        assert phone.get(phq9)["Location"] == f"{phq9}2/"
        assert phone.get(f"{phq9}?look").status_code == 200
        assert phone.post(f"{phq9}2/", {"item-2": "1", "do": "list"})["Location"] == phq9
        assert phone.get(phq9).status_code == 200
        assert kept(pat, "phq9") == {"1": 2, "2": 1}

    def test_a_branch_opens_when_it_is_asked(self, phone, phq9):
        assert phone.get(f"{phq9}10/").status_code == 404
        phone.post(f"{phq9}answer/", {"item": "1", "value": "1"})
        assert "how difficult have these problems made it" in words_of(phone.get(f"{phq9}10/"))

    def test_rather_not_answer_is_kept_as_left(self, pat, phone, phq9):
        response = phone.post(f"{phq9}2/", {"do": "skip"})
        assert response["Location"] == f"{phq9}3/"
        assert kept(pat, "phq9") == {"2": None}
        assert "0 of 9" in words_of(phone.get(phq9))

    def test_a_value_that_does_not_fit_is_said_there(self, phone, phq9):
        response = phone.post(f"{phq9}2/", {"item-2": "7"})
        assert response.status_code == 422
        assert "takes 0, 1, 2 or 3" in words_of(response)

    def test_after_sending_it_leads_to_the_page_that_says_so(self, phone, phq9):
        phone.post(phq9, every("0") | {"do": "send"})
        assert phone.get(f"{phq9}1/")["Location"] == phq9


def test_the_questions_about_health_take_yes_no_and_not_sure(pat, phone):
    path = f"/me/forms/{pat.response(HEALTH)}/"
    page = words_of(phone.get(path))
    assert "Not sure" in page
    asked = [question.item for question in health_questions()]
    response = phone.post(path, {f"item-{item}": str(n % 3) for n, item in enumerate(asked)} | {"do": "send"})
    assert response.status_code == 303
    assert kept(pat, HEALTH) == {item: n % 3 for n, item in enumerate(asked)}


def test_a_scale_has_no_value_before_it_is_tapped(pat, phone, now):
    pat.book("preparation", now + timedelta(days=1))
    path = f"/me/forms/{pat.response('trust_sliders')}/"
    page = phone.get(path).content.decode()
    assert "checked" not in page
    assert page.count('class="scale-step"') == 33
    assert "0 not at all, 10 completely" in page
    assert phone.post(path, {"item-1": "10", "item-2": "0", "do": "later"}).status_code == 303
    assert kept(pat, "trust_sliders") == {"1": 10, "2": 0}


@pytest.mark.parametrize("path", ["", "answer/", "1/"])
def test_nobody_else_reaches_it(pat, phq9, stranger, outsider, bob, client, path):
    for other in (stranger, outsider):
        assert other.post(f"{phq9}{path}", {"item": "1", "value": "1", "item-1": "1"}).status_code == 404
        assert other.get(f"{phq9}{path}").status_code in (404, 405)
    assert bob(Role.LEAD).post(f"{phq9}{path}", {"item": "1", "value": "1"}).status_code == 403
    assert client.post(f"{phq9}{path}", headers={"host": "localhost"}).status_code == 403
    assert kept(pat, "phq9") == {}
