"""What waits, and for whom: one line for every course in which somebody has a next step to take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openkap.clinical.authority import Doing, may
from openkap.clinical.pathway import window_after
from openkap.records.people.shapes import Client
from openkap.records.sessions.shapes import Session
from openkap.services.read_courses import CourseState
from openkap.terms.identity import Actor, Role

__all__ = ["Waiting", "next_line", "read_worklist"]

# The kind of session that a phase is lived in; the other phases are lived on the phone and on paper.
_SESSION_OF_PHASE = {
    "inquiry": "consult",
    "preparation": "preparation",
    "medicine": "medicine",
    "integration": "integration",
}
_WHOSE_TURN = {Role.GUIDE: "guide", Role.PRESCRIBER: "prescriber"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a worklist.

    by: the role whose turn it is. what: a sentence. book: the kind of session that should be booked, None where none
    should. record: a session whose time has passed without being held or cancelled. ahead: the session of the next step
    that is booked. closes_at: the end of the integration window, where it is open or was missed.
    """

    course_id: UUID
    client: Client
    pathway: str
    guide_id: UUID | None
    guide_name: str | None
    by: str
    what: str
    urgent: bool
    book: str | None
    record: Session | None
    ahead: Session | None
    closes_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether someone has to do something, rather than wait for a day that is booked."""
        return self.ahead is None


def read_worklist(states: Iterable[CourseState], *, by: Actor, at: datetime) -> list[Waiting]:
    """The lines of these courses that concern `by`: what is open before what is booked, what is urgent first, then
    their own clients. Who may not read a clinical record sees what has to be booked, and nothing of why.
    """
    clinical = may(by, Doing.SEE_CLINICAL)
    lines = [next_line(state, at) if clinical else _booking_line(state, at) for state in states]
    return sorted((line for line in lines if _concerns(line, by)), key=lambda line: _order(line, by))


def next_line(state: CourseState, at: datetime) -> Waiting:
    """The next step of one course. What has happened and was not recorded stands before what is planned."""
    overdue = next((one for one in state.sessions if one.is_overdue(at)), None)
    if overdue is not None:
        told = f"The {overdue.kind} session has not been recorded. Say how it was, or cancel it."
        return _line(state, at, by="guide", what=told, record=overdue, urgent=state.stage.urgent)
    stage, kind = state.stage, _kind_of_step(state)
    ahead = next((one for one in state.sessions if one.state == "planned" and one.kind == kind), None)
    book = kind if ahead is None else None
    return _line(state, at, by=stage.by, what=stage.next_step, book=book, ahead=ahead, urgent=stage.urgent)


def _kind_to_book(state: CourseState) -> str | None:
    """The kind of session that the next step needs and that nobody has booked."""
    kind = _kind_of_step(state)
    if kind is None or any(one.kind == kind and one.state == "planned" for one in state.sessions):
        return None
    return kind


def _kind_of_step(state: CourseState) -> str | None:
    if state.stage.by != "guide":
        return None
    kind = _SESSION_OF_PHASE.get(state.stage.phase)
    return kind if kind is not None and state.pathway.session(kind) else None


def _booking_line(state: CourseState, at: datetime) -> Waiting:
    kind = _kind_to_book(state)
    what = "" if kind is None else f"Book the next appointment: {kind}."
    return _line(state, at, by=state.stage.by, what=what, book=kind, urgent=kind is not None and state.stage.urgent)


def _line(
    state: CourseState,
    at: datetime,
    *,
    by: str,
    what: str,
    urgent: bool,
    book: str | None = None,
    record: Session | None = None,
    ahead: Session | None = None,
) -> Waiting:
    window = state.pathway.window("integration")
    closing = window is not None and state.doses and urgent
    return Waiting(
        course_id=state.course.id,
        client=state.client,
        pathway=state.pathway.title,
        guide_id=state.course.guide_id,
        guide_name=state.course.guide_name,
        by=by,
        what=what,
        urgent=urgent,
        book=book,
        record=record,
        ahead=ahead,
        closes_at=window_after(window, state.doses[-1].given_at, at).closes_at if window and closing else None,
    )


def _concerns(line: Waiting, by: Actor) -> bool:
    if Role.LEAD in by.roles and line.by:
        return True
    if any(_WHOSE_TURN.get(role) == line.by for role in by.roles):
        return True
    return Role.FRONT_DESK in by.roles and line.book is not None


def _order(line: Waiting, by: Actor) -> tuple[bool, bool, bool, float, str]:
    when = line.closes_at or (line.ahead.planned_at if line.ahead else None)
    moment = when.timestamp() if when else 0.0
    return (not line.is_open, not line.urgent, line.guide_id != by.id, moment, line.client.family_name)
