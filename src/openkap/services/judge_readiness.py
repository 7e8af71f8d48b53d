"""Gathers what is known about one medicine session and asks the gate. Reading only: asking changes nothing."""

from datetime import datetime
from uuid import UUID

from openkap.clinical.pathway import GateFacts, GateJudgement, judge_gate
from openkap.knowledge.pathways import pathway
from openkap.knowledge.texts import consent
from openkap.records.alerts import find as alerts
from openkap.records.consent import find as find_consent
from openkap.records.consent.shapes import Signature
from openkap.records.courses import find as courses
from openkap.records.courses.shapes import Course
from openkap.records.practice import find as practice
from openkap.records.responses import find as responses
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Session
from openkap.services.read_clearance import read_clearance
from openkap.terms.fact import Fact, Known, Unknown

__all__ = ["judge_readiness", "understands_consent"]


def judge_readiness(*, within: UUID, session: Session, at: datetime) -> GateJudgement:
    """The gate's judgement on this session at this moment, with every criterion's reason."""
    course = courses.course(within=within, course_id=session.course_id)
    return judge_gate(pathway(course.pathway), _facts(within, course, session, at))


def understands_consent(signature: Signature | None, pathway_key: str) -> Fact[bool]:
    """Whether the standing signature is under the present edition and every teach-back answer was right."""
    if signature is None:
        return Unknown("not signed yet")
    if signature.sha256 != consent(pathway_key).sha256:
        return Unknown("the text has changed since it was signed")
    return Known(signature.understood_right == signature.understood_asked, signature.signed_at)


def _facts(within: UUID, course: Course, session: Session, at: datetime) -> GateFacts:
    zone = practice.the_practice(within).zone
    held = sessions.of_course(within=within, course_id=course.id)
    standing = read_clearance(within=within, course=course, at=at).standing
    signature = find_consent.standing(within=within, course_ids=[course.id]).get(course.id)
    escort = sessions.escort(within=within, session_id=session.id)
    go_ahead = sessions.go_ahead(within=within, session_id=session.id)
    trust = responses.latest_answers(within=within, client_id=course.client_id, measure="trust_sliders")
    values = [answer.value for answer in trust[1].values() if answer.value is not None] if trust else []
    open_alerts = [alert for alert in alerts.of_client(within=within, client_id=course.client_id) if alert.open]
    return GateFacts(
        at=at,
        # A session that runs past midnight stays in the day it began.
        today=(session.started_at or at).astimezone(zone).date(),
        preparation_sessions=Known(sum(one.kind == "preparation" and one.state == "ended" for one in held)),
        consent_current=understands_consent(signature, course.pathway),
        clearance=Unknown() if standing is None else Known(standing),
        words_said={
            topic: said.said_at.astimezone(zone)
            for topic, said in courses.words(within=within, course_id=course.id).items()
        },
        # All three questions, or it is not known: the lowest of two could hide the third.
        lowest_trust=Known(min(values), trust[0].submitted_at) if trust and len(values) == 3 else Unknown(),
        open_alerts=Known(len(open_alerts), at),
        escort_named=Unknown() if escort is None else Known(bool(escort.phone), escort.named_at),
        go_ahead=Unknown()
        if go_ahead is None
        else Known((go_ahead.chooses, go_ahead.said_at.astimezone(zone).date()), go_ahead.said_at),
    )
