from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Weight:
    weight_kg: Decimal
    weighed_at: datetime
    entered_by_name: str


@dataclass(frozen=True, slots=True)
class Order:
    """A signed order with what has happened to it since. `replaced_at`: when the one that replaces it was signed."""

    id: UUID
    client_id: UUID
    session_id: UUID
    drug: str
    route: str
    dose_mg: Decimal
    total_mg: Decimal
    said: dict[str, Any]
    findings: list[dict[str, Any]]
    because: str | None
    needs_second: bool
    ordered_by_id: UUID
    ordered_by_name: str
    ordered_at: datetime
    confirmed_by_name: str | None
    confirmed_at: datetime | None
    cancelled_by_name: str | None
    cancelled_at: datetime | None
    cancelled_because: str | None
    replaced_at: datetime | None

    @property
    def stands(self) -> bool:
        """Neither replaced nor taken back. Whether it may be given by is judged anew: see services.standing_order."""
        return self.replaced_at is None and self.cancelled_at is None

    @property
    def waits_for_second(self) -> bool:
        return self.stands and self.needs_second and self.confirmed_at is None
