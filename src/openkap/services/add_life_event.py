"""Something that happened in the client's life, marked on their line so that a score is read beside it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.people import find as people
from openkap.records.responses import keep as responses
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput, Forbidden
from openkap.terms.text import line

__all__ = ["add_life_event"]

_EARLIEST_YEARS = 5


def add_life_event(
    *, within: UUID, by: Actor, at: datetime, today: date, client_id: UUID, on: date | None, what: str
) -> None:
    """Keeps the day and a few words: the client's own, or a clinician's. `today` is the practice's."""
    if by.kind is ActorKind.CLIENT:
        if by.id != client_id:
            raise Forbidden("A client adds to their own line only.")
    else:
        require(by, Doing.SEE_CLINICAL)
    people.client(within=within, client_id=client_id)
    if on is None:
        raise BadInput("on", "Choose the day.")
    if on > today:
        raise BadInput("on", "This day is in the future. Choose today or a day before.")
    if on.year < today.year - _EARLIEST_YEARS:
        raise BadInput("on", f"Choose a day within the last {_EARLIEST_YEARS} years.")
    kept = line(what, field="what", label="What happened", longest=60)
    with transaction.atomic():
        responses.life_event(Act(within=within, by=by, at=at), client_id=client_id, on=on, what=kept)
