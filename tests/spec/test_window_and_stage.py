"""The integration window to the second, over a change of clocks too; and the stage of a course, fact by fact."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from openkap.clinical.pathway import CourseFacts, stage_of, window_after
from openkap.knowledge.pathways import pathway

DOSE = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
WINDOW = pathway("kap").window("integration")
NEW = CourseFacts(
    at=DOSE,
    intake_done=False,
    clearance=None,
    consented=False,
    held={},
    live=None,
    last_dose_at=None,
    integrated=False,
)
PREPARED = replace(NEW, intake_done=True, clearance="cleared", consented=True, held={"consult": 1, "preparation": 2})


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(0), "not open yet"),
        (timedelta(hours=24) - timedelta(seconds=1), "not open yet"),
        (timedelta(hours=24), "open"),
        (timedelta(hours=48), "open"),
        (timedelta(hours=72), "open"),
        (timedelta(hours=72, seconds=1), "missed"),
    ],
)
def test_window(after: timedelta, state: str) -> None:
    assert WINDOW is not None
    assert window_after(WINDOW, DOSE, DOSE + after).state == state


def test_hours_are_hours_on_the_night_the_clocks_go_back() -> None:
    assert WINDOW is not None
    zone = ZoneInfo("America/Chicago")
    dose = datetime(2026, 10, 31, 14, 0, tzinfo=zone)
    assert window_after(WINDOW, dose.astimezone(UTC), dose.astimezone(UTC)).opens_at.astimezone(zone).hour == 13


# facts of the course, the phase, words of the next step, whose turn it is
KAP_TABLE = [
    (NEW, "inquiry", "first consult", "guide"),
    (replace(NEW, held={"consult": 1}), "screening", "answers the intake", "client"),
    (replace(NEW, held={"consult": 1}, intake_done=True), "evaluation", "clear or hold", "prescriber"),
    (replace(PREPARED, clearance="held"), "evaluation", "on hold", "prescriber"),
    (replace(PREPARED, clearance="expired"), "evaluation", "run out", "prescriber"),
    (replace(PREPARED, consented=False), "consent", "reads and signs", "client"),
    (replace(PREPARED, held={"consult": 1}), "preparation", "session 1 of 2", "guide"),
    (replace(PREPARED, held={"consult": 1, "preparation": 1}), "preparation", "session 2 of 2", "guide"),
    (PREPARED, "medicine", "Medicine session 1", "guide"),
    (replace(PREPARED, live="medicine"), "medicine", "going on now", ""),
    (replace(PREPARED, last_dose_at=DOSE), "integration", "opens a day after", "guide"),
    (replace(PREPARED, last_dose_at=DOSE - timedelta(hours=30)), "integration", "window is open", "guide"),
    (replace(PREPARED, last_dose_at=DOSE - timedelta(hours=80)), "integration", "was missed", "guide"),
    (replace(PREPARED, last_dose_at=DOSE - timedelta(hours=80), integrated=True), "medicine", "session 1", "guide"),
    (replace(PREPARED, held={"consult": 1, "preparation": 2, "medicine": 3}), "review", "Look back", "prescriber"),
]


@pytest.mark.parametrize(("facts", "phase", "says", "by"), KAP_TABLE)
def test_stage_of_kap(facts: CourseFacts, phase: str, says: str, by: str) -> None:
    stage = stage_of(pathway("kap"), facts)
    assert (stage.phase, says in stage.next_step, stage.by) == (phase, True, by), stage


def test_iv_only_knows_no_preparation_and_no_integration() -> None:
    facts = replace(PREPARED, held={"consult": 1, "medicine": 1}, last_dose_at=DOSE - timedelta(hours=80))
    assert stage_of(pathway("iv_only"), facts).next_step == "Medicine session 2."
