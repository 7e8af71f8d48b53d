"""A second person agrees by name to an override, or does not. Only then is the gate open."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.pathways import find as find_pathways
from openkap.records.pathways import keep as pathways
from openkap.records.practice import find as practice
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.services.decide_gate import kept_findings
from openkap.services.judge_readiness import judge_readiness
from openkap.terms.identity import Actor
from openkap.terms.refusal import Forbidden, RuleRefusal

__all__ = ["answer_override"]


def answer_override(*, within: UUID, by: Actor, at: datetime, session_id: UUID, agrees: bool) -> None:
    """Keeps the answer; with a yes, the decision that opens the gate, in the name of both.

    Refuses the person who asked; what was asked on another day, or is answered already; and a gate in which something
    has closed since that the first person did not see.
    """
    require(by, Doing.DECIDE_GATE)
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        # One answer at a time: whoever comes second finds it answered.
        session = find_sessions.session(within=within, session_id=session_id, lock=True)
        asked = find_pathways.override_asked(within=within, session_id=session_id)
        if asked is None or asked.agrees is not None:
            raise RuleRefusal("No override waits for a second person here.")
        if asked.asked_by_id == by.id:
            raise Forbidden("You asked for this override. A second person must agree: someone other than you.")
        zone = practice.the_practice(within).zone
        if asked.asked_at.astimezone(zone).date() != at.astimezone(zone).date():
            raise RuleRefusal("This was asked on another day. Readiness is of the day: ask again.")
        decision_id = None
        if agrees:
            judgement = judge_readiness(within=within, session=session, at=at)
            seen = {finding["rule"] for finding in asked.findings if finding["standing"] != "met"}
            new = [finding for finding in judgement.closed_by if finding.rule not in seen]
            if new:
                raise RuleRefusal(
                    "Something has closed since this was asked. Ask for the override again, with all of it in sight.",
                    reasons=tuple(f"{one.title}: {one.because}" for one in new),
                )
            decision_id = sessions.gate_decision(
                act,
                session_id=session_id,
                verdict=judgement.verdict.value,
                findings=kept_findings(judgement),
                override_reason=asked.reason,
                overridden_by=asked.asked_by_id,
            )
        pathways.override_answered(
            act, asked_id=asked.id, asked_by_id=asked.asked_by_id, session_id=session_id, decision_id=decision_id
        )
