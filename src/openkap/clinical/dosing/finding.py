"""What a check of an order answers."""

from dataclasses import dataclass

from openkap.knowledge.rules.order_checks import OrderCheck
from openkap.knowledge.rules.schema import Action, Confidence, Kind
from openkap.terms.finding import Finding, Standing

__all__ = ["OrderFinding", "answer"]


@dataclass(frozen=True, slots=True)
class OrderFinding(Finding):
    """A finding with what follows from it. second_person: somebody else confirms the order where it is not met."""

    action: Action = Action.INFO
    second_person: bool = False
    kind: Kind = Kind.SITE_POLICY
    confidence: Confidence = Confidence.GENERAL
    sources: tuple[str, ...] = ()


def answer(
    check: OrderCheck, standing: Standing, because: str, *facts: str, sources: tuple[str, ...] = (), resolve: str = ""
) -> OrderFinding:
    """The finding of one check; its own sources and resolve sentence unless others are given."""
    settled = standing is Standing.MET
    return OrderFinding(
        rule=check.id,
        edition=check.edition,
        title=check.title,
        standing=standing,
        because=because,
        resolve="" if settled else resolve or check.resolve,
        by="" if settled else check.by,
        facts=facts,
        action=check.action,
        second_person=check.second_person,
        kind=check.ground.kind,
        confidence=check.ground.confidence,
        sources=sources or check.ground.sources,
    )
