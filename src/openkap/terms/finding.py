"""A judgement that says why. Every rule, criterion and check answers with one of these and nothing shorter."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Standing"]


class Standing(StrEnum):
    """How a rule stands when it is held against the facts. `UNKNOWN` never passes."""

    MET = "met"
    NOT_YET = "not yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule held against the facts.

    rule: id of the rule or criterion ("RG-05", "CI-07"); edition: date of its text, ISO 8601.
    title: what it asks, in a few words; because: the sentence that a clinician can act on.
    resolve: what would settle it, and `by` which role; both empty when nothing is left to do.
    facts: names of the facts that were used.
    """

    rule: str
    edition: str
    title: str
    standing: Standing
    because: str
    resolve: str = ""
    by: str = ""
    facts: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        return self.standing is Standing.MET
