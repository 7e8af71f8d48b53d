"""A prescriber clears a course, with conditions or without, or says what comes first; always with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.eligibility import RuleFinding
from openkap.knowledge.rules import Action, Override, site_values
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.fact_spec import fact_specs
from openkap.knowledge.rules.max_age import MaxAge
from openkap.records.base import Act
from openkap.records.courses import find as find_courses
from openkap.records.courses import keep as courses
from openkap.records.practice import find as practices
from openkap.services.read_clearance import standing_of
from openkap.services.read_health import read_health_review
from openkap.services.read_site import read_site
from openkap.terms.identity import Actor
from openkap.terms.moment import at_wall_clock
from openkap.terms.refusal import BadInput, Forbidden, RuleRefusal
from openkap.terms.text import line, words

__all__ = ["ClearanceKind", "Decided", "decide_clearance", "never_cleared", "sign_clearance"]


class ClearanceKind(StrEnum):
    CLEARED = "cleared"
    CONDITIONS = "conditions"
    NEEDS = "needs"
    DEFERRED = "deferred"
    UNSUITABLE = "unsuitable"

    @property
    def clears(self) -> bool:
        return self in (ClearanceKind.CLEARED, ClearanceKind.CONDITIONS)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, as typed. conditions: with CONDITIONS, what holds meanwhile. from_whom: with NEEDS, whose
    clearance comes first. defer_until: with DEFERRED. review_on: when the prescriber wants to look again, where they
    say."""

    kind: str
    reason: str
    conditions: str = ""
    from_whom: str = ""
    defer_until: date | None = None
    review_on: date | None = None


def never_cleared(findings: tuple[RuleFinding, ...]) -> tuple[RuleFinding, ...]:
    """What stands open or unknown and what nobody may go past: no clearance while one is left."""
    return tuple(one for one in findings if not one.met and one.override is Override.NOBODY)


def decide_clearance(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    course_id: UUID,
    decided: Decided,
    found: Mapping[str, Value],
    route: str = "iv",
) -> None:
    """Keeps the decision with every finding as it stood. `found`: facts the prescriber found, by name.

    A hold of any kind is always possible. A clearance is refused while a rule stands, or is not known, that nobody may
    override. Without conditions it needs every rule met; with them it names what holds while the rest stands open, and
    waits for a second clinician where a rule asks for one.
    """
    require(by, Doing.CLEAR)
    if decided.kind not in set(ClearanceKind):
        raise BadInput("kind", "Choose a decision.")
    kind = ClearanceKind(decided.kind)
    strange = sorted(set(found) - set(fact_specs()))
    if strange:
        raise BadInput("found", "One of the facts is not one that these rules ask about. Open the page again.")
    zone = practices.the_practice(within).zone
    today = at.astimezone(zone).date()
    reason = words(decided.reason, field="reason", label="Reason", longest=4000)
    conditions = _only(kind is ClearanceKind.CONDITIONS, decided.conditions, "conditions", "Conditions", longest=4000)
    from_whom = _only(kind is ClearanceKind.NEEDS, decided.from_whom, "from_whom", "From whom", longest=200)
    defer_until = _day(kind is ClearanceKind.DEFERRED, decided.defer_until, "defer_until", today)
    review_on = _day(None, decided.review_on, "review_on", today)
    course = find_courses.course(within=within, course_id=course_id)
    review = read_health_review(within=within, client_id=course.client_id, at=at, found=found, route=route)
    open_rules = tuple(one for one in review.findings if not one.met and one.action is not Action.INFO)
    if kind.clears and never_cleared(review.findings):
        raise RuleRefusal(
            "This course cannot be cleared yet. Settle what is open, or choose another decision with your reason.",
            reasons=tuple(map(_named, never_cleared(review.findings))),
        )
    if kind is ClearanceKind.CLEARED and open_rules:
        raise RuleRefusal(
            "Not every rule is met. Settle what is open, or clear with conditions and write them down.",
            reasons=tuple(map(_named, open_rules)),
        )
    second = kind is ClearanceKind.CONDITIONS and any(
        one.override is Override.PRESCRIBER_AND_SECOND for one in open_rules
    )
    months = int(site_values(read_site(within=within))["clearance-age"])
    until = [MaxAge(months, "mo").ends(at)]
    if review_on is not None:
        until.append(at_wall_clock(review_on + timedelta(days=1), time(0), zone))
    with transaction.atomic():
        courses.clearance(
            Act(within=within, by=by, at=at),
            course_id=course_id,
            decision=kind.value,
            reason=reason,
            valid_until=min(until) if kind.clears else None,
            settled={name: _kept(value) for name, value in found.items()},
            findings={
                one.rule: {"edition": one.edition, "standing": one.standing.value, "because": one.because}
                for one in review.findings
            },
            route=route,
            conditions=conditions,
            from_whom=from_whom,
            defer_until=defer_until,
            review_on=review_on,
            needs_second=second,
        )


def sign_clearance(*, within: UUID, by: Actor, at: datetime, course_id: UUID) -> None:
    """A second clinician, who is another person, stands behind the clearance that waits for one."""
    require(by, Doing.SECOND_CLEARANCE)
    decided = find_courses.clearance(within=within, course_id=course_id)
    if decided is None or standing_of(decided, at) != "second":
        raise RuleRefusal("No clearance of this course waits for a second name.")
    if decided.decided_by_id == by.id:
        raise Forbidden("The second name is another person's than the one who decided.")
    with transaction.atomic():
        courses.second_name(Act(within=within, by=by, at=at), course_id=course_id, clearance_id=decided.id)


def _named(finding: RuleFinding) -> str:
    return f"{finding.rule} {finding.title}: {finding.because}"


def _only(wanted: bool, text: str, field: str, label: str, *, longest: int) -> str | None:
    """The text of the decision it belongs to. Typed beside another decision it is not lost in silence."""
    kept = (line if longest <= 200 else words)(text, field=field, label=label, longest=longest, needed=wanted)
    if kept and not wanted:
        raise BadInput(
            field, f"{label}: this does not belong to the decision that is chosen. Clear it, or choose again."
        )
    return kept if wanted else None


def _day(wanted: bool | None, day: date | None, field: str, today: date) -> date | None:
    """wanted: None where the day may be given with any decision."""
    if wanted and day is None:
        raise BadInput(field, "Choose the day until which it is deferred.")
    if day is not None and wanted is False:
        raise BadInput(field, "A day to defer to belongs to the decision “defer”. Clear it, or choose again.")
    if day is not None and not today < day <= today + timedelta(days=730):
        raise BadInput(field, "Choose a day after today, within the next two years.")
    return day


def _kept(value: Value) -> bool | str:
    return value if isinstance(value, bool) else str(value)
