from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from openkap.records.base import Act
from openkap.records.courses import models
from openkap.records.ledger import keep as ledger
from openkap.terms.refusal import RuleRefusal
from openkap.terms.sitter import Sitter

__all__ = ["begin", "clearance", "second_name", "words"]


def begin(
    act: Act, *, client_id: UUID, pathway: str, edition: str, sitter: Sitter | None, guide_id: UUID | None
) -> UUID:
    kept = models.Course.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        pathway=pathway,
        edition=edition,
        sitter=sitter,
        guide_id=guide_id,
        began_at=act.at,
    )
    ledger.write(act, "course.begin", "course", kept.id, pathway=pathway, edition=edition, sitter=sitter)
    return kept.id


def words(act: Act, *, course_id: UUID, topic: str, text: str) -> None:
    """The client's words on a topic, as said now. The ledger learns the topic, never the words."""
    models.Words.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        course_id=course_id,
        topic=topic,
        text=text,
        said_at=act.at,
        written_by_kind=act.by.kind.value,
        written_by=act.by.id,
    )
    ledger.write(act, "words.keep", "course", course_id, topic=topic)


def clearance(
    act: Act,
    *,
    course_id: UUID,
    decision: str,
    reason: str,
    valid_until: datetime | None,
    settled: dict[str, Any],
    findings: dict[str, dict[str, str]],
    route: str,
    conditions: str | None = None,
    from_whom: str | None = None,
    defer_until: date | None = None,
    review_on: date | None = None,
    needs_second: bool = False,
) -> UUID:
    kept = models.Clearance.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        course_id=course_id,
        decision=decision,
        reason=reason,
        decided_by_id=act.by.id,
        decided_at=act.at,
        valid_until=valid_until,
        settled=settled,
        findings=findings,
        route=route,
        conditions=conditions,
        from_whom=from_whom,
        defer_until=defer_until,
        review_on=review_on,
        needs_second=needs_second,
    )
    ledger.write(act, "clearance.decide", "course", course_id, decision=decision, valid_until=valid_until, route=route)
    return kept.id


def second_name(act: Act, *, course_id: UUID, clearance_id: UUID) -> None:
    try:
        with transaction.atomic():
            models.SecondName.objects.create(
                id=act.new_id(), practice_id=act.within, clearance_id=clearance_id, by_id=act.by.id, signed_at=act.at
            )
    except IntegrityError:
        raise RuleRefusal("A second clinician has signed this already. Nothing was changed.") from None
    ledger.write(act, "clearance.second", "course", course_id, clearance=clearance_id)
