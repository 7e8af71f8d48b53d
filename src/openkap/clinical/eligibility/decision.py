"""What a set of findings comes to. The worst one rules: worst means furthest from a dose."""

from collections.abc import Iterable
from enum import StrEnum

from openkap.clinical.eligibility.finding import RuleFinding
from openkap.knowledge.rules.schema import Action
from openkap.terms.finding import Standing

__all__ = ["Decision", "decision"]


class Decision(StrEnum):
    """CLEAR: every rule is met. NEEDS_CLEARANCE: a named clinician may settle what stands open. DEFER: something has to
    be found out or has to pass first. BLOCKED: a rule stands that nobody may override."""

    CLEAR = "clear"
    NEEDS_CLEARANCE = "needs-clearance"
    DEFER = "defer"
    BLOCKED = "blocked"


_FROM_BEST = list(Decision)

_NOT_MET = {
    Action.BLOCK: Decision.BLOCKED,
    Action.HARD_STOP: Decision.NEEDS_CLEARANCE,
    Action.DEFER: Decision.DEFER,
    Action.CAUTION: Decision.NEEDS_CLEARANCE,
    Action.INFO: Decision.CLEAR,
}
# An unknown never passes. Where the rule could stop the dose it has to be found out first; a note a clinician settles.
_UNKNOWN = {
    Action.BLOCK: Decision.DEFER,
    Action.HARD_STOP: Decision.DEFER,
    Action.DEFER: Decision.DEFER,
    Action.CAUTION: Decision.NEEDS_CLEARANCE,
    Action.INFO: Decision.NEEDS_CLEARANCE,
}


def decision(findings: Iterable[RuleFinding]) -> Decision:
    """The worst that any finding asks for.

    Raises ValueError for no findings at all: nothing asked is not the same as nothing found.

    >>> from openkap.clinical.eligibility import judge
    >>> from openkap.knowledge.rules import contraindications
    >>> decision(judge(rules=contraindications(), facts={}, drug="racemic", route="iv")).value
    'defer'
    """
    outcomes = [_outcome(finding) for finding in findings]
    if not outcomes:
        raise ValueError("a decision needs at least one finding")
    return max(outcomes, key=_FROM_BEST.index)


def _outcome(finding: RuleFinding) -> Decision:
    if finding.standing is Standing.MET:
        return Decision.CLEAR
    return (_NOT_MET if finding.standing is Standing.NOT_YET else _UNKNOWN)[finding.action]
