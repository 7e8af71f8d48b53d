"""Where a course stands in one line: the phase, what comes next, and by whom."""

from dataclasses import dataclass

from openkap.clinical.pathway.engine import State
from openkap.clinical.pathway.step import StepStanding

__all__ = ["Stage", "stage_of"]


@dataclass(frozen=True, slots=True)
class Stage:
    """`phase` is a phase key of the pathway; `next_step` a sentence; `by` the role whose turn it is; `urgent`: a window
    is open or was missed."""

    phase: str
    next_step: str
    by: str
    urgent: bool = False


def stage_of(state: State) -> Stage:
    """What is planned next; what is late in the record is said by the step itself."""
    step = state.next
    if step.key == "record":
        step = next(one for one in state.steps if one.key == state.phase)
    urgent = step.due_by is not None and step.standing in (StepStanding.DUE, StepStanding.OVERDUE)
    return Stage(state.phase, step.title, step.by, urgent)
