"""Going on although a rule is not met: who may, with whom, and in writing. Never where the rule allows nobody."""

from dataclasses import dataclass
from datetime import UTC, datetime

from openkap.clinical.eligibility.finding import RuleFinding
from openkap.knowledge.rules.schema import Override
from openkap.terms.identity import Actor, Role
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["GivenOverride", "check_override"]

_CLINICIANS = frozenset({Role.PRESCRIBER, Role.MONITOR, Role.GUIDE})
_SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class GivenOverride:
    """One rule, gone past by name: who, when, why, and the second clinician where the rule asks for one."""

    rule: str
    by: Actor
    reason: str
    at: datetime
    second: Actor | None = None


def check_override(finding: RuleFinding, given: GivenOverride, *, at: datetime) -> None:
    """Passes silently where this override may be given for this finding on the day of `at` (in the practice's zone).

    Raises RuleRefusal where the rule allows no override, or not by these people; BadInput for a reason that says
    nothing, or a moment that is not today.
    """
    wanted = finding.override
    if wanted is Override.NOBODY:
        raise RuleRefusal(f"{finding.rule} ({finding.title}) cannot be overridden.", reasons=(finding.because,))
    if wanted is not Override.STAFF and Role.PRESCRIBER not in given.by.roles:
        raise RuleRefusal(f"{finding.rule} ({finding.title}) can be overridden by: {wanted}.")
    if wanted is Override.STAFF and not given.by.roles:
        raise RuleRefusal(f"{finding.rule} ({finding.title}) can be overridden by: {wanted}.")
    if wanted is Override.PRESCRIBER_AND_SECOND and not _is_second_clinician(given):
        raise RuleRefusal(f"{finding.rule} ({finding.title}) needs a second clinician who is another person.")
    if len(given.reason.strip()) < _SHORTEST_REASON:
        raise BadInput("reason", f"Write the reason in at least {_SHORTEST_REASON} characters.")
    moment = given.at.astimezone(UTC)
    if moment > at.astimezone(UTC) or given.at.astimezone(at.tzinfo).date() != at.date():
        raise BadInput("at", "An override counts for the day on which it is given; give it again today.")


def _is_second_clinician(given: GivenOverride) -> bool:
    second = given.second
    if second is None or second.roles.isdisjoint(_CLINICIANS):
        return False
    if second.id is not None and given.by.id is not None:
        return second.id != given.by.id
    return second.name.strip().casefold() != given.by.name.strip().casefold() and bool(second.name.strip())
