from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from openkap.records.asking import models
from openkap.records.asking.shapes import Asking, Choice, Deed, Reminder, Task
from openkap.records.base import shaped

__all__ = ["askings", "choices", "deeds", "handed_over", "open_tasks", "reminders", "reminders_to_hand_over"]

_OF_RESPONSE = {
    "measure": "response__measure",
    "occasion": "response__occasion",
    "asked_at": "response__asked_at",
    "submitted_at": "response__submission__submitted_at",
    "task_id": "task__id",
}


def askings(*, within: UUID, course_ids: Iterable[UUID] | None = None) -> list[Asking]:
    """What the schedules have asked, in these courses or in all of the practice, the earliest first, in one query."""
    rows = models.Asking.objects.filter(practice_id=within)
    if course_ids is not None:
        rows = rows.filter(course_id__in=list(course_ids))
    return shaped(rows.order_by("opened_at", "id"), Asking, **_OF_RESPONSE)


def reminders(*, within: UUID, client_ids: Iterable[UUID]) -> list[Reminder]:
    rows = models.Reminder.objects.filter(practice_id=within, client_id__in=list(client_ids))
    return shaped(rows.order_by("on_day", "id"), Reminder, measure="asking__response__measure")


def reminders_to_hand_over(*, within: UUID, on_day: date, client_id: UUID | None = None) -> list[Reminder]:
    """Those of this day whose link nobody has made, and whose form is still open. An older day's have lapsed."""
    same = {"practice_id": OuterRef("practice_id"), "client": OuterRef("client")}
    latest = models.Choice.objects.filter(**same).order_by("-said_at", "-id").values("wants")[:1]
    rows = models.Reminder.objects.annotate(wants=Coalesce(Subquery(latest), True)).filter(
        ~Exists(models.Handover.objects.filter(**same, on_day=OuterRef("on_day"))),
        practice_id=within,
        on_day=on_day,
        asking__response__submission__isnull=True,
        wants=True,
    )
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    return shaped(rows.order_by("made_at", "id"), Reminder, measure="asking__response__measure")


def handed_over(*, within: UUID, client_id: UUID) -> list[date]:
    """The days on which somebody made the link of this client's reminder."""
    rows = models.Handover.objects.filter(practice_id=within, client_id=client_id)
    return list(rows.order_by("on_day").values_list("on_day", flat=True))


def choices(*, within: UUID, client_ids: Iterable[UUID] | None = None) -> dict[UUID, Choice]:
    """The standing choice of each client who ever made one, in one query."""
    rows = models.Choice.objects.filter(practice_id=within)
    if client_ids is not None:
        rows = rows.filter(client_id__in=list(client_ids))
    latest = rows.order_by("client_id", "-said_at", "-id").distinct("client_id")
    return {row.client_id: row for row in shaped(latest, Choice)}


def open_tasks(*, within: UUID, client_id: UUID | None = None) -> list[Task]:
    """What nobody has acted on, the longest waiting first."""
    later = models.Choice.objects.filter(
        practice_id=OuterRef("practice_id"), client=OuterRef("client"), said_at__gt=OuterRef("choice__said_at")
    )
    rows = models.Task.objects.filter(practice_id=within, deed__isnull=True).annotate(overtaken=Exists(later))
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    return shaped(
        rows.order_by("raised_at", "id"),
        Task,
        measure="asking__response__measure",
        answered_at="asking__response__submission__submitted_at",
        stopped="choice__id",
    )


def deeds(*, within: UUID, client_id: UUID) -> list[Deed]:
    """What was done about this client's tasks, the latest first."""
    rows = models.Deed.objects.filter(practice_id=within, task__client_id=client_id)
    return shaped(rows.order_by("-done_at", "-id"), Deed, done_by_name="done_by__name")
