from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Session:
    id: UUID
    practice_id: UUID
    course_id: UUID
    client_id: UUID
    kind: str
    planned_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    cancelled_at: datetime | None
    guide_name: str | None
    room_name: str | None
    appointment_id: UUID
    planned_until: datetime

    @property
    def state(self) -> str:
        """planned, live, ended or cancelled."""
        if self.ended_at is not None:
            return "ended"
        if self.started_at is not None:
            return "live"
        return "cancelled" if self.cancelled_at is not None else "planned"

    def is_overdue(self, at: datetime) -> bool:
        """Its time has passed, and nobody has said that it was held, or cancelled it."""
        return self.state == "planned" and self.planned_until < at


@dataclass(frozen=True, slots=True)
class GateDecision:
    id: UUID
    session_id: UUID
    verdict: str
    findings: list[dict[str, Any]]
    decided_by_name: str
    decided_at: datetime
    overridden_by_name: str | None
    override_reason: str | None
    opens: bool


@dataclass(frozen=True, slots=True)
class Escort:
    name: str
    phone: str
    named_at: datetime


@dataclass(frozen=True, slots=True)
class GoAhead:
    chooses: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """The device that an entry comes from: `sequence` counts what was entered on it; `device_at` is the moment of
    entering by its own clock, `written_at` by the server's."""

    device_id: UUID
    sequence: int
    device_at: datetime
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """Vital signs of one entry; None where a sign was not taken."""

    systolic_mmhg: int | None
    diastolic_mmhg: int | None
    heart_rate_per_min: int | None
    spo2_percent: int | None
    respiratory_rate_per_min: int | None
    moaas: int | None


@dataclass(frozen=True, slots=True)
class Dose:
    """Medicine that was given. order_id: None for what was recorded before there were orders. vial: lot and number as
    on its label, where somebody wrote them down."""

    entry_id: UUID
    session_id: UUID
    drug: str
    route: str
    dose_mg: Decimal
    infusion_min: int | None
    given_at: datetime
    order_id: UUID | None = None
    deviation: str | None = None
    vial: str | None = None

    @property
    def ends_at(self) -> datetime:
        """When the last of it was in: the end of an infusion, else the moment it was given."""
        return self.given_at + timedelta(minutes=self.infusion_min or 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline, with its reading or its dose where it has one. `struck` by a later entry or not.

    sequence: the order of entering on the device that sent it; 0 where a plain form did. level: distress, 0 to 10.
    """

    id: UUID
    seq: int
    kind: str
    what: str | None
    words: str | None
    at: datetime
    entered_at: datetime
    entered_by_name: str
    struck_because: str | None
    reading: Reading | None
    dose: Dose | None
    sequence: int = 0
    level: int | None = None

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Where it stands among the others: by when it happened, so that the order of arriving changes nothing."""
        return self.at, self.sequence, str(self.id)

    @property
    def struck(self) -> bool:
        return self.struck_because is not None


@dataclass(frozen=True, slots=True)
class TherapyNote:
    id: UUID
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    digest: str
    at: datetime
    by_id: UUID
    by_name: str


@dataclass(frozen=True, slots=True)
class Addendum:
    text: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class RemsStep:
    step: str
    at: datetime
    by_name: str
