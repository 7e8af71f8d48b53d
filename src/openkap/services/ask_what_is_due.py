"""What is due is asked; who has not answered is reminded, three times at most; then a person is told.

Asked whenever something happens from which a question may follow (a booking, the end of a session, a client coming in),
and by the clock (`openkap ask-due`, docs/adr/0014). It may be run at any moment, by several at once: a course is judged
again when the writer's turn has come, and every row has a key that is kept once.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from openkap.knowledge.measures import measure
from openkap.records.asking import keep as asking
from openkap.records.base import Act
from openkap.records.courses import find as find_courses
from openkap.records.courses.shapes import Course
from openkap.records.ledger import keep as ledger
from openkap.records.practice import find as practices
from openkap.records.responses import keep as responses
from openkap.services.health_form import HEALTH, health_edition
from openkap.services.read_asking import AskingState, read_asking
from openkap.terms.identity import Actor, ActorKind

__all__ = ["ask_client", "ask_course", "ask_what_is_due", "present_courses"]


def ask_what_is_due(*, within: UUID, at: datetime) -> int:
    """Goes over the present course of every client. Gives for how many there was something to do.

    Reads them all at once; takes a turn as a writer only for those in which something is to be done, one by one.
    """
    act = Act(within=within, by=Actor(ActorKind.SYSTEM), at=at)
    zone = practices.the_practice(within).zone
    states = read_asking(within=within, at=at, zone=zone, courses=present_courses(within=within))
    due = [state.course.id for state in states if state.judgement.has_work]
    for course_id in due:
        with transaction.atomic():
            ask_course(act, course_id=course_id)
    return len(due)


def ask_client(act: Act, *, client_id: UUID) -> None:
    """What is due of this client, in their present course, if they have one. Inside a transaction."""
    own = find_courses.of_client(within=act.within, client_id=client_id)
    if own:
        ask_course(act, course_id=own[0].id)


def ask_course(act: Act, *, course_id: UUID) -> None:
    """What is due in this course. Inside a transaction, which takes its turn among the writers of the practice."""
    ledger.take_turn(act)
    course = find_courses.course(within=act.within, course_id=course_id)
    zone = practices.the_practice(act.within).zone
    state = read_asking(within=act.within, at=act.at, zone=zone, courses=[course])[0]
    _ask(act, state)
    _remind(act, state, zone)
    for key in state.judgement.to_tell:
        asking.task(act, client_id=course.client_id, course_id=course.id, asking_id=state.asked[key].id)


def present_courses(*, within: UUID) -> list[Course]:
    """The latest course of every client: an earlier one asks nothing any more."""
    latest: dict[UUID, Course] = {}
    for course in find_courses.courses(within=within):
        latest.setdefault(course.client_id, course)
    return list(latest.values())


def _ask(act: Act, state: AskingState) -> None:
    course = state.course
    for slot in state.judgement.to_ask:
        edition = health_edition() if slot.measure == HEALTH else measure(slot.measure).edition
        response_id = responses.ask(
            act,
            client_id=course.client_id,
            course_id=course.id,
            measure=slot.measure,
            edition=edition,
            occasion=slot.occasion,
        )
        asking.asking(
            act,
            course_id=course.id,
            response_id=response_id,
            schedule=state.schedule.key,
            edition=state.schedule.edition,
            key=slot.key,
            opened_at=slot.opens_at,
            late_at=slot.late_at,
        )


def _remind(act: Act, state: AskingState, zone: ZoneInfo) -> None:
    for key in state.judgement.to_remind:
        asking.reminder(
            act,
            client_id=state.course.client_id,
            asking_id=state.asked[key].id,
            number=state.reminded(key) + 1,
            on_day=act.at.astimezone(zone).date(),
        )
