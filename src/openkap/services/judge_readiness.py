"""Gathers what is known about one medicine session and asks the gate. Reading only: asking changes nothing."""

from datetime import datetime
from uuid import UUID

from openkap.clinical.pathway import GateJudgement, judge_gate
from openkap.knowledge.texts import consent
from openkap.records.consent.shapes import Signature
from openkap.records.courses import find as courses
from openkap.records.sessions.shapes import Session
from openkap.services.course_facts import course_facts, moment, pathway_of
from openkap.terms.fact import Fact, Known, Unknown

__all__ = ["judge_readiness", "understands_consent"]


def judge_readiness(*, within: UUID, session: Session, at: datetime) -> GateJudgement:
    """The gate's judgement on this session at this moment, with every criterion's reason."""
    course = courses.course(within=within, course_id=session.course_id)
    facts = course_facts(within=within, courses=[course], at=at)[course.id]
    now = moment(within=within, course=course, at=at)
    return judge_gate(pathway_of(within=within, course=course), facts, facts.sessions[str(session.id)], now)


def understands_consent(signature: Signature | None, pathway_key: str) -> Fact[bool]:
    """Whether the standing signature is under the present edition and every teach-back answer was right."""
    if signature is None:
        return Unknown("not signed yet")
    if signature.sha256 != consent(pathway_key).sha256:
        return Unknown("the text has changed since it was signed")
    return Known(signature.understood_right == signature.understood_asked, signature.signed_at)
