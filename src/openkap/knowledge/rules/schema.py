"""What a rule is: its dated text, whom it concerns, what it asks for, who may override it, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from openkap.knowledge.rules.condition import AllOf, AnyOf, Comparison, Condition, comparisons_in

__all__ = ["ROUTES", "ROUTE_VALUE", "Action", "Confidence", "Drug", "Ground", "Kind", "Occasion", "Override", "Rule"]


class Drug(StrEnum):
    RACEMIC = "racemic"
    ESKETAMINE = "esketamine"


# Route id → the drug that is given by it. One drug per route: nasal racemic ketamine and Spravato are two routes.
ROUTES: dict[str, Drug] = {
    "iv": Drug.RACEMIC,
    "im": Drug.RACEMIC,
    "sl-rdt": Drug.RACEMIC,
    "in-racemic": Drug.RACEMIC,
    "in-esketamine": Drug.ESKETAMINE,
    "oral": Drug.RACEMIC,
}


# How a rule names a number that each route has for itself: "route:release-minutes".
ROUTE_VALUE = "route:"


class Action(StrEnum):
    """What follows while the rule is not met, from the strictest down."""

    BLOCK = "block"
    HARD_STOP = "hard-stop"
    DEFER = "defer"
    CAUTION = "caution"
    INFO = "info"

    @property
    def severity(self) -> int:
        """4 for block down to 0 for info, so that two actions can be compared."""
        return 4 - list(Action).index(self)


class Occasion(StrEnum):
    """When a rule is asked: before treatment, on the day before the dose, during the session, before going home."""

    SCREENING = "screening"
    DAY = "day"
    SESSION = "session"
    RELEASE = "release"


class Kind(StrEnum):
    LABEL_CONTRAINDICATION = "label contraindication"
    LABEL = "label"
    LAW = "law"
    GUIDELINE = "guideline"
    SITE_POLICY = "site policy"


class Confidence(StrEnum):
    """How sure we are of the source: retrieved, general knowledge, or not confirmed (never shown as fact)."""

    RETRIEVED = "S"
    GENERAL = "K"
    UNCONFIRMED = "K?"


class Override(StrEnum):
    """Who may go on although the rule is not met. Always by name, in writing, kept in the record."""

    NOBODY = "nobody"
    PRESCRIBER_AND_SECOND = "prescriber and a second clinician"
    PRESCRIBER = "prescriber"
    STAFF = "any member of staff"

    @property
    def allowed(self) -> bool:
        return self is not Override.NOBODY

    @property
    def looseness(self) -> int:
        return list(Override).index(self)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why the rule stands for one drug: what kind of authority, how sure we are, and the ids of the sources."""

    kind: Kind
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as data.

    edition: date of its text, ISO 8601. text: for a clinician, when the rule is not met. resolve, by: what would settle
    it, and which role. condition: what must not be so (`adverse`), or what must be so. applies: the rule is in play
    only where this holds. grounds: the drugs it concerns. routes: empty for every route of those drugs.
    asks: the fact whose "yes" means that the rule is not met, where one question can tell; client_question: that
    question in plain words, empty where only a clinician can answer. client_text: what a client may be told.
    severity: of an interaction, "1" to "3". views: (source, saying) where sources disagree; shown, never averaged.
    comparisons: every one of `applies` and `condition`, in their order.
    """

    id: str
    edition: str
    group: str
    title: str
    text: str
    resolve: str
    by: str
    action: Action
    override: Override
    condition: Condition
    adverse: bool
    grounds: tuple[tuple[Drug, Ground], ...]
    occasions: tuple[Occasion, ...]
    routes: tuple[str, ...] = ()
    applies: Condition | None = None
    asks: str = ""
    client_question: str = ""
    client_text: str = ""
    severity: str = ""
    views: tuple[tuple[str, str], ...] = ()
    comparisons: tuple[Comparison, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = (*comparisons_in(self.applies), *comparisons_in(self.condition))
        object.__setattr__(self, "comparisons", every)

    def ground(self, drug: str) -> Ground | None:
        """The rule's authority for this drug; None where the rule does not concern it."""
        return next((ground for named, ground in self.grounds if named == drug), None)

    def concerns(self, *, drug: str, route: str) -> bool:
        return self.ground(drug) is not None and (not self.routes or route in self.routes)

    def for_route(self, values: Mapping[str, Decimal]) -> "Rule":
        """The rule with a route's own numbers ("route:release-minutes") in place of their names. A name without a
        number stays, and a test against it stays unknown, so that the rule cannot be met."""
        return replace(self, condition=_with_values(self.condition, values))


def _with_values(condition: Condition, values: Mapping[str, Decimal]) -> Condition:
    if isinstance(condition, Comparison):
        return replace(condition, value=values.get(str(condition.value), condition.value))
    parts = tuple(_with_values(part, values) for part in condition.parts)
    return AllOf(parts) if isinstance(condition, AllOf) else AnyOf(parts)
