"""Staff hands over the device in their hand to a client, who can reach their own forms on it and nothing else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.terms.identity import Actor

__all__ = ["hand_over"]


def hand_over(*, within: UUID, by: Actor, at: datetime, client_id: UUID) -> Client:
    """Keeps who handed a device to whom. The visit itself is begun by the interface."""
    require(by, Doing.INVITE)
    client = people.client(within=within, client_id=client_id)
    with transaction.atomic():
        ledger.write(Act(within=within, by=by, at=at), "device.hand_over", "client", client_id)
    return client
