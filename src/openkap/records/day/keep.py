from datetime import datetime
from typing import Any
from uuid import UUID

from openkap.records.base import Act
from openkap.records.day import models
from openkap.records.ledger import keep as ledger

__all__ = ["decision", "facts", "override", "second", "signs"]


def facts(
    act: Act, *, session_id: UUID, said: dict[str, Any], observed_at: datetime, detail: dict[str, Any] | None = None
) -> None:
    """What was found out, by name. The ledger learns the names, never the answers."""
    models.Fact.objects.bulk_create(
        models.Fact(
            id=act.new_id(),
            practice_id=act.within,
            session_id=session_id,
            name=name,
            value=value,
            detail=detail,
            observed_at=observed_at,
            entered_by_id=act.by.id,
            entered_at=act.at,
        )
        for name, value in said.items()
    )
    ledger.write(act, "day.find_out", "session", session_id, names=sorted(said))


def signs(act: Act, *, session_id: UUID, replaces: UUID | None, because: str | None, **taken: Any) -> None:
    models.Signs.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        session_id=session_id,
        entered_by_id=act.by.id,
        entered_at=act.at,
        replaces_id=replaces,
        because=because,
        **taken,
    )
    ledger.write(act, "day.measure", "session", session_id, replaces=replaces)


def override(act: Act, *, session_id: UUID, rule: str, reason: str) -> UUID:
    kept = models.Override.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        session_id=session_id,
        rule=rule,
        reason=reason,
        given_by_id=act.by.id,
        given_at=act.at,
        roles=sorted(act.by.roles),
    )
    ledger.write(act, "day.override", "session", session_id, override=kept.id, rule=rule)
    return kept.id


def second(act: Act, *, override_id: UUID, session_id: UUID, given_by: UUID) -> None:
    models.Second.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        override_id=override_id,
        given_by_id=given_by,
        seconded_by_id=act.by.id,
        seconded_at=act.at,
        roles=sorted(act.by.roles),
    )
    ledger.write(act, "day.second", "session", session_id, override=override_id)


def decision(act: Act, *, session_id: UUID, order_id: UUID, colour: str, findings: list[dict[str, Any]]) -> UUID:
    kept = models.Decision.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        session_id=session_id,
        order_id=order_id,
        colour=colour,
        findings=findings,
        decided_by_id=act.by.id,
        decided_at=act.at,
    )
    ledger.write(act, "day.decide", "session", session_id, decision=kept.id, order=order_id, colour=colour)
    return kept.id
