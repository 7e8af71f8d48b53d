from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Edition:
    key: str
    edition: str
    text: str
    from_edition: str
    reason: str
    signed_by_name: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    course_id: UUID
    from_edition: str
    to_edition: str
    difference: list[dict[str, Any]]
    reason: str
    moved_by_name: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Attestation:
    course_id: UUID
    session_id: UUID | None
    what: str
    words: str | None
    said_by_name: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    course_id: UUID
    turn: str
    rule: str | None
    words: str
    turned_by_name: str
    turned_at: datetime


@dataclass(frozen=True, slots=True)
class OverrideAsked:
    """`agrees` is None while nobody has answered."""

    id: UUID
    session_id: UUID
    reason: str
    findings: list[dict[str, Any]]
    asked_by_id: UUID
    asked_by_name: str
    asked_at: datetime
    agrees: bool | None
