"""A measure over time: the line with its marks, the change, the words for the note, and what happened in a life."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.course import begin, in_the_room
from tests.support.people import client_browser

from openkap.interfaces.desk.showing.outcomes import notes_text
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Response
from openkap.services.add_life_event import add_life_event
from openkap.services.enter_paper import enter_paper
from openkap.services.record_distress import record_distress
from openkap.services.write_entry import mark_event
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import BadInput, Forbidden, NotFound

START = datetime(2026, 9, 1, 16, tzinfo=UTC)


@pytest.fixture
def pat(practice, now, monkeypatch):
    from openkap.interfaces.kit import clock

    monkeypatch.setattr(clock, "now", lambda: now)
    traveller = begin(practice, now - timedelta(days=3))
    enter_paper(
        within=practice.id,
        by=practice[Role.GUIDE],
        at=now,
        response_id=traveller.response("phq9"),
        given={str(n): "2" for n in range(1, 10)},
        answered_at=now - timedelta(days=2),
    )
    return traveller


def path(pat, key="phq9"):
    return f"/desk/clients/{pat.client_id}/measures/{key}/"


def test_the_page_has_the_line_the_score_and_the_words_for_the_note(pat, bob):
    page = bob(Role.GUIDE).get(path(pat)).content.decode()
    assert "PHQ-9: latest 18, moderately severe, on 21-Nov-2026." in page
    assert 'role="group"' in page
    assert 'aria-label="21-Nov-2026: 18, moderately severe"' in page
    assert ">baseline</text>" in page
    assert "Count the days" not in page  # no dose yet


def test_a_measure_without_a_score_says_so_and_an_unknown_one_is_not_there(pat, bob):
    browser = bob(Role.GUIDE)
    assert "No score yet" in browser.get(path(pat, "gad7")).content.decode()
    assert browser.get(path(pat, "nothing")).status_code == 404


def test_the_chart_leads_there(pat, bob):
    assert path(pat) in bob(Role.GUIDE).get(f"/desk/clients/{pat.client_id}/").content.decode()


class TestWhatHappened:
    def test_staff_and_client_both_mark_the_line(self, pat, bob):
        browser = bob(Role.GUIDE)
        assert browser.post(path(pat), {"on": "2026-11-10", "what": "moved  house"}).status_code == 303
        phone = client_browser(pat.place.id, pat.client_id)
        assert phone.post("/me/progress/", {"on": "2026-11-12", "what": "new job"}).status_code == 303
        page = browser.get(path(pat)).content.decode()
        assert "10-Nov-2026: moved house" in page
        assert "12-Nov-2026: new job" in page
        kept = responses.life_events(within=pat.place.id, client_id=pat.client_id)
        said = [(one.words, one.said_by_name) for one in kept]
        assert said == [
            ("moved house", "Alder House guide"),
            ("new job", ""),
        ]
        assert "new job" in phone.get("/me/progress/").content.decode()

    @pytest.mark.parametrize(
        ("on", "what", "says"),
        [
            ("", "moved", "Choose the day."),
            ("2026-11-24", "moved", "in the future"),
            ("1999-01-01", "moved", "within the last 5 years"),
            ("soon", "moved", "Choose a day"),
            ("2026-11-10", "  ", "write a few words"),
            ("2026-11-10", "x" * 61, "there is room for 60"),
        ],
    )
    def test_what_cannot_be_is_said_and_what_was_typed_stays(self, on, what, says, pat, bob):
        reply = bob(Role.GUIDE).post(path(pat), {"on": on, "what": what})
        assert reply.status_code == 422
        assert says in reply.content.decode()
        assert responses.life_events(within=pat.place.id, client_id=pat.client_id) == []
        if what.strip():
            assert f'value="{what}"' in reply.content.decode()

    def test_nobody_marks_a_strangers_line(self, pat, now):
        other = begin(pat.place, now - timedelta(days=1))
        asked = {"within": pat.place.id, "at": now, "today": date(2026, 11, 23), "client_id": pat.client_id}
        with pytest.raises(Forbidden):
            add_life_event(by=other.client, on=date(2026, 11, 1), what="x", **asked)
        with pytest.raises(Forbidden):
            add_life_event(by=pat.place[Role.FRONT_DESK], on=date(2026, 11, 1), what="x", **asked)
        with pytest.raises(NotFound):
            add_life_event(by=pat.place[Role.GUIDE], on=date(2026, 11, 1), what="x", **(asked | {"client_id": uuid4()}))
        with pytest.raises(BadInput):
            add_life_event(by=pat.place[Role.GUIDE], on=None, what="x", **asked)

    def test_the_database_keeps_it(self, pat, bob):
        bob(Role.GUIDE).post(path(pat), {"on": "2026-11-10", "what": "moved house"})
        sql = "UPDATE responses_life_event SET words = 'x'"
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def sent(total: int, band: str, days: int) -> Response:
    at = START + timedelta(days=days)
    return Response(uuid4(), uuid4(), uuid4(), "phq9", "2026-11-23", "weekly", at, at, Decimal(total), band)


class TestTheWordsForTheNote:
    request = SimpleNamespace(practice=SimpleNamespace(zone=ZoneInfo("America/Chicago")))
    dose = SimpleNamespace(given_at=START + timedelta(days=2))

    def text(self, *asked: Response, doses: tuple = ()) -> str:
        return notes_text(self.request, list(asked), list(doses))

    def test_baseline_prior_latest_and_every_definition(self):
        asked = (sent(18, "moderately severe", 0), sent(12, "moderate", 9), sent(8, "mild", 16))
        assert self.text(*asked, doses=(self.dose,)) == (
            "PHQ-9: baseline 18, moderately severe, on 01-Sep-2026; prior 12, moderate, on 10-Sep-2026; "
            "latest 8, mild, on 17-Sep-2026. Change since baseline −10 points (−55.6 %). "
            "Reliable change yes (better by 5 points or more); response yes (better by 50 % of the baseline or more); "
            "remission no (a total of 4 or less); deterioration no (worse by 5 points or more)."
        )

    def test_before_a_dose_no_change_is_claimed(self):
        assert "Change" not in self.text(sent(18, "moderately severe", 0), sent(12, "moderate", 9))

    def test_without_a_score_there_are_no_words(self):
        assert self.text() == ""


def test_how_hard_the_sessions_were_stands_beside_the_scores(practice, bob, now, monkeypatch, read):
    from openkap.interfaces.kit import clock

    there = in_the_room(practice, now)
    monkeypatch.setattr(clock, "now", lambda: there.at)
    page = bob(Role.GUIDE).get(path(there))
    assert "Medicine sessions, the latest first" in read(page)
    assert "not entered not entered not entered not entered" in read(page)

    def room(**said):
        there.at += timedelta(minutes=5)
        return {
            "within": practice.id,
            "by": practice[Role.GUIDE],
            "at": there.at,
            "session_id": there.session,
            "entry_id": new_id(there.at),
            **said,
        }

    record_distress(**room(level="7"))
    mark_event(**room(what="offered:breathing"))
    mark_event(**room(what="helped:breathing"))
    mark_event(**room(what="settled"))
    words = read(bob(Role.GUIDE).get(path(there)))
    assert "7 of 10 slow breathing slow breathing 15 min after" in words
    assert bob(Role.FRONT_DESK).get(path(there)).status_code == 403
