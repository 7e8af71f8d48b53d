"""Where courses stand: one pass over any number of them, with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openkap.clinical.pathway import CourseFacts, Stage, stage_of
from openkap.knowledge.pathways import Pathway, pathway
from openkap.records.consent import find as find_consent
from openkap.records.courses import find as find_courses
from openkap.records.courses.shapes import Course
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.records.responses import find as find_responses
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions.shapes import Dose, Session
from openkap.services.judge_readiness import understands_consent
from openkap.services.read_clearance import ClearanceState, read_clearances
from openkap.terms.fact import Unknown

__all__ = ["CourseState", "read_course", "read_courses"]


@dataclass(frozen=True, slots=True)
class CourseState:
    """A course with its client, where it stands and what comes next."""

    course: Course
    client: Client
    pathway: Pathway
    stage: Stage
    clearance: ClearanceState
    sessions: tuple[Session, ...]
    doses: tuple[Dose, ...]

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
    signatures = find_consent.standing(within=within, course_ids=ids)
    sessions = _by_course(find_sessions.sessions(within=within, course_ids=ids))
    doses = find_sessions.doses(within=within, course_ids=ids)
    intake_open = {
        response.course_id
        for response in find_responses.of_courses(within=within, course_ids=ids)
        if response.occasion == "intake" and not response.done
    }
    states = []
    for course in asked:
        own = sessions.get(course.id, [])
        own_ids = {session.id for session in own}
        given = [dose for dose in doses if dose.session_id in own_ids]
        model = pathway(course.pathway)
        ended = [session for session in own if session.state == "ended"]
        last_dose_at = given[-1].given_at if given else None
        facts = CourseFacts(
            at=at,
            intake_done=course.id not in intake_open,
            clearance=clearances[course.id].standing,
            consented=not isinstance(understands_consent(signatures.get(course.id), course.pathway), Unknown),
            held={kind: sum(one.kind == kind for one in ended) for kind in {one.kind for one in ended}},
            live=next((session.kind for session in own if session.state == "live"), None),
            last_dose_at=last_dose_at,
            integrated=last_dose_at is not None
            and any(one.kind == "integration" and one.started_at and one.started_at > last_dose_at for one in ended),
        )
        states.append(
            CourseState(
                course=course,
                client=clients[course.client_id],
                pathway=model,
                stage=stage_of(model, facts),
                clearance=clearances[course.id],
                sessions=tuple(own),
                doses=tuple(given),
            )
        )
    return states


def _by_course(sessions: list[Session]) -> dict[UUID, list[Session]]:
    grouped: dict[UUID, list[Session]] = {}
    for session in sessions:
        grouped.setdefault(session.course_id, []).append(session)
    return grouped
