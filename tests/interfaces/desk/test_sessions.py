"""A session's page: recorded as held, trust from paper, who takes them home, the gate, and a cancellation."""

import re
from datetime import timedelta

import pytest
from tests.support.course import begin, in_the_room, to_the_gate
from tests.support.dosed import dose_and_end

from openkap.records.courses import find as courses
from openkap.records.responses import find as responses
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db

HELD = {"began_at": "2026-11-23T11:00", "ended_at": "2026-11-23T11:50", "note": "A good first talk."}


def _preparation(practice, now):
    """A preparation session that is on at 13:30."""
    traveller = begin(practice, now).fill_intake()
    traveller.at += timedelta(hours=2)
    traveller.hold(traveller.consult_id)
    session_id = traveller.book("preparation", traveller.at + timedelta(minutes=30))
    return traveller, session_id


def _fields(page: str) -> dict[str, str]:
    """What a browser would send back of the form that records a session, untouched."""
    form = page[page.index("/hold/") : page.index("</form>", page.index("/hold/"))]
    found = dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form))
    hidden = re.findall(r'<input type="hidden" name="(initial-[^"]+)"(?: value="([^"]*)")?', form)
    return found | dict(hidden)


class TestHolding:
    def test_a_consult_is_recorded(self, practice, bob, stand_at, now, read) -> None:
        traveller = begin(practice, now)
        stand_at(now + timedelta(hours=3))
        browser, address = bob(Role.GUIDE), f"/desk/sessions/{traveller.consult_id}/"
        page = browser.get(address).content.decode()
        assert 'value="2026-11-23T11:00"' in page
        assert 'value="2026-11-23T12:00"' in page
        reply = browser.post(f"{address}hold/", HELD)
        assert (reply.status_code, reply["Location"]) == (303, address)
        words = read(browser.get(address))
        assert "State held" in words
        assert "A good first talk." in words
        assert "Record the session" not in words

    @pytest.mark.parametrize(
        ("other", "status", "sentence"),
        [
            ({"ended_at": "2026-11-23T10:30"}, 422, "The end must be after the beginning."),
            ({"ended_at": "2026-11-23T16:30"}, 422, "This time is in the future."),
            ({"began_at": ""}, 422, "Say when it began."),
            ({"began_at": "eleven"}, 422, "Give a date and a time"),
        ],
    )
    def test_what_cannot_be_is_said_and_the_note_is_not_lost(
        self, practice, bob, stand_at, now, read, other, status, sentence
    ) -> None:
        traveller = begin(practice, now)
        stand_at(now + timedelta(hours=3))
        reply = bob(Role.GUIDE).post(f"/desk/sessions/{traveller.consult_id}/hold/", HELD | other)
        assert reply.status_code == status
        assert sentence in read(reply)
        assert "A good first talk." in reply.content.decode()
        assert sessions.session(within=practice.id, session_id=traveller.consult_id).state == "planned"

    def test_it_is_recorded_once(self, practice, bob, stand_at, now, read) -> None:
        traveller = begin(practice, now)
        stand_at(now + timedelta(hours=3))
        browser, address = bob(Role.GUIDE), f"/desk/sessions/{traveller.consult_id}/hold/"
        browser.post(address, HELD)
        again = browser.post(address, HELD)
        assert again.status_code == 409
        assert "It is recorded once." in read(again)

    def test_what_stands_is_filled_in_and_only_what_was_touched_is_written(self, practice, bob, stand_at, now) -> None:
        traveller, session_id = _preparation(practice, now)
        traveller.say("intention", "To sleep\nwithout fear.")
        traveller.say("music", "Cello.")
        traveller.at += timedelta(hours=2)
        stand_at(traveller.at)
        browser, address = bob(Role.GUIDE), f"/desk/sessions/{session_id}/"
        sent = _fields(browser.get(address).content.decode())
        assert sent["said-intention"] == "To sleep\nwithout fear."
        assert sent["said-music"] == "Cello."
        # While the page is open the client changes the music on the phone; the guide touches the life story only.
        traveller.at += timedelta(minutes=1)
        traveller.say("music", "Silence.")
        traveller.at += timedelta(minutes=1)
        stand_at(traveller.at)
        times = {"began_at": "2026-11-23T12:30", "ended_at": "2026-11-23T13:30"}
        reply = browser.post(f"{address}hold/", {**sent, **times, "said-life_story": "Two houses.", "note": ""})
        assert reply.status_code == 303
        standing = courses.words(within=practice.id, course_id=traveller.course_id)
        assert standing["life_story"].text == "Two houses."
        assert standing["music"].text == "Silence."
        assert standing["intention"].written_by_kind == "client"

    def test_the_guides_prompts_stand_beside_the_topics(self, practice, bob, stand_at, now, read) -> None:
        traveller, session_id = _preparation(practice, now)
        stand_at(traveller.at)
        words = read(bob(Role.GUIDE).get(f"/desk/sessions/{session_id}/"))
        assert "The line of this life so far" in words
        assert "What would help the client feel safer" in words

    def test_integration_begins_with_the_intention_and_the_session_in_short(
        self, practice, bob, stand_at, now, read
    ) -> None:
        traveller = dose_and_end(in_the_room(practice, now))
        session_id = traveller.book("integration", traveller.at + timedelta(hours=30))
        traveller.at += timedelta(hours=31)
        stand_at(traveller.at)
        words = read(bob(Role.GUIDE).get(f"/desk/sessions/{session_id}/"))
        assert "The intention To meet what comes." in words
        assert "Racemic ketamine, 50 mg, IM injection" in words
        assert "Discharged" in words

    @pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.MONITOR])
    def test_who_does_not_hold_sessions_is_turned_away(self, practice, bob, stand_at, now, role) -> None:
        traveller = begin(practice, now)
        stand_at(now + timedelta(hours=3))
        assert bob(role).post(f"/desk/sessions/{traveller.consult_id}/hold/", HELD).status_code == 403


class TestTrust:
    def test_answers_from_paper_are_entered(self, practice, bob, stand_at, now, read) -> None:
        traveller, session_id = _preparation(practice, now)
        stand_at(traveller.at)
        browser, address = bob(Role.GUIDE), f"/desk/sessions/{session_id}/"
        assert "Waiting to be answered." in read(browser.get(address))
        reply = browser.post(f"{address}trust/", {"item-1": "0", "item-2": "8", "item-3": ""})
        assert reply.status_code == 303
        words = read(browser.get(address))
        assert "I felt safe with my guide. 0 of 10" in words
        assert "We agreed on what we were here to do. left unanswered" in words
        assert "Enter answers from paper" not in words

    def test_a_number_outside_the_scale_keeps_nothing(self, practice, bob, stand_at, now, read) -> None:
        traveller, session_id = _preparation(practice, now)
        stand_at(traveller.at)
        reply = bob(Role.GUIDE).post(f"/desk/sessions/{session_id}/trust/", {"item-1": "7", "item-2": "11"})
        assert reply.status_code == 422
        assert "Enter a number from 0 to 10 of 10; 11 of 10 is outside it." in read(reply)
        asked = responses.of_client(within=practice.id, client_id=traveller.client_id, measure="trust_sliders")
        assert responses.answers(within=practice.id, response_id=asked[0].id) == {}

    def test_answered_meanwhile_is_said(self, practice, bob, stand_at, now, read) -> None:
        traveller, session_id = _preparation(practice, now)
        traveller.answer("trust_sliders", {"1": "3", "2": "3", "3": "3"})
        stand_at(traveller.at)
        reply = bob(Role.GUIDE).post(f"/desk/sessions/{session_id}/trust/", {"item-1": "9"})
        assert reply.status_code == 409
        assert "answered meanwhile" in read(reply)


class TestGate:
    def test_ready_is_decided_and_the_room_opens(self, practice, bob, stand_at, now, read) -> None:
        traveller = to_the_gate(practice, now)
        stand_at(traveller.at)
        browser, address = bob(Role.PRESCRIBER), f"/desk/sessions/{traveller.session}/"
        page = browser.get(address)
        assert "The gate: Ready" in read(page)
        assert "Open the session room" not in read(page)
        assert browser.post(f"{address}gate/").status_code == 303
        page = browser.get(address)
        assert f'href="/room/{traveller.session}/"' in page.content.decode()
        assert "Decisions at the gate Ready" in read(page)

    def test_not_yet_names_what_is_open_by_whom_and_blames_nobody(self, practice, bob, stand_at, now, read) -> None:
        traveller = begin(practice, now).fill_intake()
        traveller.at += timedelta(hours=2)
        traveller.hold(traveller.consult_id)
        traveller.plan_medicine()
        stand_at(traveller.at)
        browser, address = bob(Role.GUIDE), f"/desk/sessions/{traveller.session}/"
        words = read(browser.get(address))
        assert "The gate: Not yet" in words
        assert "Someone to take the client home" in words
        assert "Hold the next preparation session. By the guide." in words
        assert not re.search(r"\b(failed|fail|refus|deny|denied|not ready)\b", words, re.IGNORECASE)
        assert browser.post(f"{address}gate/").status_code == 303
        decision = sessions.gate_decision(within=practice.id, session_id=traveller.session)
        assert (decision.verdict, decision.opens) == ("not yet", False)
        assert "Open at that moment: " in read(browser.get(address))
        assert "Open the session room" not in read(browser.get(address))

    def test_what_this_pathway_leaves_out_is_said(self, practice, bob, stand_at, now, read) -> None:
        traveller = to_the_gate(practice, now, pathway="iv_only")
        stand_at(traveller.at)
        words = read(bob(Role.PRESCRIBER).get(f"/desk/sessions/{traveller.session}/"))
        assert "What this pathway does not ask" in words
        assert "No guide accompanies this pathway." in words

    def _without_intention(self, practice, now):
        traveller = begin(practice, now).fill_intake()
        traveller.at += timedelta(hours=2)
        traveller.hold(traveller.consult_id)
        traveller.clear().sign()
        for _ in range(2):
            session_id = traveller.book("preparation", traveller.at + timedelta(hours=1))
            traveller.at += timedelta(hours=2)
            traveller.hold(session_id)
            traveller.at += timedelta(days=1)
        return traveller.plan_medicine().name_escort().choose()

    def test_only_a_prescriber_is_offered_an_override_and_only_with_a_reason(
        self, practice, bob, stand_at, now, read
    ) -> None:
        traveller = self._without_intention(practice, now)
        stand_at(traveller.at)
        address = f"/desk/sessions/{traveller.session}/"
        offer = "Open it although it is not ready"
        assert offer not in read(bob(Role.GUIDE).get(address))
        assert offer in read(bob(Role.PRESCRIBER).get(address))
        denied = bob(Role.GUIDE).post(f"{address}gate/", {"override_reason": "I would like to."})
        assert denied.status_code == 403
        assert (
            bob(Role.PRESCRIBER).post(f"{address}gate/", {"override_reason": "Talked through today."}).status_code
            == 303
        )
        words = read(bob(Role.PRESCRIBER).get(address))
        assert "Not yet, opened by Alder House prescriber" in words
        assert "Talked through today." in words
        assert "Open the session room" in words

    def test_what_nobody_may_override_offers_none_and_refuses_one(self, practice, bob, stand_at, now, read) -> None:
        traveller = self._without_intention(practice, now).choose(chooses=False)
        stand_at(traveller.at)
        browser, address = bob(Role.PRESCRIBER), f"/desk/sessions/{traveller.session}/"
        assert "Open it although" not in read(browser.get(address))
        reply = browser.post(f"{address}gate/", {"override_reason": "In a hurry."})
        assert reply.status_code == 409
        assert "This cannot be overridden." in read(reply)
        assert "The client chooses to go ahead, today" in read(reply)
        assert sessions.gate_decision(within=practice.id, session_id=traveller.session) is None

    def test_the_front_desk_names_the_escort_and_sees_no_gate(self, practice, bob, stand_at, now, read) -> None:
        traveller = to_the_gate(practice, now)
        stand_at(traveller.at)
        browser, address = bob(Role.FRONT_DESK), f"/desk/sessions/{traveller.session}/"
        words = read(browser.get(address))
        assert "Readiness gate" not in words
        assert "Sam" in words
        assert browser.post(f"{address}gate/").status_code == 403
        assert browser.post(f"{address}escort/", {"escort_name": "Lee", "escort_phone": "no"}).status_code == 422
        kept = browser.post(f"{address}escort/", {"escort_name": "Lee", "escort_phone": "512 555 0111"})
        assert kept.status_code == 303
        assert "Takes them home Lee 512 555 0111" in read(browser.get(address))


class TestCancelling:
    def test_a_cancelled_time_is_free_again(self, practice, bob, stand_at, now, read) -> None:
        traveller = begin(practice, now)
        browser, address = bob(Role.FRONT_DESK), f"/desk/sessions/{traveller.consult_id}/"
        empty = browser.post(f"{address}cancel/", {"reason": " "})
        assert empty.status_code == 422
        assert "Reason: write a few words here." in read(empty)
        assert browser.post(f"{address}cancel/", {"reason": "Has a cold."}).status_code == 303
        assert "State cancelled" in read(browser.get(address))
        again = browser.post(f"{address}cancel/", {"reason": "Has a cold."})
        assert again.status_code == 409
        begin(practice, now)

    def test_a_session_that_has_begun_is_not_cancelled(self, practice, bob, stand_at, now, read) -> None:
        traveller = in_the_room(practice, now)
        stand_at(traveller.at)
        reply = bob(Role.LEAD).post(f"/desk/sessions/{traveller.session}/cancel/", {"reason": "Second thoughts."})
        assert reply.status_code == 409
        assert "This session has begun. It is recorded, not cancelled." in read(reply)
        assert sessions.session(within=practice.id, session_id=traveller.session).cancelled_at is None
        assert timeline.entries(within=practice.id, session_id=traveller.session)


def test_a_stranger_finds_no_session(practice, charlie, stand_at, now) -> None:
    traveller = to_the_gate(practice, now)
    stand_at(traveller.at)
    for part in ("", "hold/", "gate/", "escort/", "trust/", "cancel/"):
        assert charlie(Role.LEAD).post(f"/desk/sessions/{traveller.session}/{part}").status_code == 404, part


def test_a_past_session_shows_the_predicted_curve_to_clinicians_only(practice, bob, stand_at, now, read) -> None:
    traveller = dose_and_end(in_the_room(practice, now))
    stand_at(traveller.at + timedelta(minutes=5))
    address = f"/desk/sessions/{traveller.session}/"
    words = read(bob(Role.GUIDE).get(address))
    assert "Predicted concentration of this session" in words
    assert "Predicted, not measured." in words
    assert "50 mg IM injection" in words
    assert "This session beside the one before" not in words
    assert "Predicted" not in read(bob(Role.FRONT_DESK).get(address))
