"""A session on the phone: when and where, the way home, and the choice of the day."""

from datetime import timedelta

import pytest
from tests.interfaces.portal.reading import words_of
from tests.support.course import begin
from tests.support.people import client_browser

from openkap.records.sessions import find as sessions
from openkap.terms.identity import Role


@pytest.fixture
def path(pat, now) -> str:
    """A medicine session tomorrow at 12:00."""
    pat.medicine_id = pat.book("medicine", now + timedelta(days=1, hours=2))
    return f"/me/sessions/{pat.medicine_id}/"


@pytest.fixture
def today(pat, path, clock, now):
    clock(now + timedelta(days=1))


def choice(pat):
    return sessions.go_ahead(within=pat.place.id, session_id=pat.medicine_id)


def test_it_tells_when_where_and_with_whom(phone, path):
    words = words_of(phone.get(path))
    assert "Tuesday 24-Nov-2026 at 12:00" in words
    assert "about 3 h" in words
    assert "1 Test Lane" in words
    assert "Alder House guide" in words
    assert "You rest in a quiet, dim room with music you chose." in words
    assert "We tell you when to stop eating and drinking." in words


def test_another_kind_of_session_asks_for_nothing(pat, phone, now):
    session_id = pat.book("preparation", now + timedelta(days=1))
    words = words_of(phone.get(f"/me/sessions/{session_id}/"))
    assert "Tuesday 24-Nov-2026 at 10:00" in words
    assert "Who takes you home" not in words
    assert "go ahead" not in words


def test_who_takes_the_client_home_is_kept(pat, phone, path):
    response = phone.post(f"{path}escort/", {"escort_name": "Sam Doe", "escort_phone": "512 555 0123"})
    assert (response.status_code, response["Location"]) == (303, path)
    kept = sessions.escort(within=pat.place.id, session_id=pat.medicine_id)
    assert (kept.name, kept.phone) == ("Sam Doe", "512 555 0123")
    assert 'value="Sam Doe"' in phone.get(path).content.decode()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"escort_name": "", "escort_phone": "512 555 0123"}, "id_escort_name"),
        ({"escort_name": "Sam", "escort_phone": "soon"}, "id_escort_phone"),
        ({"escort_name": "Sam", "escort_phone": ""}, "id_escort_phone"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(pat, phone, path, sent, field):
    response = phone.post(f"{path}escort/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert f'href="#{field}"' in page
    for typed in sent.values():
        assert not typed or f'value="{typed}"' in page
    assert sessions.escort(within=pat.place.id, session_id=pat.medicine_id) is None


def test_the_choice_is_asked_on_the_day_only(pat, phone, path):
    assert "On the day itself we ask you here" in words_of(phone.get(path))
    early = phone.post(f"{path}go-ahead/", {"chooses": "yes"})
    assert early.status_code == 409
    assert "We ask you this on the day" in words_of(early)
    assert choice(pat) is None


@pytest.mark.parametrize(("said", "words"), [("yes", "I choose to go ahead today"), ("no", "That is a good answer")])
@pytest.mark.usefixtures("today")
def test_yes_and_no_are_both_good_answers(pat, phone, path, said, words):
    assert "no is a good answer" in words_of(phone.get(path))
    assert phone.post(f"{path}go-ahead/", {"chooses": said}).status_code == 303
    assert choice(pat).chooses is (said == "yes")
    assert words in words_of(phone.get(path))


@pytest.mark.usefixtures("today")
def test_a_mind_can_be_changed(pat, phone, path, clock, now):
    phone.post(f"{path}go-ahead/", {"chooses": "yes"})
    page = words_of(phone.get(path))
    assert "Not today" in page
    clock(now + timedelta(days=1, minutes=5))
    phone.post(f"{path}go-ahead/", {"chooses": "no"})
    assert choice(pat).chooses is False


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("sent", [{}, {"chooses": ""}, {"chooses": "maybe"}])
def test_no_answer_is_not_taken_for_one(pat, phone, path, sent):
    assert phone.post(f"{path}go-ahead/", sent).status_code == 422
    assert choice(pat) is None


def test_the_iv_only_page_names_no_guide_that_stays(practice, clock, now):
    sam = begin(practice, now - timedelta(days=1), pathway="iv_only")
    session_id = sam.book("medicine", now + timedelta(days=1))
    words = words_of(client_browser(practice.id, sam.client_id).get(f"/me/sessions/{session_id}/"))
    assert "they are not a therapist" in words
    assert "Your guide stays" not in words


@pytest.mark.parametrize("tail", ["", "escort/", "go-ahead/"])
def test_nobody_else_reaches_it(pat, path, stranger, outsider, bob, client, tail):
    sent = {"escort_name": "Eve", "escort_phone": "512 555 0666", "chooses": "no"}
    for other in (stranger, outsider):
        assert other.get(f"{path}{tail}").status_code in (404, 405)
        assert other.post(f"{path}{tail}", sent).status_code in (404, 405)
    assert bob(Role.LEAD).post(f"{path}{tail}", sent).status_code == 403
    assert client.post(f"{path}{tail}", sent, headers={"host": "localhost"}).status_code == 403
    assert choice(pat) is None
    assert sessions.escort(within=pat.place.id, session_id=pat.medicine_id) is None
