from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Response:
    id: UUID
    client_id: UUID
    course_id: UUID
    measure: str
    edition: str
    occasion: str
    asked_at: datetime
    submitted_at: datetime | None
    total: Decimal | None
    band: str | None

    @property
    def done(self) -> bool:
        return self.submitted_at is not None


@dataclass(frozen=True, slots=True)
class Answer:
    item: str
    value: int | None
    given_at: datetime
