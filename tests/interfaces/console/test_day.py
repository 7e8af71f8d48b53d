"""The gate of the day on a tablet: what is asked, kept, refused; what is gone past by name; the decision."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser
from tests.interfaces.console.support import Clock, text
from tests.support.course import WELL, Traveller, to_the_gate
from tests.support.people import Place

from openkap.interfaces.kit import clock as kit_clock
from openkap.records.day import find as day
from openkap.terms.identity import Role


@pytest.fixture
def held(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(now)
    monkeypatch.setattr(kit_clock, "now", lambda: clock.at)
    return clock


@pytest.fixture
def traveller(practice: Place, now: datetime, held: Clock) -> Traveller:
    made = to_the_gate(practice, now).weigh()
    made.order("im")
    held.at = made.at + timedelta(seconds=1)
    return made


@pytest.fixture
def url(traveller: Traveller) -> str:
    return f"/room/{traveller.session}/day/"


def test_without_an_order_it_says_what_comes_first(
    bob: Callable[[Role], Browser], practice: Place, now: datetime, held: Clock
) -> None:
    traveller = to_the_gate(practice, now)
    held.at = traveller.at
    page = text(bob(Role.MONITOR).get(f"/room/{traveller.session}/day/"))
    assert "Nothing is ordered yet" in page
    refused = bob(Role.MONITOR).post(f"/room/{traveller.session}/day/", {"do": "decide"})
    assert refused.status_code == 409


def test_it_is_red_while_nothing_is_known(bob: Callable[[Role], Browser], url: str) -> None:
    page = text(bob(Role.MONITOR).get(url))
    assert "Red" in page
    assert "60 mg, IM injection" in page
    assert "Last food and last drink" in page
    assert "Nobody goes past this one." in page


def test_what_only_waits_for_its_answer_is_folded(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    page = bob(Role.MONITOR).get(url).context["page"]
    assert page.waits_for_answers
    assert all(one.asks for one in page.waits_for_answers)
    assert {one.rule for one in (*page.stands_open, *page.waits_for_answers)} == {one.rule for one in page.open}
    assert "for an answer to the questions above" in text(bob(Role.MONITOR).get(url))
    # What was answered badly is no question any more: it stands open where it is seen.
    sent = {"do": "answer", "rule": "questions", "emergency_equipment_checked": "no"}
    bob(Role.MONITOR).post(url, sent)
    rule = next(one.rule for one in page.waits_for_answers if "emergency_equipment_checked" in str(one.asks[0].name))
    assert rule in {one.rule for one in bob(Role.MONITOR).get(url).context["page"].stands_open}


def test_answers_are_kept_with_who_gave_them(bob: Callable[[Role], Browser], traveller: Traveller, url: str) -> None:
    sent = {"do": "answer", "rule": "questions", "emergency_equipment_checked": "yes", "alcohol_last_24_h": "unknown"}
    answer = bob(Role.MONITOR).post(url, sent | {"last_food_at": "2026-11-25T21:00"})
    assert answer.status_code == 303
    kept = day.facts(within=traveller.place.id, session_id=traveller.session)
    assert {name: fact.value for name, fact in kept.items()} == {
        "emergency_equipment_checked": True,
        "alcohol_last_24_h": None,
        "last_food_at": "2026-11-26T03:00:00.000000+00:00",
    }
    assert "Alder House monitor" in text(bob(Role.GUIDE).get(url))


def test_an_answer_that_was_not_touched_is_not_given_again(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    sent = {"do": "answer", "room_ready": "yes", "initial-room_ready": "yes", "comfort_checked": "yes"}
    bob(Role.GUIDE).post(url, sent)
    assert set(day.facts(within=traveller.place.id, session_id=traveller.session)) == {"comfort_checked"}


def test_readings_that_cannot_be_are_refused_and_stay(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    browser = bob(Role.MONITOR)
    for signs, says in (
        ({"sbp": "1200", "dbp": "80"}, "Enter a number from 40 to 300 mmHg"),
        ({"sbp": "12O", "dbp": "80"}, "Enter a number"),
        ({"sbp": "120", "dbp": ""}, "a blood pressure has two numbers"),
        ({"weight": "700"}, "25 to 350 kg"),
        ({}, "Enter the blood pressure"),
    ):
        refused = browser.post(url, {"do": "measure", **signs})
        assert refused.status_code == 422, signs
        assert says in text(refused), signs
        for typed in signs.values():
            assert f'value="{typed}"' in refused.content.decode() or not typed
    assert day.signs(within=traveller.place.id, session_id=traveller.session) == []


def test_a_high_blood_pressure_is_taken_again_and_a_slip_is_corrected(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str, held: Clock
) -> None:
    browser = bob(Role.MONITOR)
    browser.post(url, {"do": "measure", **WELL, "sbp": "184"})
    assert "no dose on this day" in text(browser.get(url))
    reading = day.signs(within=traveller.place.id, session_id=traveller.session)[0]
    held.at += timedelta(minutes=1)
    sent = {"do": "correct", "reading": str(reading.id), **WELL, "sbp": "148"}
    assert browser.post(url, sent).status_code == 422
    assert browser.post(url, sent | {"because": "184 for 148"}).status_code == 303
    page = text(browser.get(url))
    assert "measure again after 10 to 15 min of rest" in page
    assert "Corrected: 184 for 148" in page
    assert browser.post(url, sent | {"because": "once more"}).status_code == 409


def test_a_prescriber_goes_past_what_may_be_gone_past(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    sent = {"do": "past", "rule": "GT-03", "reason": "It is made by phone tomorrow."}
    assert bob(Role.MONITOR).post(url, sent).status_code == 409
    assert bob(Role.PRESCRIBER).post(url, sent | {"reason": "ok"}).status_code == 422
    assert bob(Role.PRESCRIBER).post(url, sent | {"rule": "PD-10"}).status_code == 409
    assert bob(Role.PRESCRIBER).post(url, sent | {"rule": "XX-99"}).status_code == 409
    assert bob(Role.PRESCRIBER).post(url, sent).status_code == 303
    assert "It is made by phone tomorrow." in text(bob(Role.GUIDE).get(url))


def test_it_opens_when_everything_is_there(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str, held: Clock
) -> None:
    traveller.check_day().go_past("GT-03")
    held.at = traveller.at + timedelta(seconds=1)
    browser = bob(Role.MONITOR)
    assert "Decide: medicine may be given" in text(browser.get(url))
    assert browser.post(url, {"do": "decide"}).status_code == 303
    found = day.decisions(within=traveller.place.id, session_id=traveller.session)
    assert [(one.colour, one.opens) for one in found] == [("green", True)]
    assert "decided today: green" in text(browser.get(f"/desk/sessions/{traveller.session}/"))


def test_a_form_without_its_name_keeps_nothing(bob: Callable[[Role], Browser], url: str) -> None:
    for sent in ({}, {"do": "nonsense"}, {"do": "correct", "reading": "7"}, {"do": "second", "override": ""}):
        assert bob(Role.MONITOR).post(url, sent).status_code == 409


def test_it_leads_on_into_the_session_room(bob: Callable[[Role], Browser], traveller: Traveller, url: str) -> None:
    page = bob(Role.MONITOR).get(url).content.decode()
    assert f'href="/room/{traveller.session}/"' in page
    assert '<option value="Alder House monitor"></option>' in page, "the staff, to be named"


def test_the_room_says_how_the_gate_stands_until_it_is_open(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str
) -> None:
    room = f"/room/{traveller.session}/"
    page = bob(Role.MONITOR).get(room)
    assert "The gate of the day is red" in text(page)
    assert "Emergency equipment checked today: nobody goes past it" in text(page)
    assert f'href="{url}"' in page.content.decode()
    assert "Nobody has decided at the gate of the day today." in text(page)
    traveller.check_day().go_past("GT-03").decide_day()
    assert "Decided today: medicine may be given." in text(bob(Role.MONITOR).get(room))


def test_where_the_dose_is_recorded_it_says_what_the_gate_still_waits_for(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str, held: Clock
) -> None:
    room = f"/room/{traveller.session}/"
    traveller.decide()
    held.at = traveller.at + timedelta(seconds=1)
    assert bob(Role.MONITOR).post(f"{room}start/", {"entry_id": str(traveller.session)}).status_code == 303
    page = bob(Role.MONITOR).get(room)
    assert f'Nobody has decided at the gate of the day today. Go through it first. <a class="button" href="{url}">' in (
        page.content.decode()
    )
    traveller.check_day().go_past("GT-03").decide_day()
    assert url not in bob(Role.MONITOR).get(room).content.decode()


def test_the_page_asks_the_database_a_fixed_number_of_times(
    bob: Callable[[Role], Browser], traveller: Traveller, url: str, django_assert_num_queries: Callable[..., object]
) -> None:
    traveller.check_day()
    browser = bob(Role.MONITOR)
    with django_assert_num_queries(50):
        browser.get(url)
