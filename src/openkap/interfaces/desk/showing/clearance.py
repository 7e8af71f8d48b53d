"""Every contraindication as the prescriber reviews it: how it stands, what the client said, what it rests on."""

from dataclasses import dataclass, replace

from django import forms
from django.http import HttpRequest

from openkap.clinical.eligibility import RuleFinding
from openkap.interfaces.desk.forms.clearance import Clearance
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Line, Problem
from openkap.interfaces.kit.templatetags.kit import problems_of as form_problems
from openkap.knowledge.rules import contraindications
from openkap.knowledge.rules.schema import Confidence
from openkap.records.courses.shapes import Clearance as Decided
from openkap.services.read_health import HealthReview
from openkap.terms.fact import Known
from openkap.terms.finding import Standing

__all__ = ["RuleLine", "problems_of", "rule_lines"]

_STANDS = {
    Standing.MET: ("ok", "Ruled out"),
    Standing.NOT_YET: ("alert", "Stands"),
    Standing.UNKNOWN: ("watch", "Not known yet"),
}
_CONFIDENCE = {
    Confidence.RETRIEVED: "the source was read",
    Confidence.GENERAL: "general knowledge",
    Confidence.UNCONFIRMED: "not confirmed",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """`said` is the client's own answer; empty where only a clinician can tell. `before`: what was found last time."""

    rule: str
    title: str
    tone: str
    standing: str
    because: str
    resolve: str
    question: str
    said: str
    before: str
    basis: tuple[Line, ...]
    found: forms.BoundField


def rule_lines(request: HttpRequest, review: HealthReview, form: Clearance, last: Decided | None) -> list[RuleLine]:
    """What stands first, then what is not known, then what is ruled out."""
    asked = {rule.id: (rule.asks, rule.client_question) for rule in contraindications()}
    order = [Standing.NOT_YET, Standing.UNKNOWN, Standing.MET]
    ordered = sorted(review.findings, key=lambda finding: order.index(finding.standing))
    return [_line(request, finding, *asked[finding.rule], review, form, last) for finding in ordered]


def problems_of(form: Clearance) -> list[Problem]:
    """What keeps the decision from being kept, each with the way to it: its rule, or its field."""
    rules = {rule.id for rule in contraindications()}
    return [
        replace(problem, url=f"#{first}") if (first := problem.message.split(" ")[0]) in rules else problem
        for problem in form_problems(form)
    ]


def _line(
    request: HttpRequest,
    finding: RuleFinding,
    fact: str,
    question: str,
    review: HealthReview,
    form: Clearance,
    last: Decided | None,
) -> RuleLine:
    tone, standing = _STANDS[finding.standing]
    return RuleLine(
        rule=finding.rule,
        title=finding.title,
        tone=tone,
        standing=standing,
        because=finding.because,
        resolve=finding.resolve,
        question=question,
        said=_said(request, review, fact) if question else "",
        before=_before(request, last, fact),
        basis=(
            Line(term="Rule", value=finding.rule, note=f"edition {finding.edition}"),
            Line(term="Authority", value=finding.kind.value, note=_CONFIDENCE[finding.confidence]),
            Line(term="Sources", value=", ".join(finding.sources), unknown="none named"),
            Line(term="Override", value=finding.override.value),
            *(Line(term=source, value=says) for source, says in finding.views),
        ),
        found=form.finding_of(fact),
    )


def _said(request: HttpRequest, review: HealthReview, fact: str) -> str:
    said = review.facts.get(fact)
    if said is None:
        return "not answered yet"
    if not isinstance(said, Known):
        return said.why
    when = f", {written.day(said.since.astimezone(request.practice.zone).date())}" if said.since else ""
    return f"{'yes' if said.value else 'no'}{when}"


def _before(request: HttpRequest, last: Decided | None, fact: str) -> str:
    """An earlier finding is shown and never copied: what is safe is found anew."""
    if last is None or fact not in last.settled:
        return ""
    day = written.day(last.decided_at.astimezone(request.practice.zone).date())
    return f"{'it was so' if last.settled[fact] else 'it was not so'}, {day}"
