"""The readiness gate: ready, ready with conditions, or not yet; each criterion with its reason and what resolves it."""

from dataclasses import dataclass
from enum import StrEnum

from openkap.clinical.pathway.criteria import CRITERIA
from openkap.clinical.pathway.facts import GateFacts
from openkap.knowledge.pathways import LeftOut, Pathway
from openkap.terms.finding import Finding, Standing

__all__ = ["GateJudgement", "Verdict", "judge_gate"]


class Verdict(StrEnum):
    READY = "ready"
    READY_WITH_CONDITIONS = "ready with conditions"
    NOT_YET = "not yet"


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


def judge_gate(pathway: Pathway, facts: GateFacts) -> GateJudgement:
    """Holds every criterion of the pathway's gate against the facts. Unknown is not ready.

    >>> from datetime import UTC, date, datetime
    >>> from openkap.knowledge.pathways import pathway
    >>> nothing_known = GateFacts(at=datetime(2026, 11, 23, tzinfo=UTC), today=date(2026, 11, 23))
    >>> judge_gate(pathway("kap"), nothing_known).verdict.value
    'not yet'
    """
    findings: list[Finding] = []
    closed_by: list[Finding] = []
    conditions: list[Finding] = []
    for criterion in pathway.criteria:
        standing, because = CRITERIA[criterion.test](criterion, facts)
        met = standing is Standing.MET
        finding = Finding(
            rule=criterion.id,
            edition=pathway.edition,
            title=criterion.title,
            standing=standing,
            because=because,
            resolve="" if met else criterion.resolve,
            by="" if met else criterion.by,
            facts=(criterion.topic or criterion.test,),
        )
        findings.append(finding)
        if not met:
            (closed_by if criterion.must else conditions).append(finding)
    verdict = Verdict.READY_WITH_CONDITIONS if conditions else Verdict.READY
    if closed_by:
        verdict = Verdict.NOT_YET
    fixed = {criterion.id for criterion in pathway.criteria if not criterion.overridable}
    return GateJudgement(
        verdict=verdict,
        findings=tuple(findings),
        closed_by=tuple(closed_by),
        conditions=tuple(conditions),
        leaves_out=pathway.leaves_out,
        overridable=bool(closed_by) and not any(finding.rule in fixed for finding in closed_by),
    )
