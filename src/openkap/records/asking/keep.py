from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openkap.records.asking import models
from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.terms.refusal import RuleRefusal

__all__ = ["asking", "choice", "deed", "handover", "reminder", "task"]


def asking(
    act: Act,
    *,
    course_id: UUID,
    response_id: UUID,
    schedule: str,
    edition: str,
    key: str,
    opened_at: datetime,
    late_at: datetime,
) -> None:
    """Why this response was asked. The response has its own ledger entry."""
    models.Asking.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        course_id=course_id,
        response_id=response_id,
        schedule=schedule,
        edition=edition,
        key=key,
        opened_at=opened_at,
        late_at=late_at,
    )


def reminder(act: Act, *, client_id: UUID, asking_id: UUID, number: int, on_day: date) -> None:
    models.Reminder.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        asking_id=asking_id,
        number=number,
        on_day=on_day,
        made_at=act.at,
    )
    ledger.write(act, "reminder.make", "client", client_id, asking=asking_id, number=number)


def handover(act: Act, *, client_id: UUID, on_day: date) -> None:
    try:
        with transaction.atomic():
            models.Handover.objects.create(
                id=act.new_id(),
                practice_id=act.within,
                client_id=client_id,
                on_day=on_day,
                handed_by_id=act.by.id,
                handed_at=act.at,
            )
    except IntegrityError as error:
        if "asking_handover_once" not in str(error):
            raise
        raise RuleRefusal("Someone has made the link of this reminder already. One a day is enough.") from None
    ledger.write(act, "reminder.hand_over", "client", client_id, on_day=on_day)


def choice(act: Act, *, client_id: UUID, wants: bool) -> UUID:
    kept = models.Choice.objects.create(
        id=act.new_id(), practice_id=act.within, client_id=client_id, wants=wants, said_at=act.at
    )
    ledger.write(act, "asking.choose", "client", client_id, wants=wants)
    return kept.id


def task(
    act: Act, *, client_id: UUID, course_id: UUID, asking_id: UUID | None = None, choice_id: UUID | None = None
) -> None:
    kept = models.Task.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        course_id=course_id,
        asking_id=asking_id,
        choice_id=choice_id,
        raised_at=act.at,
    )
    ledger.write(act, "asking.tell", "client", client_id, task=kept.id)


def deed(act: Act, *, task_id: UUID, client_id: UUID, did: str) -> None:
    """The ledger learns that something was done, not what."""
    try:
        with transaction.atomic():
            models.Deed.objects.create(
                id=act.new_id(),
                practice_id=act.within,
                task_id=task_id,
                did=did,
                done_by_id=act.by.id,
                done_at=act.at,
            )
    except IntegrityError as error:
        if "asking_deed_task_id" not in str(error):
            raise
        raise RuleRefusal("Someone has already said what was done. Open the page again to read it.") from None
    ledger.write(act, "asking.act", "client", client_id, task=task_id)
