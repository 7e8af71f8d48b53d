"""Nobody is lost after a dose: what is due for each client then, for whom, and which times are free in a window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from openkap.clinical.pathway import Action, Step, StepStanding, window_after
from openkap.knowledge.pathways import Pathway
from openkap.records.calendar import find as calendar
from openkap.records.people.shapes import Client
from openkap.records.practice import find as practice
from openkap.services.read_courses import CourseState
from openkap.terms.identity import Actor, Role

__all__ = ["FollowUp", "free_slots", "read_follow_ups"]

# Site policy: when appointments are offered, by the practice's wall clock.
_OPENS, _CLOSES = time(9), time(17)
_OFFERED = 3
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


def free_slots(*, within: UUID, state: CourseState, kind: str, at: datetime) -> list[datetime]:
    """The first free times of the guide inside the window after the last dose; none where there is no window."""
    window, session = state.pathway.window(kind), state.pathway.session(kind)
    if window is None or session is None or not state.doses:
        return []
    zone = practice.the_practice(within).zone
    span = window_after(window, state.doses[-1].given_at, at)
    begins, lasts = max(span.opens_at, at), timedelta(minutes=session.minutes)
    taken = [
        one
        for one in calendar.between(within=within, starts=begins - timedelta(hours=12), ends=span.closes_at)
        if one.guide_id == state.course.guide_id or one.client_id == state.client.id
    ]
    found: list[datetime] = []
    day = begins.astimezone(zone).date()
    while day <= span.closes_at.astimezone(zone).date() and len(found) < _OFFERED:
        for hour in range(_OPENS.hour, _CLOSES.hour):
            starts = datetime.combine(day, time(hour), tzinfo=zone)
            ends = starts + lasts
            inside = begins <= starts <= span.closes_at and day.weekday() < 5
            if inside and all(one.ends_at <= starts or one.starts_at >= ends for one in taken):
                found.append(starts)
        day += timedelta(days=1)
    return found[:_OFFERED]


def _is_follow_up(step: Step, pathway: Pathway) -> bool:
    after = {due.key for due in pathway.after_dose}
    return step.key in after or (step.action in _ACTIONS and step.key != "review")


def _when(step: Step) -> float:
    return step.due_by.timestamp() if step.due_by else float("inf")
