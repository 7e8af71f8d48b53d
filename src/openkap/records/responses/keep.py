from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.responses import models
from openkap.terms.refusal import RuleRefusal
from openkap.terms.source import Source

__all__ = ["answer", "ask", "code", "confirm", "life_event", "paper", "submit", "use_code", "wrong_code"]


def ask(act: Act, *, client_id: UUID, course_id: UUID, measure: str, edition: str, occasion: str) -> UUID:
    kept = models.Response.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        course_id=course_id,
        measure=measure,
        edition=edition,
        occasion=occasion,
        asked_at=act.at,
    )
    ledger.write(act, "measure.ask", "response", kept.id, measure=measure, edition=edition)
    return kept.id


def answer(act: Act, *, response_id: UUID, item: str, value: int | None, source: Source) -> None:
    """One answer, as given. The ledger learns that the item was answered, not how."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO responses_answer (id, practice_id, response_id, item, value, given_at, given_by_kind, source)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [act.new_id(), act.within, response_id, item, value, act.at, act.by.kind.value, source.value],
        )
    ledger.write(act, "answer.keep", "response", response_id, item=item)


def submit(
    act: Act,
    *,
    response_id: UUID,
    total: Decimal | None,
    band: str | None,
    missing: list[str],
    derived: dict[str, Any],
    source: Source,
    done_at: datetime | None = None,
) -> None:
    """`done_at`: when the client was done, where that is not the moment of this act (a form on paper)."""
    try:
        with transaction.atomic():
            models.Submission.objects.create(
                id=act.new_id(),
                practice_id=act.within,
                response_id=response_id,
                total=total,
                band=band,
                missing=missing,
                derived=derived,
                submitted_at=done_at or act.at,
                source=source.value,
            )
    except IntegrityError:
        raise RuleRefusal("This form was already sent. Nothing was changed.") from None
    ledger.write(act, "response.submit", "response", response_id, complete=not missing, source=source.value)


def paper(act: Act, *, response_id: UUID, answered_at: datetime, paper_total: Decimal | None) -> None:
    """Who typed a paper form in, when, and whether its own total was compared."""
    models.PaperEntry.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        response_id=response_id,
        entered_by=act.by.id,
        entered_by_name=act.by.name,
        entered_at=act.at,
        answered_at=answered_at,
        paper_total=paper_total,
    )
    ledger.write(act, "response.enter", "response", response_id, compared=paper_total is not None)


def confirm(act: Act, *, measure: str, condition: str) -> None:
    """The condition of a measure's wording is kept from now on; of two people at once, one confirms."""
    try:
        with transaction.atomic():
            models.Confirmation.objects.create(
                id=act.new_id(),
                practice_id=act.within,
                measure=measure,
                condition=condition,
                by_id=act.by.id,
                by_name=act.by.name,
                at=act.at,
            )
    except IntegrityError:
        raise RuleRefusal("This was confirmed already. Nothing was changed.") from None
    ledger.write(act, "condition.confirm", "practice", act.within, measure=measure)


def life_event(act: Act, *, client_id: UUID, on: date, what: str) -> None:
    """The ledger learns that something was marked, not what."""
    models.LifeEvent.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        happened_on=on,
        words=what,
        said_by_kind=act.by.kind.value,
        said_by_name=act.by.name,
        said_at=act.at,
    )
    ledger.write(act, "event.mark", "client", client_id)


def code(act: Act, *, client_id: UUID, code_sha256: str, expires_at: datetime) -> None:
    """A new code for the tablet; what the client had before opens nothing any more."""
    models.TabletCode.objects.filter(practice_id=act.within, client_id=client_id, used_at__isnull=True).update(
        used_at=act.at
    )
    models.TabletCode.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        code_sha256=code_sha256,
        made_at=act.at,
        expires_at=expires_at,
        wrong_tries=0,
    )
    ledger.write(act, "code.make", "client", client_id, expires_at=expires_at)


def use_code(act: Act, *, code_id: UUID, client_id: UUID) -> bool:
    """Marks the code as used. False when it was used a moment before: of two tablets, one wins."""
    changed = models.TabletCode.objects.filter(practice_id=act.within, id=code_id, used_at__isnull=True).update(
        used_at=act.at
    )
    if changed:
        ledger.write(act, "code.use", "client", client_id)
    return bool(changed)


def wrong_code(act: Act) -> None:
    """A wrong try counts against every code that is open: nobody can know which one was meant."""
    models.TabletCode.objects.filter(practice_id=act.within, used_at__isnull=True, expires_at__gt=act.at).update(
        wrong_tries=F("wrong_tries") + 1
    )
    ledger.write(act, "code.wrong", "practice", act.within)
