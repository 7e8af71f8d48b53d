"""Which times are free inside the window after a dose: for guide, client and a room, while the clinic is open."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from openkap.clinical.pathway import window_after
from openkap.clinical.planning import Busy, Free, Wish, free_times
from openkap.records.calendar import find as calendar
from openkap.records.calendar.shapes import Appointment
from openkap.records.practice import find as practice
from openkap.services.opening_hours import read_hours
from openkap.services.read_courses import CourseState

__all__ = ["read_free_times"]

_OF_A_DAY = 3


def read_free_times(
    *,
    within: UUID,
    states: Iterable[CourseState],
    at: datetime,
    guide_id: UUID | None = None,
) -> dict[UUID, list[Free[UUID]]]:
    """By course, for those in which the integration window is open or will be: a course whose every time is taken has
    an empty list. Asks the tables as often for many courses as for one.

    guide_id: who is to hold it, where it is not the guide of the course.
    """
    rooms = tuple(room.id for room in calendar.rooms(within=within))
    wishes = {state.course.id: wish for state in states if (wish := _wish(state, at, guide_id, rooms)) is not None}
    if not wishes:
        return {}
    busy = [
        _busy(one)
        for one in calendar.overlapping(
            within=within,
            starts=min(wish.earliest for wish in wishes.values()),
            ends=max(wish.latest + timedelta(minutes=wish.minutes) for wish in wishes.values()),
        )
    ]
    hours, zone = read_hours(within=within).week, practice.the_practice(within).zone
    return {
        course_id: free_times(wish, hours=hours, zone=zone, busy=busy, of_a_day=_OF_A_DAY)
        for course_id, wish in wishes.items()
    }


def _wish(state: CourseState, at: datetime, guide_id: UUID | None, rooms: tuple[UUID, ...]) -> Wish[UUID] | None:
    window, session = state.pathway.window("integration"), state.pathway.session("integration")
    if window is None or session is None or not state.doses:
        return None
    span = window_after(window, state.doses[-1].given_at, at)
    if span.state == "missed":
        return None
    guide = guide_id or state.course.guide_id
    return Wish(
        earliest=max(span.opens_at, at),
        latest=span.closes_at,
        minutes=session.minutes,
        needs=frozenset(who for who in (state.client.id, guide) if who is not None),
        rooms=rooms,
    )


def _busy(one: Appointment) -> Busy[UUID]:
    occupied = frozenset(who for who in (one.client_id, one.guide_id, one.room_id) if who is not None)
    return Busy(one.starts_at, one.ends_at, occupied)
