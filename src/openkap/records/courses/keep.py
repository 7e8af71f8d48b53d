from datetime import datetime
from uuid import UUID

from openkap.records.base import Act
from openkap.records.courses import models
from openkap.records.ledger import keep as ledger

__all__ = ["begin", "clearance", "words"]


def begin(act: Act, *, client_id: UUID, pathway: str, edition: str, sitter: bool | None, guide_id: UUID | None) -> UUID:
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
    settled: dict[str, bool],
    findings: dict[str, str],
) -> None:
    models.Clearance.objects.create(
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
    )
    ledger.write(act, "clearance.decide", "course", course_id, decision=decision, valid_until=valid_until)
