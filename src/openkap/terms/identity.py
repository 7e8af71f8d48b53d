"""Who and which: identifiers that sort by time, roles, and the actor behind every write."""

import itertools
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


# Of the ids of one millisecond those made later are greater (RFC 9562, section 6.2, method 1), within one process: what
# was decided last stands last, also where two decisions share a millisecond. It begins anywhere, so that two processes
# hardly meet.
_COUNT = itertools.count(secrets.randbits(25))


def new_id(at: datetime) -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, 26 bits that count, 48 random ones. Sorts by time, and
    cannot be guessed.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 23, tzinfo=UTC)
    >>> new_id(at).version, new_id(at) < new_id(at)
    (7, True)
    """
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    high, low = divmod(next(_COUNT) & ((1 << 26) - 1), 1 << 14)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low << 48 | secrets.randbits(48))
