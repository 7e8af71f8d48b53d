from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openkap.terms.sitter import Sitter


@dataclass(frozen=True, slots=True)
class Course:
    id: UUID
    practice_id: UUID
    client_id: UUID
    pathway: str
    edition: str
    sitter: Sitter | None
    guide_id: UUID | None
    guide_name: str | None
    began_at: datetime


@dataclass(frozen=True, slots=True)
class Words:
    topic: str
    text: str
    said_at: datetime
    written_by_kind: str


@dataclass(frozen=True, slots=True)
class Clearance:
    """A prescriber's decision. findings: by rule, how it stood then. second_*: the second clinician's name, where one
    is needed and given."""

    id: UUID
    course_id: UUID
    decision: str
    reason: str
    decided_by_id: UUID
    decided_by_name: str
    decided_at: datetime
    valid_until: datetime | None
    settled: dict[str, Any]
    findings: dict[str, Any]
    route: str
    conditions: str | None
    from_whom: str | None
    defer_until: date | None
    review_on: date | None
    needs_second: bool
    second_name: str | None
    second_at: datetime | None

    @property
    def clears(self) -> bool:
        """Cleared, with conditions or without, and signed by as many as it needs."""
        return self.decision in ("cleared", "conditions") and (not self.needs_second or self.second_at is not None)

    def stood(self, rule: str) -> str:
        """How this rule stood when it was decided; "unknown" where it was not asked then."""
        kept = self.findings.get(rule, "unknown")
        return str(kept if isinstance(kept, str) else kept["standing"])
