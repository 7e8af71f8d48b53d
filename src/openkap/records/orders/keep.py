from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.orders import models

__all__ = ["cancellation", "confirmation", "order", "weight"]


def weight(act: Act, *, client_id: UUID, weight_kg: Decimal, weighed_at: datetime) -> None:
    models.Weight.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        weight_kg=weight_kg,
        weighed_at=weighed_at,
        entered_by_id=act.by.id,
        entered_at=act.at,
    )
    ledger.write(act, "weight.record", "client", client_id)


def order(
    act: Act,
    *,
    client_id: UUID,
    session_id: UUID,
    drug: str,
    route: str,
    dose_mg: Decimal,
    total_mg: Decimal,
    said: dict[str, Any],
    findings: list[dict[str, Any]],
    because: str | None,
    needs_second: bool,
    replaces: UUID | None,
) -> UUID:
    kept = models.Order.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        session_id=session_id,
        drug=drug,
        route=route,
        dose_mg=dose_mg,
        total_mg=total_mg,
        said=said,
        findings=findings,
        because=because,
        needs_second=needs_second,
        ordered_by_id=act.by.id,
        ordered_at=act.at,
        replaces_id=replaces,
    )
    ledger.write(
        act,
        "order.sign",
        "session",
        session_id,
        order=kept.id,
        drug=drug,
        route=route,
        dose_mg=dose_mg,
        total_mg=total_mg,
        needs_second=needs_second,
        replaces=replaces,
    )
    return kept.id


def confirmation(act: Act, *, order_id: UUID, session_id: UUID, ordered_by: UUID) -> None:
    models.Confirmation.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        order_id=order_id,
        ordered_by_id=ordered_by,
        confirmed_by_id=act.by.id,
        confirmed_at=act.at,
    )
    ledger.write(act, "order.confirm", "session", session_id, order=order_id)


def cancellation(act: Act, *, order_id: UUID, session_id: UUID, reason: str) -> None:
    models.Cancellation.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        order_id=order_id,
        reason=reason,
        cancelled_by_id=act.by.id,
        cancelled_at=act.at,
    )
    ledger.write(act, "order.cancel", "session", session_id, order=order_id)
