from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from openkap.records.base import Act
from openkap.records.calendar import models
from openkap.records.ledger import keep as ledger
from openkap.terms.refusal import RuleRefusal

__all__ = ["appointment", "cancel", "preset", "room"]


def room(act: Act, *, name: str) -> UUID:
    kept = models.Room.objects.create(id=act.new_id(), practice_id=act.within, name=name)
    ledger.write(act, "room.make", "room", kept.id)
    return kept.id


def preset(
    act: Act,
    *,
    name: str,
    room_id: UUID | None = None,
    light_percent: int | None = None,
    temperature_celsius: Decimal | None = None,
    recliner: str = "",
    eyeshade: bool | None = None,
    blanket: bool | None = None,
    camera_off: bool | None = None,
    stands: bool = True,
) -> None:
    """A new row under this name, which replaces the one before; with `stands` false it takes the name away."""
    kept = models.Preset.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        name=name,
        room_id=room_id,
        light_percent=light_percent,
        temperature_celsius=temperature_celsius,
        recliner=recliner,
        eyeshade=eyeshade,
        blanket=blanket,
        camera_off=camera_off,
        stands=stands,
        made_at=act.at,
        made_by_name=act.by.name,
    )
    ledger.write(act, "preset.make" if stands else "preset.take_away", "preset", kept.id, name=name)


def appointment(
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
    """Books a time. The database refuses a room, a guide or a client that is taken; that refusal becomes a sentence."""
    kept_id = act.new_id()
    try:
        with transaction.atomic():
            models.Appointment.objects.create(
                id=kept_id,
                practice_id=act.within,
                client_id=client_id,
                course_id=course_id,
                kind=kind,
                starts_at=starts_at,
                ends_at=ends_at,
                guide_id=guide_id,
                room_id=room_id,
                remark=remark,
            )
    except IntegrityError as error:
        name = error.__cause__.diag.constraint_name or ""  # type: ignore[union-attr]
        taken = {
            "calendar_no_double_room": "That room is taken at that time. Choose another room or another time.",
            "calendar_no_double_guide": "That guide is with someone else at that time. Choose another guide or time.",
            "calendar_no_double_client": "This client already has an appointment at that time. Choose another time.",
        }
        if name not in taken:
            raise
        raise RuleRefusal(taken[name]) from None
    ledger.write(act, "appointment.book", "appointment", kept_id, kind=kind, starts_at=starts_at)
    return kept_id


def cancel(act: Act, *, appointment_id: UUID, reason: str) -> bool:
    changed = models.Appointment.objects.filter(
        practice_id=act.within, id=appointment_id, cancelled_at__isnull=True
    ).update(cancelled_at=act.at, cancel_reason=reason)
    if changed:
        ledger.write(act, "appointment.cancel", "appointment", appointment_id)
    return bool(changed)
