"""The readiness gate: ready, ready with conditions, or not yet; each criterion with its reason and what resolves it."""

from dataclasses import dataclass
from enum import StrEnum

from openkap.clinical.pathway.criteria import CRITERIA
from openkap.clinical.pathway.facts import CourseFacts, Moment, SessionFacts
from openkap.knowledge.pathways import LeftOut, Pathway
from openkap.terms.finding import Finding, Standing

__all__ = ["GateJudgement", "GateState", "Verdict", "gate_state", "judge_gate"]


class Verdict(StrEnum):
    READY = "ready"
    READY_WITH_CONDITIONS = "ready with conditions"
    NOT_YET = "not yet"


class GateState(StrEnum):
    """Where the gate of one session stands: see `lifecycles.GATE`."""

    UNDECIDED = "undecided"
    PASSED = "passed"
    OVERRIDDEN = "overridden"
    REFUSED = "refused"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class GateJudgement:
    """`closed_by`: what keeps the gate closed; `conditions`: what stands open and does not; `leaves_out`: what this
    pathway does not ask; `overridable`: whether everything in `closed_by` may be overridden by a prescriber."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    closed_by: tuple[Finding, ...]
    conditions: tuple[Finding, ...]
    leaves_out: tuple[LeftOut, ...]
    overridable: bool

    @property
    def opens(self) -> bool:
        return self.verdict is not Verdict.NOT_YET


def judge_gate(pathway: Pathway, facts: CourseFacts, session: SessionFacts, now: Moment) -> GateJudgement:
    """Holds every criterion of the pathway's gate against the facts. Unknown is not ready.

    >>> from datetime import UTC, datetime
    >>> from openkap.knowledge.pathways import pathway
    >>> at = datetime(2026, 11, 23, tzinfo=UTC)
    >>> judge_gate(pathway("kap"), CourseFacts(), SessionFacts("1", "medicine", at, at), Moment(at, UTC)).verdict.value
    'not yet'
    """
    findings: list[Finding] = []
    closed_by: list[Finding] = []
    conditions: list[Finding] = []
    overridable = True
    for criterion in pathway.criteria:
        standing, because = CRITERIA[criterion.test](criterion.condition, facts, session, now)
        met = standing is Standing.MET
        finding = Finding(
            rule=criterion.id,
            edition=pathway.edition,
            title=criterion.title,
            standing=standing,
            because=because,
            resolve="" if met else criterion.resolve,
            by="" if met else criterion.by,
            facts=(criterion.condition.text("topic") or criterion.test,),
        )
        findings.append(finding)
        if not met and criterion.must:
            closed_by.append(finding)
            overridable = overridable and criterion.overridable
        elif not met:
            conditions.append(finding)
    verdict = Verdict.READY_WITH_CONDITIONS if conditions else Verdict.READY
    if closed_by:
        verdict = Verdict.NOT_YET
    return GateJudgement(
        verdict=verdict,
        findings=tuple(findings),
        closed_by=tuple(closed_by),
        conditions=tuple(conditions),
        leaves_out=pathway.leaves_out,
        overridable=bool(closed_by) and overridable,
    )


def gate_state(judgement: GateJudgement, session: SessionFacts, now: Moment) -> GateState:
    """A decision is of its day; what has closed since, and was not overridden, opens the question again."""
    if session.decided is None:
        return GateState.UNDECIDED
    opens, at = session.decided
    if at.astimezone(now.zone).date() != now.day_of(session.started_at):
        return GateState.REOPENED
    if not opens:
        return GateState.REFUSED
    if any(finding.rule not in session.overridden for finding in judgement.closed_by):
        return GateState.REOPENED
    return GateState.OVERRIDDEN if session.overridden else GateState.PASSED
