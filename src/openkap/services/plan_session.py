"""An appointment and the session it is for are kept together. Called inside a transaction."""

from datetime import datetime
from uuid import UUID

from openkap.records.base import Act
from openkap.records.calendar import keep as calendar
from openkap.records.sessions import keep as sessions
from openkap.terms.refusal import BadInput

__all__ = ["plan_session"]


def plan_session(
    act: Act,
    *,
    client_id: UUID,
    course_id: UUID,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    guide_id: UUID | None,
    room_id: UUID | None,
    remark: str = "",
) -> UUID:
    """Gives the session's id. Refuses a time that is past, and what is taken already."""
    if starts_at < act.at:
        raise BadInput("starts_at", "This time has passed. Choose one from now on.")
    appointment_id = calendar.appointment(
        act,
        client_id=client_id,
        course_id=course_id,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        guide_id=guide_id,
        room_id=room_id,
        remark=remark,
    )
    return sessions.plan(
        act,
        course_id=course_id,
        client_id=client_id,
        kind=kind,
        appointment_id=appointment_id,
        planned_at=starts_at,
    )
