"""Whether a clearance stands at a moment. It expires by its parts: by its own date, and by any rule that was met when
it was decided and is not any more, because a result grew too old or something new was said or found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from openkap.clinical.eligibility import judge
from openkap.knowledge.rules import ROUTES, Action, Occasion, Rule, rules
from openkap.records.courses import find as courses
from openkap.records.courses.shapes import Clearance, Course
from openkap.services.read_facts import OF_THE_MOMENT, ClientFacts, read_facts_of
from openkap.services.read_site import read_site
from openkap.terms.fact import Known
from openkap.terms.finding import Standing
from openkap.terms.moment import day_begins, earliest

__all__ = ["ClearanceState", "read_clearance", "read_clearances", "standing_of"]

_RANK = {Standing.MET.value: 0, Standing.UNKNOWN.value: 1, Standing.NOT_YET.value: 2}


@dataclass(frozen=True, slots=True)
class ClearanceState:
    """standing: "cleared", "held", "expired", or None when nobody has decided, as the gate takes it. because: each part
    by which it has run out, or what it waits for. until: it stands so for as long as nothing is added and this moment
    has not come (None: for ever)."""

    decided: Clearance | None
    standing: str | None
    because: tuple[str, ...] = ()
    until: datetime | None = field(default=None, compare=False)


def standing_of(decided: Clearance, at: datetime) -> str:
    """ "cleared", "held", "expired" or "second" (it waits for a second name), by the row and its own date alone."""
    if decided.valid_until is None:
        return "held"
    if at >= decided.valid_until:
        return "expired"
    return "cleared" if decided.clears else "second"


def read_clearance(*, within: UUID, course: Course, at: datetime) -> ClearanceState:
    return read_clearances(within=within, courses_=[course], at=at)[course.id]


def read_clearances(
    *, within: UUID, courses_: Iterable[Course], at: datetime, by_parts: bool = True
) -> dict[UUID, ClearanceState]:
    """How the clearance of each course stands, with a fixed number of queries for any number of courses.

    by_parts: False reads the decision and its own date alone, for where nobody asks whether a dose may come (the room).
    """
    asked = list(courses_)
    decided = courses.clearances(within=within, course_ids=[course.id for course in asked])
    kept = [course for course in asked if course.id in decided] if by_parts else []
    good = [course for course in kept if standing_of(decided[course.id], at) == "cleared"]
    asked_rules = _lasting(rules(Occasion.SCREENING, read_site(within=within))) if good else ()
    lost: dict[UUID, tuple[str, ...]] = {}
    until: dict[UUID, datetime | None] = {}
    while left := [course for course in good if course.id not in lost]:
        batch = {course.client_id: course for course in left}  # one course of each client at a time
        by_client = {client_id: decided[course.id] for client_id, course in batch.items()}
        known = read_facts_of(within=within, client_ids=by_client, at=at, decided=by_client)
        for client_id, course in batch.items():
            parts = tuple(rule for rule in asked_rules if rule.id in decided[course.id].findings)
            lost[course.id] = _lost(parts, decided[course.id], known[client_id])
            until[course.id] = _good_until(parts, known[client_id])
    return {
        course.id: _state(decided.get(course.id), lost.get(course.id, ()), until.get(course.id), at) for course in asked
    }


def _state(
    decided: Clearance | None, lost: tuple[str, ...], parts_until: datetime | None, at: datetime
) -> ClearanceState:
    if decided is None:
        return ClearanceState(None, None)
    standing = standing_of(decided, at)
    if standing == "expired":
        return ClearanceState(decided, "expired", ("Its date has passed.",))
    until = earliest(decided.valid_until, parts_until)
    if standing == "second":
        return ClearanceState(decided, "held", ("It waits for the name of a second clinician.",), until)
    if lost:  # the sentences tell how old a thing is, which is another with every day
        return ClearanceState(decided, "expired", lost, at)
    return ClearanceState(decided, standing, (), until)


def _lasting(every: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules that a clearance can stand on, and does where they were asked as it was decided: one that was added
    since is asked by the next review. What is of the moment, and the course of the series, are asked on the day."""
    return tuple(
        rule
        for rule in every
        if rule.group != "series"
        and rule.action is not Action.INFO
        and not OF_THE_MOMENT.intersection(test.fact for test in rule.comparisons)
    )


def _good_until(asked: tuple[Rule, ...], known: ClientFacts) -> datetime | None:
    """The first moment from which what these rules are held against is another thing, though nothing was added: a fact
    grows too old or is not of today any more, one that is dated ahead begins to count, the client is a year older."""
    zone = known.at.tzinfo or UTC
    midnight = day_begins(known.at.date() + timedelta(days=1), zone)
    limits = [one.at for each in known.stated.values() for one in each if one.at is not None]
    for test in (test for rule in asked for test in rule.comparisons):
        fact = known.facts.get(test.fact)
        if test.max_age and isinstance(fact, Known) and fact.since is not None:
            same_day = test.max_age.unit == "same day"
            limits += (fact.since, midnight if same_day else test.max_age.ends(fact.since) + timedelta.resolution)
    if known.born_on is not None:
        limits += (day_begins(_birthday(known.born_on, known.at.year + ahead), zone) for ahead in (0, 1))
    return min((one for one in limits if one > known.at), default=None)


def _birthday(born_on: date, year: int) -> date:
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)  # the 29th of February, in a year that has none


def _lost(asked: tuple[Rule, ...], decided: Clearance, known: ClientFacts) -> tuple[str, ...]:
    """Each rule that stands worse than when it was decided."""
    if _nothing_new(asked, decided, known):
        return ()
    findings = judge(rules=asked, facts=known.facts, drug=ROUTES[decided.route], route=decided.route, at=known.at)
    return tuple(
        f"{one.rule} {one.title}: {one.because}"
        for one in findings
        if _RANK[one.standing.value] > _RANK.get(decided.stood(one.rule), 1)
    )


def _nothing_new(asked: tuple[Rule, ...], decided: Clearance, known: ClientFacts) -> bool:
    """Whether nothing was said, examined or entered since the decision, and nothing it stood on has grown too old:
    then every rule stands as it stood, and a list of hundreds of clients need not judge each anew."""
    moments = [one.at for each in known.stated.values() for one in each if one.at is not None]
    if max([*moments, *(one.entered_at for one in known.results)], default=decided.decided_at) > decided.decided_at:
        return False
    dated = ((test.max_age, known.facts.get(test.fact)) for rule in asked for test in rule.comparisons if test.max_age)
    return all(
        not isinstance(fact, Known) or fact.since is None or age is None or age.covers(since=fact.since, at=known.at)
        for age, fact in dated
    )
