"""Holds rules against facts. Asking changes nothing, and what is not known never passes."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from openkap.clinical.eligibility.derive import with_derived
from openkap.clinical.eligibility.finding import RuleFinding
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.schema import ROUTES, Rule
from openkap.knowledge.rules.weighing import weigh_rule
from openkap.terms.fact import Fact
from openkap.terms.finding import Standing
from openkap.terms.refusal import BadInput

__all__ = ["judge"]


def judge(
    *, rules: Iterable[Rule], facts: Mapping[str, Fact[Value]], drug: str, route: str, at: datetime | None = None
) -> tuple[RuleFinding, ...]:
    """One finding for each rule that concerns `drug` by `route`, in the order of `rules`.

    at: the moment of asking, in the practice's zone. Without it no age can be told, so that a rule with a greatest age
    finds its fact unknown. Raises BadInput for a route that does not exist or that does not carry this drug.

    >>> from openkap.knowledge.rules import rule
    >>> asked = judge(rules=[rule("CI-02")], facts={}, drug="racemic", route="iv")
    >>> asked[0].standing.value, asked[0].because
    ('unknown', 'Not known yet: bleeding in the brain, ever (not asked yet).')
    """
    if route not in ROUTES:
        raise BadInput("route", f"Choose one of {', '.join(ROUTES)}.")
    if ROUTES[route] != drug:
        raise BadInput("drug", f"By the route {route} it is {ROUTES[route]}: choose that, or another route.")
    known = with_derived(facts, at)
    return tuple(_judge_one(rule, known, drug, at) for rule in rules if rule.concerns(drug=drug, route=route))


def _judge_one(rule: Rule, facts: Mapping[str, Fact[Value]], drug: str, at: datetime | None) -> RuleFinding:
    weighed = weigh_rule(rule, facts=facts, at=at)
    ground = rule.ground(drug)
    assert ground is not None  # noqa: S101 - only rules that concern the drug come here
    return RuleFinding(
        rule=rule.id,
        edition=rule.edition,
        title=rule.title,
        standing=weighed.standing,
        because=weighed.because,
        resolve=weighed.resolve,
        by="" if weighed.standing is Standing.MET else rule.by,
        facts=weighed.facts,
        action=rule.action,
        override=rule.override,
        kind=ground.kind,
        confidence=ground.confidence,
        sources=ground.sources,
        used=weighed.used,
        views=rule.views,
        client_text=rule.client_text,
        severity=rule.severity,
    )
