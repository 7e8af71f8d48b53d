"""Who and which: identifiers that sort by time, roles, and the actor behind every write."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

__all__ = ["Actor", "ActorKind", "Role", "new_id"]


class Role(StrEnum):
    """What a member of staff is trusted to do. One person may hold several."""

    FRONT_DESK = "front desk"
    GUIDE = "guide"
    PRESCRIBER = "prescriber"
    MONITOR = "monitor"
    LEAD = "lead"


class ActorKind(StrEnum):
    STAFF = "staff"
    CLIENT = "client"
    VISITOR = "visitor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is behind an action: a member of staff with roles, a client, a visitor to the public pages, or the system."""

    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)


def new_id(at: datetime) -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits. Sorts by time, cannot be guessed.

    >>> from datetime import UTC
    >>> new_id(datetime(2026, 11, 23, tzinfo=UTC)).version
    7
    """
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
