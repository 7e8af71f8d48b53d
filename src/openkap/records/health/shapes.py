from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Attestation:
    """`changed`: parts of the history in which something has changed; empty where nothing has."""

    client_id: UUID
    changed: list[str]
    response_id: UUID | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class MedicineList:
    """`lines`: {typed, how} each; none of them where nothing at all is taken."""

    client_id: UUID
    lines: list[dict[str, Any]]
    source: str
    said_at: datetime
    said_by_kind: str

    @property
    def typed(self) -> tuple[str, ...]:
        """Each line as one text: the name, and what was written beside it."""
        return tuple(" ".join(f"{line['typed']} {line['how']}".split()) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Result:
    """One examined fact. `value` is empty where the row only takes its predecessor back."""

    id: UUID
    client_id: UUID
    fact: str
    value: str
    observed_at: datetime
    source: str
    replaces_id: UUID | None
    reason: str | None
    entered_at: datetime
    entered_by_name: str
