"""Every rule as the prescriber reviews it: what stands, what is not known, what it rests on, and who says what."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from openkap.clinical.eligibility import RuleFinding
from openkap.clinical.eligibility.derive import DERIVED_FROM
from openkap.interfaces.desk.forms.clearance import Clearance, settled_specs
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Line, Link, Problem
from openkap.interfaces.kit.templatetags.kit import problems_of as form_problems
from openkap.knowledge.rules import rules, sources
from openkap.knowledge.rules.examinations import examinations
from openkap.knowledge.rules.fact_spec import class_titles, fact_spec
from openkap.knowledge.rules.medicines import nearest_names, recognise
from openkap.knowledge.rules.schema import Confidence
from openkap.knowledge.rules.weighing import FactUsed
from openkap.records.courses.shapes import Clearance as Decided
from openkap.services.read_facts import Stated
from openkap.services.read_health import HealthReview
from openkap.terms.fact import Known
from openkap.terms.finding import Standing

__all__ = ["RuleLine", "medicine_lines", "met_lines", "open_lines", "problems_of"]

_STANDS = {Standing.NOT_YET: ("alert", "Stands"), Standing.UNKNOWN: ("watch", "Not known yet")}
_CONFIDENCE = {
    Confidence.RETRIEVED: "the source was read",
    Confidence.GENERAL: "general knowledge",
    Confidence.UNCONFIRMED: "not confirmed",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """said: every source's word on its facts, side by side. differ: whether two of them disagree. found: a field for
    each fact that a prescriber can find. enter: ways to enter what is examined. before: what was found last time."""

    rule: str
    title: str
    tone: str
    standing: str
    action: str
    because: str
    resolve: str
    said: tuple[Line, ...]
    differ: bool
    before: tuple[Line, ...]
    basis: tuple[Line, ...]
    found: tuple[forms.BoundField, ...]
    enter: tuple[Link, ...]


def open_lines(request: HttpRequest, review: HealthReview, form: Clearance, last: Decided | None) -> list[RuleLine]:
    """What stands before what is not known, the strictest first. A fact of several rules is found at the first."""
    still_open = [finding for finding in review.findings if not finding.met]
    order = [Standing.NOT_YET, Standing.UNKNOWN]
    still_open.sort(key=lambda one: (order.index(one.standing), -one.action.severity))
    shown: set[str] = set()
    lines = []
    for finding in still_open:
        fresh = [name for name in _facts(finding) if name in settled_specs() and name not in shown]
        shown.update(fresh)
        lines.append(_line(request, finding, review, form, last, fresh))
    return lines


def met_lines(review: HealthReview) -> list[Line]:
    """What is met, a line each."""
    return [Line(term=f"{one.rule} {one.title}", value=one.because) for one in review.findings if one.met]


def medicine_lines(review: HealthReview) -> list[Line]:
    """Each medicine as typed, with what openkap recognised in it; what it does not know says so."""
    lines, titles = [], class_titles()
    standing = review.known.medicines[-1] if review.known.medicines else None
    for typed in standing.typed if standing else ():
        found = recognise(typed)
        known = [
            f"{one.ingredient}: {', '.join(titles.get(name, 'no interaction known') for name in one.classes)}"
            for one in found.medicines
        ]
        near = nearest_names(typed) if not known else ()
        hint = f" Is it {' or '.join(near)}?" if near else ""
        doubt = "" if found.whole else f"Not recognised{' in full' if known else ''}: look at it.{hint}"
        lines.append(Line(term=typed, value="; ".join(known), unknown=doubt, note=doubt if known else ""))
    return lines


def problems_of(form: Clearance) -> list[Problem]:
    """What keeps the decision from being kept, each with the way to it: its rule, or its field."""
    known = {rule.id for rule in rules()}
    return [
        replace(problem, url=f"#{first}") if (first := problem.message.split(" ")[0]) in known else problem
        for problem in form_problems(form)
    ]


def _line(
    request: HttpRequest,
    finding: RuleFinding,
    review: HealthReview,
    form: Clearance,
    last: Decided | None,
    fresh: list[str],
) -> RuleLine:
    tone, standing = _STANDS[finding.standing]
    facts = _facts(finding)
    return RuleLine(
        rule=finding.rule,
        title=finding.title,
        tone=tone,
        standing=standing,
        action=finding.action.value,
        because=finding.because,
        resolve=finding.resolve,
        said=tuple(line for name in facts for line in _said(request, name, review.known.stated.get(name, ()))),
        differ=any(review.known.conflict(name) for name in facts),
        before=tuple(_before(request, last, facts)),
        basis=_basis(finding),
        found=tuple(form.finding_of(name) for name in fresh),
        enter=tuple(_ways(review, facts, finding)),
    )


def _facts(finding: RuleFinding) -> list[str]:
    """The facts that somebody enters for this finding: of what is worked out, those behind it."""
    names: dict[str, None] = {}
    for name in finding.facts:
        behind = ("medicines",) if name.startswith("medicine:") else DERIVED_FROM.get(name, (name,))
        names.update(dict.fromkeys(behind))
    return list(names)


def _basis(finding: RuleFinding) -> tuple[Line, ...]:
    cited = [sources()[name].title for name in finding.sources]
    return (
        Line(term="Rule", value=finding.rule, note=f"edition {finding.edition}"),
        Line(term="Authority", value=finding.kind.value, note=_CONFIDENCE[finding.confidence]),
        Line(term="Sources", value="; ".join(cited), unknown="none named"),
        Line(term="Override", value=finding.override.value),
        *(Line(term=f"{sources()[source].title} says", value=says) for source, says in finding.views),
        *(Line(term=fact.title, value=_used(fact)) for fact in finding.used),
    )


def _used(fact: FactUsed) -> str:
    age = "" if fact.age is None else f", {max(0, fact.age.days)} d ago" if fact.age.days else ", today"
    return f"{fact.said}{age}"


def _said(request: HttpRequest, name: str, stated: tuple[Stated, ...]) -> list[Line]:
    title = fact_spec(name).title
    lines = []
    for one in reversed(stated):
        when = written.day(one.at.astimezone(request.practice.zone).date()) if one.at else ""
        value, unknown = (_value(one.fact.value), "") if isinstance(one.fact, Known) else ("", one.fact.why)
        note = ", ".join(part for part in (one.source, when) if part)
        lines.append(Line(term=title, value=value, unknown=unknown, note=note))
    return lines


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(value) or "nothing at all"
    return str(value)


def _before(request: HttpRequest, last: Decided | None, facts: list[str]) -> list[Line]:
    """An earlier finding is shown and never copied: what is safe is found anew."""
    if last is None:
        return []
    day = written.day(last.decided_at.astimezone(request.practice.zone).date())
    return [
        Line(term=f"Found before: {fact_spec(name).title}", value=_value(last.settled[name]), note=day)
        for name in facts
        if name in last.settled
    ]


def _ways(review: HealthReview, facts: list[str], finding: RuleFinding) -> list[Link]:
    where: Mapping[str, str] = {fact: one.id for one in examinations() for fact in one.facts}
    titles = {one.id: one.title for one in examinations()}
    client_id = review.known.client_id
    wanted = dict.fromkeys(where[name] for name in facts if name in where)
    ways = [
        Link(label=f"Enter: {titles[one]}", url=f"{reverse('desk:results', args=[client_id])}#{one}") for one in wanted
    ]
    if "medicines" in facts:
        ways.append(Link(label="Go through the medicines", url=reverse("desk:medicines", args=[client_id])))
    return ways
