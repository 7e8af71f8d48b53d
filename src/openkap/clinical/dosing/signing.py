"""What keeps an order from being signed, what its prescriber answers for, and whether it still holds on the day."""

from collections.abc import Collection, Iterable

from openkap.clinical.dosing.finding import OrderFinding
from openkap.knowledge.rules.schema import Action
from openkap.terms.finding import Standing

__all__ = ["answered_for", "asks_second", "closed_to_signing", "no_longer_holds"]

# Settled by the gate of the day (PD-04), which asks for the weight of that day before anything is given.
_SETTLED_ON_THE_DAY = frozenset({"OR-03"})
_SECOND_PERSON = "OR-18"


def closed_to_signing(findings: Iterable[OrderFinding]) -> tuple[OrderFinding, ...]:
    """Where the order contradicts itself or a label, or cannot be checked: nobody signs that."""
    return tuple(
        one
        for one in findings
        if (one.action is Action.BLOCK and not one.met)
        or (one.action is Action.HARD_STOP and one.standing is Standing.UNKNOWN)
    )


def answered_for(findings: Iterable[OrderFinding]) -> tuple[OrderFinding, ...]:
    """What stands open and can be signed, with the prescriber's reason."""
    found = tuple(findings)
    closed = closed_to_signing(found)
    return tuple(one for one in found if _counts(one) and not one.met and one not in closed)


def asks_second(findings: Iterable[OrderFinding]) -> bool:
    """Whether another person reads the order and confirms it before anything is given by it."""
    return any(one.second_person and one.standing is Standing.NOT_YET for one in findings)


def no_longer_holds(findings: Iterable[OrderFinding], *, answered: Collection[str]) -> tuple[OrderFinding, ...]:
    """What stands open now and was not answered for when the order was signed (`answered`: those rules).

    The weight of the day, or a dose since, can open a check that was met when the order was written.
    """
    return tuple(one for one in findings if _counts(one) and not one.met and one.rule not in answered)


def _counts(finding: OrderFinding) -> bool:
    settled_elsewhere = finding.rule in _SETTLED_ON_THE_DAY or finding.rule == _SECOND_PERSON
    return finding.action is not Action.INFO and not settled_elsewhere
