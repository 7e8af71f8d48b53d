"""A named person decides at the readiness gate: with the judgement, or against it by name and with a reason."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.pathway import GateJudgement
from openkap.records.base import Act
from openkap.records.courses import find as courses
from openkap.records.pathways import keep as pathways
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.records.sessions.shapes import Session
from openkap.services.course_facts import pathway_of
from openkap.services.judge_readiness import judge_readiness
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.text import words

__all__ = ["decide_gate", "kept_findings", "needs_second_person"]


def decide_gate(*, within: UUID, by: Actor, at: datetime, session_id: UUID, override_reason: str = "") -> GateJudgement:
    """Judges now, and keeps the decision with every finding. "Not yet" is kept too: it is part of the story.

    With `override_reason` a prescriber opens the gate although it is not ready; refused where a criterion is closed
    that nobody may override, or where there is nothing to override. Where the pathway asks for a second person the
    override is kept as asked for, and opens nothing until another has agreed (`answer_override`).
    """
    require(by, Doing.DECIDE_GATE)
    session = find_sessions.session(within=within, session_id=session_id)
    if session.kind != "medicine":
        raise BadInput("session", "Only a medicine session has a readiness gate.")
    judgement = judge_readiness(within=within, session=session, at=at)
    reason = words(override_reason, field="override_reason", label="Reason", longest=2000, needed=False)
    if reason:
        require(by, Doing.OVERRIDE_GATE)
        if judgement.opens:
            raise RuleRefusal("The gate is ready: there is nothing to override. Decide without a reason.")
        if not judgement.overridable:
            raise RuleRefusal(
                "This cannot be overridden. Resolve it first.",
                reasons=tuple(f"{one.title}: {one.because} {one.resolve}" for one in judgement.closed_by),
            )
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        if reason and needs_second_person(within=within, session=session):
            pathways.override_asked(act, session_id=session_id, reason=reason, findings=kept_findings(judgement))
        else:
            sessions.gate_decision(
                act,
                session_id=session_id,
                verdict=judgement.verdict.value,
                findings=kept_findings(judgement),
                override_reason=reason or None,
            )
    return judgement


def needs_second_person(*, within: UUID, session: Session) -> bool:
    """Whether an override of this session's gate waits for another person to agree."""
    course = courses.course(within=within, course_id=session.course_id)
    return any(gate.second_person for gate in pathway_of(within=within, course=course).gates)


def kept_findings(judgement: GateJudgement) -> list[dict[str, Any]]:
    return [{key: value for key, value in asdict(finding).items() if key != "facts"} for finding in judgement.findings]
