from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert with its closing action, None while it stands open."""

    id: UUID
    client_id: UUID
    course_id: UUID
    response_id: UUID
    rule: str
    sentence: str
    raised_at: datetime
    closed_at: datetime | None
    closed_by_name: str | None
    did: str | None

    @property
    def open(self) -> bool:
        return self.closed_at is None
