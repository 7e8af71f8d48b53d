"""What became of what was asked: answered, late, still open, past its time, or stopped by the client."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from openkap.clinical.asking import State
from openkap.records.asking.shapes import Asking
from openkap.services.read_asking import AskingState

__all__ = ["Completed", "Standing", "Tally", "completion", "tally"]


class Standing(StrEnum):
    ANSWERED = "answered"
    ANSWERED_LATE = "answered late"
    OPEN = "open"
    LATE = "late"
    STOPPED = "stopped"
    """Open, and the client has stopped questionnaires."""
    PASSED = "not answered"
    """Its time has passed: a new dose, a later asking, or the end of its days."""


@dataclass(frozen=True, slots=True)
class Completed:
    asking: Asking
    standing: Standing


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were asked, and what became of them. `answered` counts the late ones too."""

    asked: int
    answered: int
    answered_late: int
    waiting: int
    stopped: int
    passed: int


def completion(state: AskingState) -> tuple[Completed, ...]:
    """Everything the schedule asked in this course, the latest opened first."""
    standing = {one.slot.key: one.state for one in state.judgement.askings}
    found = [
        Completed(asking, _standing(asking, standing.get(key), stopped=state.stopped))
        for key, asking in state.asked.items()
    ]
    return tuple(sorted(found, key=lambda one: one.asking.opened_at, reverse=True))


def tally(rows: Iterable[Completed]) -> Tally:
    counted = [one.standing for one in rows]
    late = counted.count(Standing.ANSWERED_LATE)
    return Tally(
        asked=len(counted),
        answered=counted.count(Standing.ANSWERED) + late,
        answered_late=late,
        waiting=counted.count(Standing.OPEN) + counted.count(Standing.LATE),
        stopped=counted.count(Standing.STOPPED),
        passed=counted.count(Standing.PASSED),
    )


def _standing(asking: Asking, state: State | None, *, stopped: bool) -> Standing:
    """`state` is None where a later dose has taken the place of the slot."""
    if asking.submitted_at is not None:
        return Standing.ANSWERED_LATE if _late(asking, asking.submitted_at) else Standing.ANSWERED
    if state not in (State.DUE, State.LATE):
        return Standing.PASSED
    if stopped:
        return Standing.STOPPED
    return Standing.LATE if state is State.LATE else Standing.OPEN


def _late(asking: Asking, sent: datetime) -> bool:
    return sent > asking.late_at
