"""What the scale showed, with the moment of weighing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.dosing import ORDER_FIELDS
from openkap.records.base import Act
from openkap.records.orders import keep as orders
from openkap.records.people import find as people
from openkap.terms.identity import Actor
from openkap.terms.quantity import parse_decimal
from openkap.terms.refusal import BadInput

__all__ = ["record_weight"]


def record_weight(
    *, within: UUID, by: Actor, at: datetime, client_id: UUID, weight: str, weighed_at: datetime | None = None
) -> None:
    """Keeps kilograms as typed. An earlier weight stays; the latest weighing counts. weighed_at: None for now."""
    require(by, Doing.CHECK_DAY)
    field = ORDER_FIELDS["weight"]
    kilograms = parse_decimal(weight, field="weight", low=field.low, high=field.high, unit="kg", places=field.places)
    if weighed_at is not None and weighed_at > at:
        raise BadInput("weighed_at", "This moment is in the future. Enter when the client was weighed.")
    client = people.client(within=within, client_id=client_id)
    with transaction.atomic():
        orders.weight(
            Act(within=within, by=by, at=at), client_id=client.id, weight_kg=kilograms, weighed_at=weighed_at or at
        )
