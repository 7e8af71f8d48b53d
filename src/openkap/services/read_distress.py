"""How hard the last medicine session was and what helped, for the talk that comes next."""

from dataclasses import dataclass
from uuid import UUID

from openkap.clinical.monitoring import Course
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Session
from openkap.services.read_room import distress_of

__all__ = ["LastDistress", "read_distress"]


@dataclass(frozen=True, slots=True)
class LastDistress:
    session: Session
    went: Course


def read_distress(*, within: UUID, course_id: UUID) -> LastDistress | None:
    """Of the last medicine session of this course that has begun; None where no level was entered in it."""
    held = sessions.of_course(within=within, course_id=course_id)
    begun = [one for one in held if one.kind == "medicine" and one.started_at is not None]
    if not begun:
        return None
    last = max(begun, key=lambda one: one.started_at or one.planned_at)
    went = distress_of(timeline.entries(within=within, session_id=last.id))
    return None if went.peak is None else LastDistress(last, went)
