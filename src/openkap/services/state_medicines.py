"""The client says which medicines they take, in their own words. Nothing is looked up or judged here."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.records.base import Act
from openkap.records.responses import keep as responses
from openkap.terms.identity import Actor
from openkap.terms.text import words

__all__ = ["state_medicines"]


def state_medicines(*, within: UUID, by: Actor, at: datetime, client_id: UUID, text: str) -> None:
    """Keeps the words. "None" is an answer; an empty box is not, and is asked about."""
    kept = words(text, field="medicines", label="Your medicines (write none if you take none)", longest=4000)
    with transaction.atomic():
        responses.medicines(Act(within=within, by=by, at=at), client_id=client_id, text=kept)
