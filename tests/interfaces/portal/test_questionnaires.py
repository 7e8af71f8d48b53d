"""The client's questionnaires on the phone: what waits with its minutes, what comes, and the word to stop."""

from datetime import timedelta

import pytest
from tests.interfaces.portal.reading import words_of
from tests.support.course import in_the_room
from tests.support.people import client_browser

from openkap.records.asking import find as asking

URL = "/me/questionnaires/"


def test_what_waits_is_listed_calmly_with_its_minutes(pat, phone, clock, now):
    pat.at = now
    pat.ask()
    words = words_of(phone.get(URL))
    assert "About 16 min, whenever it suits you." in words
    assert "How you have been Before we begin, about 2 min" in words
    assert "What hard experiences have left Before we begin, about 4 min" in words
    home = words_of(phone.get("/me/"))
    assert "Worry and unrest Before we begin, about 2 min" in home
    assert "Your questionnaires: what comes, and how to stop" in home


def test_stopping_and_beginning_again(pat, phone, clock, now):
    stopped = phone.post(URL, {"do": "stop"})
    assert (stopped.status_code, stopped.headers["Location"]) == (303, URL)
    words = words_of(phone.get(URL))
    assert "You have stopped them. That is all right, and we go on caring for you." in words
    assert "Still here, if you like How you have been" in words
    assert "Later" not in words
    assert "You have stopped questionnaires" in words_of(phone.get("/me/"))
    assert asking.choices(within=pat.place.id)[pat.client_id].wants is False
    clock(now + timedelta(minutes=1))
    assert phone.post(URL, {"do": "begin"}).status_code == 303
    assert asking.choices(within=pat.place.id)[pat.client_id].wants is True
    assert "Too many? You can stop questionnaires at any time, without a reason." in words_of(phone.get(URL))


@pytest.mark.parametrize("said", [{}, {"do": ""}, {"do": "everything"}])
def test_what_was_not_understood_changes_nothing(pat, phone, said):
    assert phone.post(URL, said).status_code == 200
    assert asking.choices(within=pat.place.id) == {}


def test_a_look_changes_nothing(pat, phone, clock, now):
    before = asking.askings(within=pat.place.id)
    clock(now + timedelta(days=2))
    for path in ("/me/", URL):
        phone.get(path)
    assert asking.askings(within=pat.place.id) == before


def test_nothing_is_asked_in_the_session(practice, clock, now):
    from tests.support.dosed import dose

    pat = dose(in_the_room(practice, now))
    pat.ask()
    clock(pat.at)
    words = words_of(client_browser(practice.id, pat.client_id).get(URL))
    assert "Nothing is waiting for you here. Thank you." in words


def test_every_occasion_of_the_schedules_has_a_name_of_ours():
    from openkap.interfaces.portal.naming import _OCCASIONS
    from openkap.knowledge.schedules import schedules

    assert {occasion.key for plan in schedules() for occasion in plan.occasions} <= set(_OCCASIONS)
