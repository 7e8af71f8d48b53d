"""Whether the gate of a session stands open now: the decision of today, and nothing has closed since."""

from datetime import datetime
from uuid import UUID

from openkap.records.pathways import find as pathways
from openkap.records.practice import find as practice
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import GateDecision, Session
from openkap.services.judge_readiness import judge_readiness
from openkap.terms.refusal import RuleRefusal

__all__ = ["gate_that_opened", "require_open_gate"]


def require_open_gate(*, within: UUID, session: Session, at: datetime) -> GateDecision:
    """The decision that opens this session today. RuleRefusal, with reasons, when there is none or it no longer holds.

    What was overridden stays overridden; a criterion that has closed since the decision closes the gate again.
    """
    turns = pathways.turns(within=within, course_id=session.course_id)
    if turns and turns[0].turn != "go on":
        stands = "on hold" if turns[0].turn == "hold" else "closed"
        raise RuleRefusal(f"This course is {stands}. Whoever decided it says when it goes on.")
    decision = _decision_of_the_day(within, session, at)
    overridden = {
        finding["rule"] for finding in decision.findings if decision.override_reason and finding["standing"] != "met"
    }
    judgement = judge_readiness(within=within, session=session, at=at)
    closed = [finding for finding in judgement.closed_by if finding.rule not in overridden]
    if not decision.opens or closed:
        said = closed or judgement.closed_by
        raise RuleRefusal(
            "The readiness gate is not open.",
            reasons=tuple(f"{finding.title}: {finding.because} {finding.resolve}".strip() for finding in said),
        )
    return decision


def gate_that_opened(*, within: UUID, session: Session, at: datetime) -> GateDecision:
    """The decision that opened this session, for medicine of which a device can tell only later.

    It has been given: what has become known since cannot be asked for any more, and must not keep it out of the record.
    """
    decision = _decision_of_the_day(within, session, at)
    if not decision.opens:
        raise RuleRefusal("The readiness gate was not open.")
    return decision


def _decision_of_the_day(within: UUID, session: Session, at: datetime) -> GateDecision:
    decision = sessions.gate_decision(within=within, session_id=session.id)
    if decision is None:
        raise RuleRefusal("Nobody has decided at the readiness gate yet. Decide there first.")
    zone = practice.the_practice(within).zone
    # A session that runs past midnight stays in the day it began.
    day = (session.started_at or at).astimezone(zone).date()
    if decision.decided_at.astimezone(zone).date() != day:
        raise RuleRefusal("The gate was decided on another day. Readiness is of the day: decide again.")
    return decision
