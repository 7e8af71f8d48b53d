from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Room:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Appointment:
    id: UUID
    client_id: UUID
    course_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    guide_id: UUID | None
    guide_name: str | None
    room_id: UUID | None
    room_name: str | None
