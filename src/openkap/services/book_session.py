"""A preparation, medicine or integration session is booked for a course."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.pathway import window_after
from openkap.records.base import Act
from openkap.records.courses import find as courses
from openkap.records.sessions import find as sessions
from openkap.services.ask_what_is_due import ask_course
from openkap.services.course_facts import pathway_of
from openkap.services.plan_session import plan_session
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput
from openkap.terms.text import line

__all__ = ["book_session"]


def book_session(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    course_id: UUID,
    kind: str,
    starts_at: datetime,
    guide_id: UUID | None,
    room_id: UUID | None,
    outside_window_because: str = "",
) -> UUID:
    """Gives the session's id. Integration belongs in the window after the last dose; outside it, a reason is asked for.

    Refuses a kind that the pathway does not have, a time that is past, and what is taken already.
    """
    require(by, Doing.BOOK)
    course = courses.course(within=within, course_id=course_id)
    model = pathway_of(within=within, course=course)
    wanted = model.session(kind)
    if wanted is None:
        kinds = ", ".join(session.kind for session in model.sessions)
        raise BadInput("kind", f"{model.title} has no such session. It has: {kinds}.")
    remark = line(outside_window_because, field="outside_window_because", label="Reason", longest=500, needed=False)
    window = model.window(kind)
    doses = sessions.doses(within=within, course_ids=[course_id])
    if window is not None and doses and not remark:
        state = window_after(window, doses[-1].given_at, starts_at)
        if state.state != "open":
            raise BadInput(
                "starts_at",
                f"This is outside the {window.from_hours} to {window.to_hours} hours after the last dose. "
                "Choose a time inside them, or say why it is outside.",
            )
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        session_id = plan_session(
            act,
            client_id=course.client_id,
            course_id=course_id,
            kind=kind,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=wanted.minutes),
            guide_id=guide_id,
            room_id=room_id,
            remark=remark,
        )
        ask_course(act, course_id=course_id)
    return session_id
