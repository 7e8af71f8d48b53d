"""What a schedule asks of a client's time, and what it would ask but may not."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from openkap.clinical.asking.days import at_clock
from openkap.clinical.asking.facts import Asked, AskingFacts, Dosed, Visit
from openkap.clinical.asking.judge import judge
from openkap.knowledge.measures import AnsweredBy, measure
from openkap.knowledge.pathways import Pathway
from openkap.knowledge.rules.history import history_parts
from openkap.knowledge.schedules import HEALTH, Schedule, schedule

__all__ = [
    "SECONDS_FOR_A_QUESTION",
    "Week",
    "minutes_of",
    "questions_of",
    "weeks_of",
    "weeks_of_pathway",
    "why_not_asked",
]

# No published minutes stand in the data of the measures. This is openkap's own estimate, not a measurement, and is
# called one wherever minutes are shown: ten seconds for each question, up to the next whole minute.
SECONDS_FOR_A_QUESTION = 10

# Any zone and any beginning do for a way that nobody goes; these have no clock change in its first weeks.
_ZONE = ZoneInfo("UTC")
_FIRST_DAY = date(2026, 1, 5)
_BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Week:
    """What one week asks. number: from 1, the week of the first contact. doses: how many are given in it."""

    number: int
    doses: int
    measures: tuple[str, ...]
    questions: int
    minutes: int


def why_not_asked(key: str, confirmed: frozenset[str] = frozenset()) -> str | None:
    """Why this measure is not put before a client on a screen; None where it may be. confirmed: the measures of which
    the practice has confirmed the condition."""
    if key == HEALTH:
        return None
    found = measure(key)
    if found.answered_by is AnsweredBy.CLINICIAN:
        return "A clinician asks and rates it."
    if not found.rights.may_show_text or not found.has_text:
        return "Its wording may not be shown here: numbers and scoring only."
    if found.rights.condition and key not in confirmed:
        return f"Its wording may be shown on a condition that nobody has confirmed here: {found.rights.condition}"
    return None


def questions_of(key: str) -> int:
    """How many questions a form has, every branch taken; of the health history those that are always asked."""
    if key == HEALTH:
        return sum(not question.after for part in history_parts() for question in part.questions)
    return len(measure(key).items)


def minutes_of(key: str) -> int:
    """About how many minutes a form takes: the estimate above.

    >>> minutes_of("phq2"), minutes_of("gad7")
    (1, 2)
    """
    return -(-questions_of(key) * SECONDS_FOR_A_QUESTION // 60)


def weeks_of_pathway(model: Pathway, askable: frozenset[str]) -> tuple[Week, ...]:
    """Those of a usual course of this pathway: its own schedule, with the typical number of its sessions."""
    medicine, preparation = model.session("medicine"), model.session("preparation")
    return weeks_of(
        schedule(model.schedule),
        doses_typical=medicine.typical if medicine else 1,
        preparations=preparation.typical if preparation else 0,
        askable=askable,
    )


@cache
def weeks_of(
    schedule: Schedule, *, doses_typical: int, preparations: int, askable: frozenset[str], weeks: int = 12
) -> tuple[Week, ...]:
    """The first weeks of a usual course, week by week, with everything answered as it is asked.

    A usual course: preparation sessions in the second and third week, then the usual number of doses at the usual
    interval. The same judgement that asks clients is asked here, in the morning and in the evening of each day.
    """
    days = [8 + 4 * preparations + schedule.days_between_doses * number for number in range(doses_typical)]
    every = tuple(_usual_dose(f"dose {number}", day) for number, day in enumerate(days, start=1))
    facts = AskingFacts(_ZONE, _BEGAN, doses_typical, askable, visits=_usual_visits(preparations, every))
    asked: dict[str, Asked] = {}
    found: list[Week] = []
    for week in range(weeks):
        keys: list[str] = []
        for at in (_hour(day, hour) for day in range(7 * week, 7 * week + 7) for hour in (9, 18)):
            now = replace(facts, dosed=tuple(one for one in every if one.first_at <= at), asked=asked)
            for slot in judge(schedule, now, at).to_ask:
                asked[slot.key] = Asked(at, answered_at=at)
                facts = replace(facts, answered=(*facts.answered, (slot.measure, at)))
                keys.append(slot.measure)
        found.append(
            Week(
                number=week + 1,
                doses=sum(day // 7 == week for day in days),
                measures=tuple(keys),
                questions=sum(questions_of(key) for key in keys),
                minutes=sum(minutes_of(key) for key in keys),
            )
        )
    return tuple(found)


def _hour(day: int, hour: int) -> datetime:
    return at_clock(_FIRST_DAY + timedelta(days=day), time(hour), _ZONE)


def _usual_dose(key: str, day: int) -> Dosed:
    at = _hour(day, 10)
    return Dosed(key, at, at, at, at + timedelta(hours=2))


def _usual_visits(preparations: int, doses: tuple[Dosed, ...]) -> tuple[Visit, ...]:
    before = [Visit(f"preparation {n}", "preparation", _hour(7 + 4 * n, 14)) for n in range(preparations)]
    return (*before, *(Visit(one.id, "medicine", one.first_at) for one in doses))
