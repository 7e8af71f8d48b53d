from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Room:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Preset:
    """How a room is set. None, or an empty text: nothing is said of it. room_id: None for every room."""

    id: UUID
    name: str
    room_id: UUID | None
    room_name: str | None
    light_percent: int | None
    temperature_celsius: Decimal | None
    recliner: str
    eyeshade: bool | None
    blanket: bool | None
    camera_off: bool | None
    stands: bool
    made_at: datetime
    made_by_name: str


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
