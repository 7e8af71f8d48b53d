"""Nobody is lost after a dose: what is due for each client then, and for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from openkap.clinical.pathway import Action, Step, StepStanding
from openkap.knowledge.pathways import Pathway
from openkap.records.people.shapes import Client
from openkap.services.read_courses import CourseState
from openkap.terms.identity import Actor, Role

__all__ = ["FollowUp", "read_follow_ups"]

# What of a course's steps is a follow-up, besides what the pathway names after a dose.
_ACTIONS = (Action.LOOK_BACK, Action.RESOLVE_HOLD)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing due for one client. `step` says what, for whom, why, and until when."""

    course_id: UUID
    client: Client
    guide_id: UUID | None
    step: Step

    @property
    def is_late(self) -> bool:
        return self.step.standing is StepStanding.OVERDUE


def read_follow_ups(states: Iterable[CourseState], *, by: Actor) -> list[FollowUp]:
    """What is due after a dose, to be looked back on, or on hold, for this person's roles; what presses most first."""
    roles, all_of_them = {role.value for role in by.roles}, Role.LEAD in by.roles
    found = [
        FollowUp(state.course.id, state.client, state.course.guide_id, step)
        for state in states
        for step in state.state.worklist
        if (all_of_them or step.by in roles) and _is_follow_up(step, state.pathway)
    ]
    return sorted(found, key=lambda one: (not one.is_late, one.guide_id != by.id, _when(one.step)))


def _is_follow_up(step: Step, pathway: Pathway) -> bool:
    after = {due.key for due in pathway.after_dose}
    return step.key in after or (step.action in _ACTIONS and step.key != "review")


def _when(step: Step) -> float:
    return step.due_by.timestamp() if step.due_by else float("inf")
