"""The readiness gate in words: the verdict, each criterion with its reason and what resolves it, past decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest

from openkap.clinical.pathway import GateJudgement, Verdict
from openkap.interfaces.kit import written
from openkap.records.sessions.shapes import GateDecision
from openkap.terms.finding import Finding, Standing

__all__ = ["Criterion", "Decided", "Gate", "decided", "gate_of"]

_VERDICTS = {
    Verdict.READY: ("ok", "Ready", "Everything this pathway asks for is there."),
    Verdict.READY_WITH_CONDITIONS: ("note", "Ready, with conditions", "What is still open does not close the gate:"),
    Verdict.NOT_YET: ("watch", "Not yet", "This is still open:"),
}
_STANDS = {
    Standing.MET: ("ok", "there"),
    Standing.NOT_YET: ("watch", "not yet"),
    Standing.UNKNOWN: ("watch", "not known yet"),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    title: str
    tone: str
    standing: str
    because: str
    resolve: str
    by: str
    attest_url: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """`topics`: what stands open, by title. `left_out`: what this pathway does not ask, as (title, because)."""

    tone: str
    verdict: str
    says: str
    topics: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    left_out: tuple[tuple[str, str], ...]
    opens: bool
    overridable: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken; `open_then`: what stood open at that moment."""

    verdict: str
    tone: str
    who: str
    when: str
    reason: str
    open_then: tuple[str, ...]


def gate_of(judgement: GateJudgement, attest_urls: Mapping[str, str] = MappingProxyType({})) -> Gate:
    """What is open stands first. `attest_urls`: where somebody can say that a criterion is so, by its rule."""
    tone, verdict, says = _VERDICTS[judgement.verdict]
    still = (*judgement.closed_by, *judgement.conditions)
    ordered = sorted(judgement.findings, key=lambda finding: finding.met)
    return Gate(
        tone=tone,
        verdict=verdict,
        says=says,
        topics=tuple(finding.title for finding in still),
        criteria=tuple(
            _criterion(finding, "" if finding.met else attest_urls.get(finding.rule, "")) for finding in ordered
        ),
        left_out=tuple((one.title, one.because) for one in judgement.leaves_out),
        opens=judgement.opens,
        overridable=judgement.overridable,
    )


def decided(request: HttpRequest, decision: GateDecision) -> Decided:
    tone, verdict, _ = _VERDICTS[Verdict(decision.verdict)]
    findings: list[dict[str, Any]] = decision.findings
    return Decided(
        verdict=f"{verdict}, opened by {decision.overridden_by_name}" if decision.override_reason else verdict,
        tone="note" if decision.override_reason else tone,
        who=decision.decided_by_name,
        when=written.moment(decision.decided_at, request.practice.zone),
        reason=decision.override_reason or "",
        open_then=tuple(one["title"] for one in findings if one["standing"] != Standing.MET.value),
    )


def _criterion(finding: Finding, attest_url: str) -> Criterion:
    tone, standing = _STANDS[finding.standing]
    return Criterion(
        title=finding.title,
        tone=tone,
        standing=standing,
        because=finding.because,
        resolve=finding.resolve,
        by=finding.by,
        attest_url=attest_url,
    )
