from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Course:
    id: UUID
    practice_id: UUID
    client_id: UUID
    pathway: str
    edition: str
    sitter: bool | None
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
    decision: str
    reason: str
    decided_by_name: str
    decided_at: datetime
    valid_until: datetime | None
    settled: dict[str, bool]

    def stands(self, at: datetime) -> bool:
        """Cleared, and not expired at this moment."""
        return self.decision == "cleared" and self.valid_until is not None and at < self.valid_until
