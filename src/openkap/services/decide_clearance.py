"""A prescriber clears a course or holds it, with a reason."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.knowledge.rules import contraindications
from openkap.records.base import Act
from openkap.records.courses import find as find_courses
from openkap.records.courses import keep as courses
from openkap.services.read_health import read_health_review
from openkap.terms.finding import Standing
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.text import words

__all__ = ["CLEARANCE_LASTS", "decide_clearance"]

# Site policy: medical clearance is good for 6 months (screening facts, section 6).
CLEARANCE_LASTS = timedelta(days=182)


def decide_clearance(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    course_id: UUID,
    decision: str,
    reason: str,
    settled: Mapping[str, bool],
) -> None:
    """Keeps the decision with the findings it stood on. `settled`: facts the prescriber found, by fact name.

    A hold is always possible. A clearance is refused while an absolute contraindication stands or is not known: the
    prescriber settles it first. Nobody may override those; the refusal names each.
    """
    require(by, Doing.CLEAR)
    if decision not in ("cleared", "held"):
        raise BadInput("decision", "Choose: clear, or hold.")
    unknown = set(settled) - {rule.asks for rule in contraindications()}
    if unknown:
        raise BadInput("settled", "One of the facts is not one that these rules ask about. Open the page again.")
    kept_reason = words(reason, field="reason", label="Reason", longest=4000)
    course = find_courses.course(within=within, course_id=course_id)
    review = read_health_review(within=within, client_id=course.client_id, at=at, settled=settled)
    open_rules = [finding for finding in review.findings if not finding.met]
    if decision == "cleared" and open_rules:
        raise RuleRefusal(
            "This course cannot be cleared yet. Settle what is open, or hold with the reason you wrote.",
            reasons=tuple(f"{finding.rule} {finding.title}: {finding.because}" for finding in open_rules),
        )
    with transaction.atomic():
        courses.clearance(
            Act(within=within, by=by, at=at),
            course_id=course_id,
            decision=decision,
            reason=kept_reason,
            valid_until=at + CLEARANCE_LASTS if decision == "cleared" else None,
            settled=dict(settled),
            findings={finding.rule: Standing(finding.standing).value for finding in review.findings},
        )
