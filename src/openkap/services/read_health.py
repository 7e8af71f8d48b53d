"""What all that is known about a client's health comes to: every rule of screening, for the prescriber."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openkap.clinical.eligibility import Decision, RuleFinding, decision, judge
from openkap.knowledge.rules import ROUTES, Occasion, rules
from openkap.knowledge.rules.condition import Value
from openkap.records.courses import find as courses
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Response
from openkap.services.health_form import HEALTH
from openkap.services.read_facts import ClientFacts, read_facts
from openkap.services.read_site import read_site

__all__ = ["HealthReview", "read_health_review"]


@dataclass(frozen=True, slots=True)
class HealthReview:
    """`answered`: the client's form sent last, None before the first. `known`: the facts with their sources."""

    answered: Response | None
    known: ClientFacts
    findings: tuple[RuleFinding, ...]
    decision: Decision
    route: str


def read_health_review(
    *, within: UUID, client_id: UUID, at: datetime, found: Mapping[str, Value] | None = None, route: str = "iv"
) -> HealthReview:
    """Judges what is known by the values this site has signed. `found`: facts as the prescriber finds them now; they
    count before everything else, which stays readable beside them. Raises BadInput for a route that does not exist.
    """
    sent = [one for one in responses.of_client(within=within, client_id=client_id, measure=HEALTH) if one.done]
    own = [course.id for course in courses.of_client(within=within, client_id=client_id)]
    known = read_facts(within=within, client_id=client_id, at=at, course_ids=own, found=found)
    findings = judge(
        rules=rules(Occasion.SCREENING, read_site(within=within)),
        facts=known.facts,
        drug=ROUTES.get(route, ""),
        route=route,
        at=known.at,
    )
    return HealthReview(
        answered=sent[-1] if sent else None, known=known, findings=findings, decision=decision(findings), route=route
    )
