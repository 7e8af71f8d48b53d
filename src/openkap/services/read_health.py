"""What the answers about health come to: the contraindications held against them, for the prescriber to judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openkap.clinical.eligibility import Decision, RuleFinding, decision, judge
from openkap.knowledge.rules import contraindications
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Medicines, Response
from openkap.services.health_form import HEALTH, facts_from
from openkap.terms.fact import Fact, Known

__all__ = ["HealthReview", "read_health_review"]


@dataclass(frozen=True, slots=True)
class HealthReview:
    """`answered`: the client's form, None before it was sent. `facts`: what the client said, by fact name."""

    answered: Response | None
    facts: Mapping[str, Fact[bool]]
    findings: tuple[RuleFinding, ...]
    decision: Decision
    medicines: Medicines | None


def read_health_review(
    *, within: UUID, client_id: UUID, at: datetime, settled: Mapping[str, bool] | None = None, route: str = "iv"
) -> HealthReview:
    """Judges the client's answers. `settled`: facts as the prescriber found them. They count before the client's own
    answer, which stays readable beside them.
    """
    found = responses.latest_answers(within=within, client_id=client_id, measure=HEALTH)
    said: dict[str, Fact[bool]] = facts_from(found[1]) if found else {}
    facts = {**said, **{name: Known(value, at) for name, value in (settled or {}).items()}}
    drug = "esketamine" if route == "in-esketamine" else "racemic"
    findings = judge(rules=contraindications(), facts=facts, drug=drug, route=route, at=at)
    return HealthReview(
        answered=found[0] if found else None,
        facts=said,
        findings=findings,
        decision=decision(findings),
        medicines=responses.medicines(within=within, client_id=client_id),
    )
