from datetime import datetime, timedelta
from uuid import UUID

from openkap.records.base import shaped
from openkap.records.calendar import models
from openkap.records.calendar.shapes import Appointment, Preset, Room

__all__ = ["of_course", "overlapping", "presets", "rooms"]

# No appointment lasts longer; so that the years before are not looked through.
_LONGEST = timedelta(days=1)


def rooms(*, within: UUID) -> list[Room]:
    return shaped(models.Room.objects.filter(practice_id=within).order_by("name"), Room)


def presets(*, within: UUID) -> list[Preset]:
    """Those that stand, by name."""
    rows = models.Preset.objects.filter(practice_id=within).order_by("name", "-made_at", "-id").distinct("name")
    return [one for one in shaped(rows, Preset, room_name="room__name") if one.stands]


def overlapping(*, within: UUID, starts: datetime, ends: datetime) -> list[Appointment]:
    """What lies in part or whole between `starts` and `ends`, in order of time."""
    near = _standing(within).filter(starts_at__gt=starts - _LONGEST, starts_at__lt=ends)
    return _shaped(near.filter(ends_at__gt=starts))


def of_course(*, within: UUID, course_id: UUID) -> list[Appointment]:
    return _shaped(_standing(within).filter(course_id=course_id))


def _standing(within: UUID):  # type: ignore[no-untyped-def]
    return models.Appointment.objects.filter(practice_id=within, cancelled_at__isnull=True).order_by("starts_at")


def _shaped(rows) -> list[Appointment]:  # type: ignore[no-untyped-def]
    return shaped(rows, Appointment, guide_name="guide__name", room_name="room__name")
