"""The client says "done": the form is scored by its edition, and the score is kept with it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.measures import score
from openkap.knowledge.measures import measure
from openkap.records.base import Act
from openkap.records.responses import find as find_responses
from openkap.records.responses import keep as responses
from openkap.services.answer_item import as_answers
from openkap.services.health_form import HEALTH, health_questions
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["submit_response"]


def submit_response(*, within: UUID, by: Actor, at: datetime, response_id: UUID, leave_open: bool = False) -> None:
    """Sends the form. A question without an answer is asked about once; with `leave_open` it is kept as not answered.

    BadInput (field "item-N") names the first question that is open. RuleRefusal when it was sent before.
    """
    with transaction.atomic():
        own = by.id if by.kind is ActorKind.CLIENT else None
        response = find_responses.response(within=within, response_id=response_id, client_id=own, lock=True)
        if response.done:
            raise RuleRefusal("This form was already sent. Nothing was changed.")
        standing = find_responses.answers(within=within, response_id=response_id)
        if response.measure == HEALTH:
            asked = [question.item for question in health_questions()]
        else:
            asked = [item.number for item in measure(response.measure, response.edition).items if item.scored]
        missing = [item for item in asked if item not in standing or standing[item].value is None]
        if missing and not leave_open:
            place = asked.index(missing[0]) + 1
            raise BadInput(
                f"item-{missing[0]}",
                f"Question {place} has no answer yet. Answer it, or choose to leave it open and send.",
            )
        act = Act(within=within, by=by, at=at)
        for item in missing:
            if item not in standing:
                responses.answer(act, response_id=response_id, item=item, value=None)
        total, band, derived = None, None, {}
        if response.measure != HEALTH:
            result = score(measure(response.measure, response.edition), as_answers(standing))
            total = None if result.total is None else Decimal(result.total)
            band = result.band
            derived = {name: str(value) for name, value in result.derived.items() if value is not None}
        responses.submit(act, response_id=response_id, total=total, band=band, missing=missing, derived=derived)
