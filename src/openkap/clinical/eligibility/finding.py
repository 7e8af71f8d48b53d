"""What a rule of screening answers: a finding with its action, its authority, and the facts with their ages."""

from dataclasses import dataclass

from openkap.knowledge.rules.schema import Action, Confidence, Kind, Override
from openkap.knowledge.rules.weighing import FactUsed
from openkap.terms.finding import Finding

__all__ = ["RuleFinding"]


@dataclass(frozen=True, slots=True)
class RuleFinding(Finding):
    """A finding with what follows from it. `action` and `override` say what the rule asks while it is not met.

    views: what sources say where they disagree, as (source, saying); shown, never averaged.
    """

    action: Action = Action.INFO
    override: Override = Override.NOBODY
    kind: Kind = Kind.SITE_POLICY
    confidence: Confidence = Confidence.GENERAL
    sources: tuple[str, ...] = ()
    used: tuple[FactUsed, ...] = ()
    views: tuple[tuple[str, str], ...] = ()
    client_text: str = ""
    severity: str = ""
