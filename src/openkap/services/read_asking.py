"""How the asking of courses stands: what is due of their clients now, what was asked, answered, stopped."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from openkap.clinical.asking import Asked, AskingFacts, Dosed, Judgement, Visit, judge, why_not_asked
from openkap.knowledge.pathways import Pathway
from openkap.knowledge.schedules import Schedule, schedule
from openkap.records.asking import find as find_asking
from openkap.records.asking.shapes import Asking, Choice, Reminder
from openkap.records.courses.shapes import Course
from openkap.records.responses import find as find_responses
from openkap.records.responses.shapes import Response
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions.shapes import Dose, Session
from openkap.services.course_facts import pathways_of

__all__ = ["AskingState", "askable", "read_asking"]

T = TypeVar("T")
_COURSE, _CLIENT = attrgetter("course_id"), attrgetter("client_id")


@dataclass(frozen=True, slots=True)
class AskingState:
    """One course. `asked`: what the schedule asked, by the key of its slot. `choice`: the client's standing word."""

    course: Course
    schedule: Schedule
    judgement: Judgement
    asked: dict[str, Asking]
    reminders: tuple[Reminder, ...]
    choice: Choice | None

    @property
    def stopped(self) -> bool:
        return self.choice is not None and not self.choice.wants

    @property
    def due(self) -> tuple[Asking, ...]:
        """What was asked and can be answered now, the longest open first."""
        keys = [one.slot.key for one in self.judgement.due]
        return tuple(self.asked[key] for key in keys if key in self.asked)

    def reminded(self, key: str) -> int:
        """How often the client was reminded of this asking."""
        return sum(one.asking_id == self.asked[key].id for one in self.reminders)


@cache
def askable(key: str, confirmed: frozenset[str]) -> frozenset[str]:
    """The measures of this schedule that may be put before a client on a screen. confirmed: those of which the practice
    has confirmed the condition."""
    measures = {ask.measure for occasion in schedule(key).occasions for ask in occasion.asks}
    return frozenset(measure for measure in measures if why_not_asked(measure, confirmed) is None)


def read_asking(*, within: UUID, at: datetime, zone: ZoneInfo, courses: Iterable[Course]) -> list[AskingState]:
    """How these courses stand at this moment, in their order; a fixed number of queries, however many they are."""
    own = list(courses)
    ids, clients = [course.id for course in own], [course.client_id for course in own]
    sessions = find_sessions.sessions(within=within, course_ids=ids)
    doses = find_sessions.doses(within=within, course_ids=ids)
    responses = find_responses.of_courses(within=within, course_ids=ids)
    askings = find_asking.askings(within=within, course_ids=ids)
    reminders = find_asking.reminders(within=within, client_ids=clients)
    choices = find_asking.choices(within=within, client_ids=clients)
    sessions_of, responses_of = _grouped(sessions, _COURSE), _grouped(responses, _COURSE)
    askings_of, reminders_of = _grouped(askings, _COURSE), _grouped(reminders, _CLIENT)
    confirmed = frozenset(find_responses.confirmations(within=within))
    models = pathways_of(within=within, courses=own)
    doses_in = _grouped(doses, attrgetter("session_id"))
    return [
        _state(
            course,
            models[course.id],
            at,
            zone,
            confirmed,
            sessions=sessions_of[course.id],
            dosed=_dosed(sessions_of[course.id], doses_in),
            responses=responses_of[course.id],
            askings=askings_of[course.id],
            reminders=reminders_of[course.client_id],
            choice=choices.get(course.client_id),
        )
        for course in own
    ]


def _grouped(rows: Iterable[T], of: Callable[[T], UUID]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        found[of(row)].append(row)
    return found


def _state(
    course: Course,
    model: Pathway,
    at: datetime,
    zone: ZoneInfo,
    confirmed: frozenset[str],
    *,
    sessions: list[Session],
    dosed: tuple[Dosed, ...],
    responses: list[Response],
    askings: list[Asking],
    reminders: list[Reminder],
    choice: Choice | None,
) -> AskingState:
    plan = schedule(model.schedule)
    medicine = model.session("medicine")
    facts = AskingFacts(
        zone=zone,
        began_at=course.began_at,
        doses_typical=medicine.typical if medicine else 1,
        askable=askable(plan.key, confirmed),
        dosed=dosed,
        visits=tuple(
            Visit(str(one.id), one.kind, one.planned_at)
            for one in sessions
            if one.kind in ("preparation", "medicine") and one.state != "cancelled"
        ),
        asked={one.key: _asked(one, reminders) for one in askings},
        answered=tuple((one.measure, one.submitted_at) for one in responses if one.submitted_at is not None),
        wants=choice is None or choice.wants,
    )
    return AskingState(
        course=course,
        schedule=plan,
        judgement=judge(plan, facts, at),
        asked={one.key: one for one in askings},
        reminders=tuple(reminders),
        choice=choice,
    )


def _asked(one: Asking, reminders: list[Reminder]) -> Asked:
    days = tuple(reminder.on_day for reminder in reminders if reminder.asking_id == one.id)
    return Asked(one.asked_at, one.submitted_at, days, told=one.task_id is not None)


def _dosed(sessions: list[Session], doses_in: Mapping[UUID, list[Dose]]) -> tuple[Dosed, ...]:
    """The sessions in which medicine was given, by their first dose."""
    found = []
    for session in sessions:
        if given := doses_in.get(session.id):
            found.append(
                Dosed(
                    id=str(session.id),
                    first_at=given[0].given_at,
                    last_at=given[-1].given_at,
                    in_at=max(dose.ends_at for dose in given),
                    ended_at=session.ended_at,
                )
            )
    return tuple(sorted(found, key=lambda one: one.first_at))
