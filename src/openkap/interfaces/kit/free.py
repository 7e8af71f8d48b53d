"""Free times by day, each a way to the form that books it, filled in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from openkap.clinical.planning import Free
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Link

__all__ = ["FreeDay", "free_days", "one_of_each_day"]


@dataclass(frozen=True, slots=True)
class FreeDay:
    """`day` with its weekday; `times`: links whose labels are clock times."""

    day: str
    times: tuple[Link, ...]


def free_days(course_id: UUID, times: Iterable[Free[UUID]], zone: tzinfo, *, guide_id: UUID | None) -> list[FreeDay]:
    """guide_id: for whom the times were looked up, where it is not the guide of the course."""
    return [
        FreeDay(
            written.weekday(day),
            tuple(_link(course_id, one, zone, guide_id, written.clock) for one in of_the_day),
        )
        for day, of_the_day in groupby(times, key=lambda one: one.starts_at.astimezone(zone).date())
    ]


def one_of_each_day(course_id: UUID, times: Iterable[Free[UUID]], zone: tzinfo) -> list[Link]:
    """The first of every day, with day and time: enough to ask a client which day is right."""
    by_day = groupby(times, key=lambda one: one.starts_at.astimezone(zone).date())
    return [_link(course_id, next(of_the_day), zone, None, written.appointment) for _, of_the_day in by_day]


def _link(
    course_id: UUID,
    one: Free[UUID],
    zone: tzinfo,
    guide_id: UUID | None,
    say: Callable[[datetime, tzinfo], str],
) -> Link:
    asked = {"kind": "integration", "starts_at": f"{one.starts_at.astimezone(zone):%Y-%m-%dT%H:%M}"}
    asked |= {name: str(value) for name, value in (("room_id", one.room), ("guide_id", guide_id)) if value}
    return Link(label=say(one.starts_at, zone), url=f"{reverse('desk:book', args=[course_id])}?{urlencode(asked)}")
