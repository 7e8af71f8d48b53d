"""The client says "done": the form is scored by its edition, and the score is kept with it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.measures import Derived, due_items, score
from openkap.knowledge.measures import measure
from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.responses import find as find_responses
from openkap.records.responses import keep as responses
from openkap.services.answer_item import as_answers, asked_parts
from openkap.services.health_form import HEALTH, due_questions, health_questions
from openkap.terms.answer import Answered
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.source import Source

__all__ = ["submit_response"]


def submit_response(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    response_id: UUID,
    leave_open: bool = False,
    source: Source = Source.PHONE,
    done_at: datetime | None = None,
) -> None:
    """Sends the form. A question without an answer is asked about once; with `leave_open` it is kept as not answered.

    BadInput (field "item-N") names the first question that is open. RuleRefusal when it was sent before.
    `done_at`: when the client was done, where it was filled in on paper before.
    """
    with transaction.atomic(), ledger.in_one_turn():
        own = by.id if by.kind is ActorKind.CLIENT else None
        response = find_responses.response(within=within, response_id=response_id, client_id=own, lock=True)
        if response.done:
            raise RuleRefusal("This form was already sent. Nothing was changed.")
        standing = find_responses.answers(within=within, response_id=response_id)
        answers = as_answers(standing)
        if response.measure == HEALTH:
            result = None
            parts = asked_parts(within=within, response=response)
            asked = [question.item for question in health_questions(parts)]
            due = [question.item for question in due_questions(standing, parts)]
            missing = [item for item in due if not isinstance(answers.get(item), Answered)]
        else:
            edition = measure(response.measure, response.edition)
            result = score(edition, answers)
            asked = [item.number for item in due_items(edition, answers)]
            missing = list(result.missing)
        if missing and not leave_open:
            place = asked.index(missing[0]) + 1
            raise BadInput(
                f"item-{missing[0]}",
                f"Question {place} has no answer yet. Answer it, or choose to leave it open and send.",
            )
        act = Act(within=within, by=by, at=at)
        for item in missing:
            if item not in standing:
                responses.answer(act, response_id=response_id, item=item, value=None, source=source)
        responses.submit(
            act,
            response_id=response_id,
            total=None if result is None or result.total is None else Decimal(result.total),
            band=None if result is None else result.band,
            missing=missing,
            derived={} if result is None else {name: _kept(value) for name, value in result.derived.items()},
            source=source,
            done_at=done_at,
        )


def _kept(value: Derived) -> list[str] | str | None:
    """A derived value as JSON keeps it: exact numbers as text, lists as lists, what could not be derived as null."""
    if isinstance(value, tuple):
        return list(value)
    return None if value is None else str(value)
