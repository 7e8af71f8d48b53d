"""The client's line: what was sent, in the measure's own bands; a gap is a gap, and nobody else's points are in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tests.interfaces.portal.reading import words_of

from openkap.interfaces.portal.line import last_value, line
from openkap.records.responses.shapes import Response
from openkap.records.sessions.shapes import Dose

ZONE = ZoneInfo("America/Chicago")
START = datetime(2026, 10, 1, 15, 0, tzinfo=UTC)


def sent(total: int | None, band: str | None, *, days: int) -> Response:
    return Response(
        id=uuid4(),
        client_id=uuid4(),
        course_id=uuid4(),
        measure="phq9",
        edition="2026-11-23",
        occasion="intake",
        asked_at=START,
        submitted_at=START + timedelta(days=days),
        total=None if total is None else Decimal(total),
        band=band,
    )


def dose(session_id, *, days: int, minutes: int = 0) -> Dose:
    at = START + timedelta(days=days, minutes=minutes)
    return Dose(
        entry_id=uuid4(),
        session_id=session_id,
        drug="ketamine",
        route="im",
        dose_mg=Decimal(50),
        infusion_min=None,
        given_at=at,
    )


@pytest.mark.parametrize(
    ("total", "band", "words"),
    [
        (12, "moderate", "Your last answers add up to 12 of 27. That is in the range called moderate."),
        (0, "minimal", "Your last answers add up to 0 of 27. That is in the range called minimal."),
        (27, "severe", "Your last answers add up to 27 of 27. That is in the range called severe."),
    ],
)
def test_the_last_value_in_words(total, band, words):
    told = line([sent(20, "severe", days=0), sent(total, band, days=7)], [], zone=ZONE)
    assert told.words == words
    assert last_value([sent(total, band, days=7)]) == f"{total} of 27"


def test_the_latest_is_the_latest_sent_not_the_latest_asked():
    late = replace(sent(5, "mild", days=9), asked_at=START - timedelta(days=9))
    assert last_value([late, sent(20, "severe", days=1)]) == "5 of 27"


def test_a_form_that_is_not_complete_is_a_gap_and_no_last_value():
    told = line([sent(14, "moderate", days=0), sent(None, None, days=7)], [], zone=ZONE)
    assert "14 of 27" in told.words
    assert told.rows[0].cells == ("08-Oct-2026", "not complete", "some questions stayed open")


def test_a_second_dose_in_a_session_is_not_another_session():
    one, two = uuid4(), uuid4()
    doses = [dose(two, days=10), dose(one, days=3, minutes=12), dose(one, days=3)]
    told = line([sent(14, "moderate", days=0)], doses, zone=ZONE)
    marks = [row.cells for row in told.rows if row.cells[2].startswith("Session")]
    assert marks == [("11-Oct-2026", "", "Session 2"), ("04-Oct-2026", "", "Session 1")]


def test_before_the_first_form_there_is_nothing_to_draw():
    told = line([replace(sent(1, "minimal", days=0), submitted_at=None, total=None, band=None)], [], zone=ZONE)
    assert told.words == ""
    assert told.rows == ()


def test_other_measures_are_not_in_it():
    other = replace(sent(21, "severe", days=1), measure="gad7")
    assert last_value([other]) == ""


def test_the_page_tells_picture_words_and_table(pat, phone, django_assert_num_queries):
    assert "Your line begins with the first form" in words_of(phone.get("/me/progress/"))
    pat.fill_intake()
    with django_assert_num_queries(7):
        response = phone.get("/me/progress/")
    words = words_of(response)
    assert "Your last answers add up to 8 of 27. That is in the range called mild." in words
    assert "moderately severe" in words
    assert "The same as a table" in words
    assert "alert" not in response.content.decode().split("<main")[1].split("</main")[0]


def test_a_stranger_sees_none_of_it(pat, stranger, outsider):
    pat.fill_intake()
    for other in (stranger, outsider):
        assert "8 of 27" not in words_of(other.get("/me/progress/"))
        assert "8 of 27" not in words_of(other.get("/me/"))
