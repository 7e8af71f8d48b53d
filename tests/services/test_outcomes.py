"""Which score is the baseline, and what the latest comes to against it. Each case is a course as a row of days."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from openkap.records.responses.shapes import Response
from openkap.records.sessions.shapes import Dose
from openkap.services.read_outcomes import read_outcomes

START = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)


def _score(day: int, total: int | None, *, sent: bool = True, measure: str = "phq9") -> Response:
    at = START + timedelta(days=day)
    return Response(
        id=uuid4(),
        client_id=uuid4(),
        course_id=uuid4(),
        measure=measure,
        edition="2026-11-23",
        occasion="intake",
        asked_at=at,
        submitted_at=at if sent else None,
        total=None if total is None else Decimal(total),
        band=None,
    )


def _dose(day: int) -> Dose:
    return Dose(uuid4(), uuid4(), "racemic", "im", Decimal(50), None, START + timedelta(days=day, hours=1))


@pytest.mark.parametrize(
    ("scores", "doses", "baseline", "latest", "points"),
    [
        pytest.param([], [], None, None, None, id="nothing yet"),
        pytest.param([(0, 18)], [], 18, 18, None, id="one score and no dose: it is the baseline so far"),
        pytest.param([(0, 18), (7, 16)], [], 16, 16, None, id="no dose: the last one so far"),
        pytest.param([(0, 18), (7, 16), (20, 6)], [10], 16, 6, -10, id="the last before the first dose"),
        pytest.param([(0, 18), (7, None), (20, 6)], [10], 18, 6, -12, id="an incomplete form is no baseline"),
        pytest.param([(0, 18), (20, None)], [10], 18, 18, None, id="an incomplete form is no latest"),
        pytest.param([(20, 6)], [10], None, 6, None, id="a score after the dose is never the baseline"),
        pytest.param([(0, 18), (12, 9), (20, 6)], [10, 15], 18, 6, -12, id="the first dose counts, not the last"),
        pytest.param([(0, 0), (20, 3)], [10], 0, 3, 3, id="from a baseline of 0 things can only be worse"),
    ],
)
def test_baseline_and_change(scores, doses, baseline, latest, points) -> None:
    found = read_outcomes([_score(*one) for one in scores], [_dose(day) for day in doses], key="phq9")
    assert (found.baseline.total if found.baseline else None) == baseline
    assert (found.latest.total if found.latest else None) == latest
    assert (found.change.points if found.change else None) == points
    assert found.dosed is bool(doses)


def test_each_later_score_says_how_far_it_is_from_the_baseline() -> None:
    found = read_outcomes([_score(day, total) for day, total in ((20, 6), (0, 18), (12, 20))], [_dose(10)], key="phq9")
    assert [(one.total, one.since_baseline) for one in found.scores] == [(18, None), (20, 2), (6, -12)]


def test_only_sent_forms_of_that_measure_count() -> None:
    asked = [_score(0, 18), _score(5, 4, sent=False), _score(6, 4, measure="gad7")]
    found = read_outcomes(asked, [_dose(10)], key="phq9")
    assert [one.total for one in found.scores] == [18]
