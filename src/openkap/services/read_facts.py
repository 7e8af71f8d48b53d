"""What is known about a client's health at one moment, as the rules take it, and every source that said something.

The latest statement about a fact counts; what others said stays beside it, so that a conflict is seen and never
averaged. Reading only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from openkap.clinical.eligibility import read_fact
from openkap.knowledge.rules.condition import Value
from openkap.records.courses.shapes import Clearance
from openkap.records.health import find as health
from openkap.records.health.shapes import Attestation, MedicineList, Result
from openkap.records.people import find as people
from openkap.records.practice import find as practices
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Answer
from openkap.records.sessions import find as sessions
from openkap.services.health_form import HEALTH, facts_from, health_questions
from openkap.terms.fact import Fact, Known, Unknown

__all__ = ["OF_THE_MOMENT", "ClientFacts", "Stated", "latest_results", "read_facts", "read_facts_of"]

# What a clinician sees of a person now, and what therefore says nothing about another day.
OF_THE_MOMENT = frozenset({"intoxicated_now", "cannot_consent_or_withdrew", "imminent_suicide_risk"})
_SCORES = {"audit": "audit_total", "dast10": "dast10_total"}


@dataclass(frozen=True, slots=True)
class Stated:
    """One source's word on one fact: what it says, who says it, and when it was said or seen."""

    fact: Fact[Value]
    source: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """facts: what counts. stated: every source by fact, the one that counts last. medicines: the latest list of each
    kind of source, the one that stands last. attested: when the client last looked at the history again."""

    client_id: UUID
    at: datetime
    facts: Mapping[str, Fact[Value]]
    stated: Mapping[str, tuple[Stated, ...]]
    medicines: tuple[MedicineList, ...]
    results: tuple[Result, ...]
    attested: Attestation | None
    born_on: date | None = None

    def conflict(self, fact: str) -> tuple[Stated, ...]:
        """What is known from several sources and not the same; empty where they agree."""
        known = [one for one in self.stated.get(fact, ()) if isinstance(one.fact, Known)]
        values = {one.fact.value for one in known if isinstance(one.fact, Known)}
        return tuple(known) if len(values) > 1 else ()


def read_facts(
    *,
    within: UUID,
    client_id: UUID,
    at: datetime,
    course_ids: Iterable[UUID] = (),
    found: Mapping[str, Value] | None = None,
    decided: Clearance | None = None,
) -> ClientFacts:
    """What is known of one client. course_ids: the courses whose doses count. found: what a prescriber finds now; it
    counts before everything said until now. decided: a clearance whose findings still count (`settled`).
    """
    read = read_facts_of(within=within, client_ids=[client_id], at=at, decided={client_id: decided} if decided else {})
    facts = read[client_id]
    given = sessions.doses(within=within, course_ids=list(course_ids))
    own = [*(_doses([dose.given_at for dose in given], facts.at) if course_ids else ())]
    own += [(name, Stated(Known(value, at), "found now", at)) for name, value in (found or {}).items()]
    return _with(facts, own)


def read_facts_of(
    *, within: UUID, client_ids: Iterable[UUID], at: datetime, decided: Mapping[UUID, Clearance] | None = None
) -> dict[UUID, ClientFacts]:
    """The same of any number of clients, with a fixed number of queries; without doses."""
    ids = list(client_ids)
    here = at.astimezone(practices.the_practice(within).zone)
    answers = responses.answers_of(within=within, client_ids=ids, measure=HEALTH)
    attested = health.attestations(within=within, client_ids=ids)
    lists = health.medicines(within=within, client_ids=ids)
    results = health.results(within=within, client_ids=ids)
    totals = responses.totals(within=within, client_ids=ids, measures=_SCORES)
    born = {one.id: one.born_on for one in people.clients(within=within, ids=ids, limit=len(ids))}
    found = {}
    for client_id in ids:
        looked_at = attested.get(client_id, [])
        empty = ClientFacts(
            client_id=client_id,
            at=here,
            facts={},
            stated={},
            medicines=tuple(lists.get(client_id, ())),
            results=tuple(results.get(client_id, ())),
            attested=looked_at[-1] if looked_at else None,
            born_on=born.get(client_id),
        )
        statements = [
            *_age(born.get(client_id), here),
            *(_said(said, looked_at) if (said := answers.get(client_id, {})) or looked_at else _silent()),
            *(
                (_SCORES[key], Stated(Known(Decimal(one.total), one.submitted_at), f"{key} sent", one.submitted_at))
                for key, one in totals.get(client_id, {}).items()
                if one.total is not None
            ),
            *_examined(results.get(client_id, [])),
            *_listed(lists.get(client_id, [])),
            *_settled((decided or {}).get(client_id), here),
        ]
        found[client_id] = _with(empty, statements)
    return found


def latest_results(results: Iterable[Result]) -> dict[str, Result]:
    """The result that stands for each fact: the latest by its own date, corrections in place of what they correct."""
    kept = list(results)
    replaced = {one.replaces_id for one in kept}
    return {one.fact: one for one in kept if one.id not in replaced and one.value}


def _with(facts: ClientFacts, statements: Iterable[tuple[str, Stated]]) -> ClientFacts:
    """Adds statements, each fact's in the order in which they count: what says nothing first, then by time."""
    stated = {name: list(one) for name, one in facts.stated.items()}
    for name, one in statements:
        stated.setdefault(name, []).append(one)
    for each in stated.values():
        each.sort(key=lambda one: (one.at is not None, one.at.timestamp() if one.at else 0))
    return replace(
        facts,
        stated={name: tuple(each) for name, each in stated.items()},
        facts={name: each[-1].fact for name, each in stated.items()},
    )


def _age(born_on: date | None, here: datetime) -> Iterable[tuple[str, Stated]]:
    if born_on is None:
        return
    today = here.date()
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    if years >= 0:
        birthday = here.replace(year=born_on.year + years, month=born_on.month, day=min(born_on.day, 28))
        yield "age_years", Stated(Known(Decimal(years)), "date of birth", birthday)


@lru_cache(maxsize=1)
def _silent() -> tuple[tuple[str, Stated], ...]:
    """The word of everybody who has said nothing yet: of thousands of clients it is worked out once."""
    return tuple(_said({}, []))


def _said(answers: Mapping[str, Answer], attested: list[Attestation]) -> Iterable[tuple[str, Stated]]:
    """The client's word. "Nothing has changed" makes it as fresh as that day, without putting it before what a
    clinician found in between."""
    changed = {part: one.said_at for one in attested for part in one.changed}
    confirmed = {
        question.part: max(
            (one.said_at for one in attested if question.part not in one.changed and one.said_at), default=None
        )
        for question in health_questions()
    }
    facts = facts_from(answers, changed)
    for question in health_questions():
        fact = facts[question.item]
        answer = answers.get(question.item)
        if not question.asked.informs:
            continue
        if isinstance(fact, Known):
            assert fact.since is not None  # noqa: S101 - every answer has its moment
            again = confirmed[question.part]
            fresh = Known(fact.value, max(fact.since, again)) if again else fact
            yield question.item, Stated(fresh, "the client", fact.since)
        elif fact.why == "the client says that something has changed here":
            yield question.item, Stated(fact, "the client", changed[question.part])
        else:
            unsure = answer is not None and answer.value is not None
            yield question.item, Stated(fact, "the client", answer.given_at if answer and unsure else None)


def _examined(results: list[Result]) -> Iterable[tuple[str, Stated]]:
    for one in latest_results(results).values():
        fact = read_fact(one.fact, one.value)
        if isinstance(fact, Known):
            known = Known(fact.value, one.observed_at)
            yield one.fact, Stated(known, f"{one.source}, entered by {one.entered_by_name}", one.observed_at)


def _listed(lists: list[MedicineList]) -> Iterable[tuple[str, Stated]]:
    for one in lists:
        said = one.source if one.said_by_kind == "client" else f"{one.source}, gone through by staff"
        yield "medicines", Stated(Known(one.typed, one.said_at), said, one.said_at)


def _settled(decided: Clearance | None, here: datetime) -> Iterable[tuple[str, Stated]]:
    """What the prescriber found when the clearance was decided. What is of the moment counts on that day alone."""
    if decided is None:
        return
    same_day = decided.decided_at.astimezone(here.tzinfo).date() == here.date()
    for name, value in decided.settled.items():
        if name in OF_THE_MOMENT and not same_day:
            yield name, Stated(Unknown("found on an earlier day, and it can change by the hour"), "a clinician", None)
            continue
        fact = read_fact(name, value)
        if isinstance(fact, Known):
            known = Known(fact.value, decided.decided_at)
            yield name, Stated(known, f"found by {decided.decided_by_name}", decided.decided_at)


def _doses(given: list[datetime], at: datetime) -> Iterable[tuple[str, Stated]]:
    """What follows from the doses on record. Before the first one the series has not begun."""
    past = [moment for moment in given if moment <= at]
    week = sum(moment > at - timedelta(days=7) for moment in past)
    known: dict[str, Decimal | bool] = {"doses_so_far": Decimal(len(past)), "doses_in_last_7_days": Decimal(week)}
    if not past:
        known |= {"in_first_series": True, "treatment_week": Decimal(1), "months_in_treatment": Decimal(0)}
    else:
        days = (at - past[0]).days
        known |= {"treatment_week": Decimal(days // 7 + 1), "months_in_treatment": Decimal(days // 30)}
    for name, value in known.items():
        yield name, Stated(Known(value), "the record of doses", None)
