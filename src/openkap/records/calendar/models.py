from django.db import models
from django.db.models import F, Q

from openkap.records.base import Kept
from openkap.records.people.models import Account, Client


class Room(Kept):
    """A place where sessions happen."""

    name = models.TextField()

    class Meta:
        db_table = "calendar_room"


class Preset(Kept):
    """How a room is set, under a name. The latest row of a name stands; `stands` is false where it was taken away."""

    name = models.TextField()
    room = models.ForeignKey(Room, models.PROTECT, null=True)
    light_percent = models.PositiveSmallIntegerField(null=True)
    temperature_celsius = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    recliner = models.TextField()
    eyeshade = models.BooleanField(null=True)
    blanket = models.BooleanField(null=True)
    camera_off = models.BooleanField(null=True)
    stands = models.BooleanField()
    made_at = models.DateTimeField()
    made_by_name = models.TextField()

    class Meta:
        db_table = "calendar_preset"
        indexes = [models.Index(name="calendar_preset_name", fields=["practice_id", "name", "made_at"])]
        constraints = [
            models.CheckConstraint(name="calendar_preset_light", condition=Q(light_percent__lte=100)),
            models.CheckConstraint(
                name="calendar_preset_temperature",
                condition=Q(temperature_celsius__gte=10) & Q(temperature_celsius__lte=35),
            ),
            models.CheckConstraint(name="calendar_preset_named", condition=~Q(name="") & ~Q(made_by_name="")),
        ]


class Appointment(Kept):
    """A time that was agreed. `kind` is the kind of session; a cancelled appointment keeps its row and its reason.

    No room, guide or client is held twice at one time: exclusion constraints, in the first migration.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    course_id = models.UUIDField()
    kind = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    guide = models.ForeignKey(Account, models.PROTECT, null=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True)
    remark = models.TextField(default="")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(null=True)

    class Meta:
        db_table = "calendar_appointment"
        indexes = [models.Index(name="calendar_appointment_day", fields=["practice_id", "starts_at"])]
        constraints = [
            models.CheckConstraint(name="calendar_appointment_lasts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="calendar_appointment_kind",
                condition=Q(kind__in=["consult", "preparation", "medicine", "integration"]),
            ),
            models.CheckConstraint(
                name="calendar_appointment_cancelled_with_reason",
                condition=Q(cancelled_at__isnull=True, cancel_reason__isnull=True)
                | Q(cancelled_at__isnull=False, cancel_reason__isnull=False),
            ),
        ]
