from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openkap.terms.identity import Role


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff in one practice, with every role they hold there now."""

    id: UUID
    practice_id: UUID
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Client:
    id: UUID
    practice_id: UUID
    number: int
    given_name: str
    family_name: str
    born_on: date | None
    phone: str
    email: str

    @property
    def identifier(self) -> str:
        """What the practice calls this record, without a name: K-0042."""
        return f"K-{self.number:04d}"


@dataclass(frozen=True, slots=True)
class CareRequest:
    id: UUID
    name: str
    phone: str
    email: str
    interest: str
    words: str
    asked_at: datetime
    client_id: UUID | None


@dataclass(frozen=True, slots=True)
class Link:
    id: UUID
    practice_id: UUID
    client_id: UUID
    expires_at: datetime
    used_at: datetime | None
