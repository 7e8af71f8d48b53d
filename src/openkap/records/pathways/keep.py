from typing import Any
from uuid import UUID

from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.pathways import models

__all__ = ["attestation", "edition", "move", "override_answered", "override_asked", "turn"]


def edition(act: Act, *, key: str, edition: str, text: str, from_edition: str, reason: str) -> None:
    kept = models.Edition.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        key=key,
        edition=edition,
        text=text,
        from_edition=from_edition,
        reason=reason,
        signed_by_id=act.by.id,
        signed_at=act.at,
    )
    ledger.write(act, "pathway.sign", "pathway", kept.id, key=key, edition=edition, from_edition=from_edition)


def move(
    act: Act,
    *,
    course_id: UUID,
    from_edition: str,
    to_edition: str,
    difference: list[dict[str, Any]],
    reason: str,
) -> None:
    models.Move.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        course_id=course_id,
        from_edition=from_edition,
        to_edition=to_edition,
        difference=difference,
        reason=reason,
        moved_by_id=act.by.id,
        moved_at=act.at,
    )
    ledger.write(act, "course.move", "course", course_id, from_edition=from_edition, to_edition=to_edition)


def attestation(act: Act, *, course_id: UUID, session_id: UUID | None, what: str, words: str | None) -> None:
    models.Attestation.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        course_id=course_id,
        session_id=session_id,
        what=what,
        words=words,
        said_by_id=act.by.id,
        said_at=act.at,
    )
    ledger.write(act, "pathway.attest", "course", course_id, what=what, session=session_id)


def turn(act: Act, *, course_id: UUID, turn: str, rule: str | None, words: str) -> None:
    """The ledger learns the turn and the rule, never the words."""
    models.Turn.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        course_id=course_id,
        turn=turn,
        rule=rule,
        words=words,
        turned_by_id=act.by.id,
        turned_at=act.at,
    )
    ledger.write(act, "course.turn", "course", course_id, turn=turn, rule=rule)


def override_asked(act: Act, *, session_id: UUID, reason: str, findings: list[dict[str, Any]]) -> UUID:
    kept = models.OverrideAsked.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        session_id=session_id,
        reason=reason,
        findings=findings,
        asked_by_id=act.by.id,
        asked_at=act.at,
    )
    ledger.write(act, "gate.override_ask", "session", session_id)
    return kept.id


def override_answered(
    act: Act, *, asked_id: UUID, asked_by_id: UUID, session_id: UUID, decision_id: UUID | None
) -> None:
    models.OverrideAnswered.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        asked_id=asked_id,
        asked_by_id=asked_by_id,
        agrees=decision_id is not None,
        decision_id=decision_id,
        answered_by_id=act.by.id,
        answered_at=act.at,
    )
    ledger.write(act, "gate.override_answer", "session", session_id, agrees=decision_id is not None)
