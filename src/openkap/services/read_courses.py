"""Where courses stand: one pass over any number of them, with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openkap.clinical.pathway import CourseFacts, Moment, Stage, State, stage_of, stand
from openkap.knowledge.pathways import Pathway
from openkap.knowledge.texts import consent
from openkap.records.courses import find as find_courses
from openkap.records.courses.shapes import Course
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.records.practice import find as practice
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions.shapes import Dose, Session
from openkap.services.course_facts import course_facts, pathways_of
from openkap.services.read_clearance import ClearanceState, read_clearances
from openkap.terms.moment import earliest

__all__ = ["CourseState", "read_course", "read_courses"]


@dataclass(frozen=True, slots=True)
class CourseState:
    """A course with its client, where it stands and what comes next."""

    course: Course
    client: Client
    pathway: Pathway
    state: State
    facts: CourseFacts
    stage: Stage
    clearance: ClearanceState
    sessions: tuple[Session, ...]
    doses: tuple[Dose, ...]

    @property
    def until(self) -> datetime | None:
        """It stands so for as long as nothing is added and this moment has not come; None: for ever."""
        return earliest(self.state.until, self.clearance.until)

    @property
    def next_session(self) -> Session | None:
        return next((session for session in self.sessions if session.state == "planned"), None)


def read_course(*, within: UUID, course_id: UUID, at: datetime, by_parts: bool = True) -> CourseState:
    """by_parts: as in `read_clearances`."""
    course = find_courses.course(within=within, course_id=course_id)
    return read_courses(within=within, at=at, courses=[course], by_parts=by_parts)[0]


def read_courses(
    *, within: UUID, at: datetime, courses: Iterable[Course] | None = None, by_parts: bool = True
) -> list[CourseState]:
    """The state of these courses (None: every course of the practice), in their order."""
    asked = list(find_courses.courses(within=within) if courses is None else courses)
    ids = [course.id for course in asked]
    clients = {one.id: one for one in people.clients(within=within, ids={c.client_id for c in asked}, limit=len(ids))}
    clearances = read_clearances(within=within, courses_=asked, at=at, by_parts=by_parts)
    models = pathways_of(within=within, courses=asked)
    known = course_facts(within=within, courses=asked, at=at, clearances=clearances)
    sessions = _by_course(find_sessions.sessions(within=within, course_ids=ids))
    doses = find_sessions.doses(within=within, course_ids=ids)
    zone = practice.the_practice(within).zone
    states = []
    for course in asked:
        own = sessions.get(course.id, [])
        own_ids = {session.id for session in own}
        now = Moment(at, zone, consent(course.pathway).sha256)
        state = stand(models[course.id], known[course.id], now)
        states.append(
            CourseState(
                course=course,
                client=clients[course.client_id],
                pathway=models[course.id],
                state=state,
                facts=known[course.id],
                stage=stage_of(state),
                clearance=clearances[course.id],
                sessions=tuple(own),
                doses=tuple(dose for dose in doses if dose.session_id in own_ids),
            )
        )
    return states


def _by_course(sessions: list[Session]) -> dict[UUID, list[Session]]:
    grouped: dict[UUID, list[Session]] = {}
    for session in sessions:
        grouped.setdefault(session.course_id, []).append(session)
    return grouped
