"""What a rule means, held against facts of a certain age. The clinical rooms turn this into their findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from openkap.knowledge.rules.condition import Comparison, Value, answers, weigh
from openkap.knowledge.rules.schema import ROUTE_VALUE, Rule
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.finding import Standing
from openkap.terms.quantity import write_number

__all__ = ["FactUsed", "Weighed", "weigh_rule"]

_NO_LIMIT = "no limit is set for this route"
_NOTHING_SAID = "Nothing is recorded that bears on this rule."


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact as the rule saw it. said: its value in words, or why it is not known. since, age: None where undated."""

    name: str
    title: str
    said: str
    known: bool
    since: datetime | None = None
    age: timedelta | None = None

    def __str__(self) -> str:
        if not self.known:
            return f"{self.title} ({self.said})"
        return f"{self.title}: {self.said}" + ("" if self.age is None else f" ({_spoken_age(self.age)} ago)")


@dataclass(frozen=True, slots=True)
class Weighed:
    """How a rule stands, on which facts, in a sentence; `resolve` is empty when nothing is left to do."""

    standing: Standing
    because: str
    resolve: str
    used: tuple[FactUsed, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(fact.name for fact in self.used)


def weigh_rule(rule: Rule, *, facts: Mapping[str, Fact[Value]], at: datetime | None) -> Weighed:
    """One rule against the facts. Without a moment `at` a fact whose age matters is unknown."""

    def read(test: Comparison) -> Fact[Value]:
        return _as_it_counts(facts.get(test.fact, Unknown()), test, at)

    in_play = True if rule.applies is None else weigh(rule.applies, read)
    holds = weigh(rule.condition, read)
    broken = holds if rule.adverse or holds is None else not holds
    used = _used(rule, {test: read(test) for test in rule.comparisons}, at)
    if in_play is False or broken is False:
        because = _sentence("Does not apply" if in_play is False else "Checked", used)
        return Weighed(Standing.MET, because if used else _NOTHING_SAID, "", used)
    known = tuple(fact for fact in used if fact.known)
    also = f" {_sentence('Known', known)}" if known else ""
    if in_play and broken:
        return Weighed(Standing.NOT_YET, rule.text + also, rule.resolve, used)
    open_facts = tuple(fact for fact in used if not fact.known)
    because = _sentence("Not known yet", open_facts) + also
    to_ask = ", ".join(fact.title for fact in open_facts if fact.said != _NO_LIMIT)
    resolve = f"Find out and record: {to_ask}." if to_ask else rule.resolve
    return Weighed(Standing.UNKNOWN, because, resolve, used)


def _as_it_counts(fact: Fact[Value], test: Comparison, at: datetime | None) -> Fact[Value]:
    """The fact, or why it does not count: dated in the future, undated where age matters, too old.

    A fact that counts only where it is known stands against a dose when it does: its date takes nothing from that.
    """
    if not isinstance(fact, Known) or test.when_known:
        return fact
    if at is not None and fact.since is not None and fact.since.astimezone(UTC) > at.astimezone(UTC):
        return Unknown("its date lies in the future")
    if test.max_age is None:
        return fact
    if fact.since is None:
        return Unknown("it has no date, and here its age matters")
    if at is None:
        return Unknown("its age cannot be told without a moment to count from")
    if not test.max_age.covers(since=fact.since, at=at):
        return Unknown(f"too old: from {_spoken_moment(fact.since, at)}, counts for {test.max_age}")
    return fact


def _used(rule: Rule, read: Mapping[Comparison, Fact[Value]], at: datetime | None) -> tuple[FactUsed, ...]:
    """Each fact once; where two tests read one fact differently (by age), the unknown reading is the one to show."""
    used: dict[str, FactUsed] = {}
    for test in rule.comparisons:
        fact = read[test]
        if test.when_known and not isinstance(fact, Known):
            continue
        if test.fact in used and not used[test.fact].known:
            continue
        if isinstance(fact, Known) and not answers(test, fact.value):
            why = _NO_LIMIT if str(test.value).startswith(ROUTE_VALUE) else "what is recorded does not answer it"
            used[test.fact] = FactUsed(test.fact, test.title, why, False)
        elif isinstance(fact, Known):
            age = None if at is None or fact.since is None else at.astimezone(UTC) - fact.since.astimezone(UTC)
            used[test.fact] = FactUsed(test.fact, test.title, _said(fact.value, test), True, fact.since, age)
        else:
            used[test.fact] = FactUsed(test.fact, test.title, fact.why, False)
    return tuple(used.values())


def _sentence(opening: str, used: tuple[FactUsed, ...]) -> str:
    return f"{opening}: {'; '.join(str(fact) for fact in used)}." if used else f"{opening}."


def _said(value: Value, test: Comparison) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal) and Decimal(value).is_finite():
        return f"{write_number(round(Decimal(value), 2))} {test.unit}".rstrip()
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    if isinstance(value, datetime):
        return f"{value:%d-%b-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%b-%Y}"
    return str(value)


def _spoken_age(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def _spoken_moment(since: datetime, at: datetime) -> str:
    return f"{since.astimezone(at.tzinfo):%d-%b-%Y %H:%M}"
