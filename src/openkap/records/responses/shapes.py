from dataclasses import dataclass
from datetime import date, datetime
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
    source: str | None = None

    @property
    def done(self) -> bool:
        return self.submitted_at is not None


@dataclass(frozen=True, slots=True)
class Answer:
    item: str
    value: int | None
    given_at: datetime


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """`paper_total` is None where nobody compared the typed answers with the paper's own total."""

    entered_by_name: str
    entered_at: datetime
    answered_at: datetime
    paper_total: Decimal | None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """`said_by_name` is empty where the client said it."""

    happened_on: date
    words: str
    said_by_name: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    measure: str
    condition: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TabletCode:
    id: UUID
    client_id: UUID
    code_sha256: str
    wrong_tries: int
