from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: Any
    detail: dict[str, Any] | None
    observed_at: datetime
    entered_by_name: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Signs:
    """`replaced_because`: why another reading stands in its place; None while this one stands."""

    id: UUID
    systolic_mmhg: int
    diastolic_mmhg: int
    heart_rate_per_min: int | None
    spo2_percent: int | None
    respiratory_rate_per_min: int | None
    taken_at: datetime
    entered_by_name: str
    entered_at: datetime
    replaced_because: str | None

    @property
    def stands(self) -> bool:
        return self.replaced_because is None


@dataclass(frozen=True, slots=True)
class Override:
    """`roles` are those the person held when they gave it."""

    id: UUID
    rule: str
    reason: str
    given_by_id: UUID
    given_by_name: str
    given_at: datetime
    roles: list[str]
    seconded_by_id: UUID | None
    seconded_by_name: str | None
    seconded_at: datetime | None
    second_roles: list[str] | None


@dataclass(frozen=True, slots=True)
class Decision:
    id: UUID
    session_id: UUID
    order_id: UUID
    colour: str
    findings: list[dict[str, Any]]
    decided_by_name: str
    decided_at: datetime
    opens: bool
