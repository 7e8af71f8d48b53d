"""How hard medicine sessions were and what helped: the last for the talk that comes next, all of them beside scores."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from openkap.clinical.monitoring import Course
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Entry, Session
from openkap.services.read_room import distress_of

__all__ = ["Distress", "read_distress", "read_every_distress"]


@dataclass(frozen=True, slots=True)
class Distress:
    session: Session
    went: Course


def read_distress(*, within: UUID, course_id: UUID) -> Distress | None:
    """Of the last medicine session of this course that has begun; None where no level was entered in it."""
    every = read_every_distress(within=within, course_ids=[course_id])
    return every[-1] if every and every[-1].went.peak is not None else None


def read_every_distress(*, within: UUID, course_ids: Iterable[UUID]) -> list[Distress]:
    """Of each medicine session of these courses that has begun, the earliest first; two queries for all of them."""
    begun = [
        (one.started_at, one)
        for one in sessions.sessions(within=within, course_ids=course_ids)
        if one.kind == "medicine" and one.started_at is not None
    ]
    entries: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for session_id, entry in timeline.of_sessions(within=within, session_ids=[one.id for _, one in begun]):
        entries[session_id].append(entry)
    begun.sort(key=lambda pair: pair[0])
    return [Distress(one, distress_of(entries[one.id])) for _, one in begun]
