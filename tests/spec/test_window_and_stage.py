"""The integration window to the second, over a change of clocks too; and the stage of a course, fact by fact."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.support.way import CONSENT, NOW, Facts

from openkap.clinical.pathway import Stage, stage_of, stand, window_after
from openkap.knowledge.pathways import pathway

DOSE = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
WINDOW = pathway("kap").window("integration")
HOUR = timedelta(hours=1)
LONG_AGO = timedelta(days=20)
NEW = Facts().add("ask", "intake", ago=LONG_AGO)
MET = NEW.held("consult", ago=timedelta(days=15))
SENT = MET.add("answer", "intake", ago=timedelta(days=14))
CLEARED = SENT.add("clearance", "cleared", ago=timedelta(days=12), until=NOW + timedelta(days=100))
SIGNED = CLEARED.add("sign", CONSENT, value=1, ago=timedelta(days=11))
PREPARED = SIGNED.held("preparation", 2, ago=timedelta(days=9))


def dosed(facts: Facts, hours_ago: int, count: int = 1) -> Facts:
    for place in range(count):
        ago = HOUR * (hours_ago + 200 * (count - place - 1))
        facts = facts.held("medicine", ago=ago).add("dose", session=f"medicine-{len(facts.events)}-0", ago=ago + HOUR)
    return facts


def stage(key: str, facts: Facts) -> Stage:
    return stage_of(stand(pathway(key), facts.at(), facts.now()))


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


# facts of the course, the phase, words of the next step, whose turn it is, whether it presses
KAP_TABLE = [
    (NEW, "inquiry", "first consult", "guide", False),
    (MET, "screening", "answers the intake", "client", False),
    (SENT, "evaluation", "clear or hold", "prescriber", False),
    (SENT.add("clearance", "held"), "evaluation", "on hold", "prescriber", False),
    (SENT.add("clearance", "cleared", until=NOW - HOUR), "evaluation", "run out", "prescriber", False),
    (CLEARED, "consent", "reads and signs", "client", False),
    (SIGNED, "preparation", "session 1 of 2", "guide", False),
    (SIGNED.held("preparation"), "preparation", "session 2 of 2", "guide", False),
    (PREPARED, "medicine", "Medicine session 1", "guide", False),
    (PREPARED.add("clearance", "held", ago=HOUR), "evaluation", "on hold", "prescriber", False),
    (PREPARED.plan("medicine", "now").add("start", session="now", ago=HOUR), "medicine", "going on now", "", False),
    (dosed(PREPARED, 10), "integration", "opens a day after", "guide", False),
    (dosed(PREPARED, 30), "integration", "window is open", "guide", True),
    (dosed(PREPARED, 80), "integration", "was missed", "guide", True),
    (dosed(PREPARED, 80).held("integration", ago=HOUR * 30), "medicine", "session 2", "guide", False),
    (
        dosed(PREPARED, 80, 3).held("integration", ago=HOUR * 30),
        "review",
        "Look back together",
        "prescriber",
        False,
    ),
    (
        dosed(PREPARED, 80, 3).held("integration", ago=HOUR * 30).add("attest", "looked_back", ago=HOUR),
        "closure",
        "Close the course",
        "guide",
        False,
    ),
    (PREPARED.add("close", "moved away"), "closure", "is closed", "", False),
]


@pytest.mark.parametrize(("facts", "phase", "says", "by", "urgent"), KAP_TABLE)
def test_stage_of_kap(facts: Facts, phase: str, says: str, by: str, urgent: bool) -> None:
    found = stage("kap", facts)
    assert (found.phase, says in found.next_step, found.by, found.urgent) == (phase, True, by, urgent), found


def test_iv_only_knows_no_preparation_and_no_integration() -> None:
    found = stage("iv_only", dosed(SIGNED, 80))
    assert (found.phase, found.next_step) == ("medicine", "Medicine session 2.")
