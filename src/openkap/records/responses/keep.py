from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.responses import models
from openkap.terms.refusal import RuleRefusal

__all__ = ["answer", "ask", "submit"]


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


def answer(act: Act, *, response_id: UUID, item: str, value: int | None) -> None:
    """One answer, as given. The ledger learns that the item was answered, not how."""
    models.Answer.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        response_id=response_id,
        item=item,
        value=value,
        given_at=act.at,
        given_by_kind=act.by.kind.value,
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
) -> None:
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
                submitted_at=act.at,
            )
    except IntegrityError:
        raise RuleRefusal("This form was already sent. Nothing was changed.") from None
    ledger.write(act, "response.submit", "response", response_id, complete=not missing)
