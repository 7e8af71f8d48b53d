"""One answer to one question, kept as it is given. What a person must see is raised in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.alerting import judge_flags
from openkap.clinical.measures import due_items, read_answers, score
from openkap.knowledge.measures import measure
from openkap.records.alerts import find as find_alerts
from openkap.records.alerts import keep as alerts
from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.responses import find as find_responses
from openkap.records.responses import keep as responses
from openkap.records.responses.shapes import Answer, Response
from openkap.services.attest_health import parts_of
from openkap.services.health_form import HEALTH, due_questions, read_health
from openkap.terms.answer import Answer as MeasureAnswer
from openkap.terms.answer import Answered, Skipped
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import Forbidden, RuleRefusal
from openkap.terms.source import Source

__all__ = ["Kept", "answer_item", "as_answers", "asked_parts"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the form needs to know: how far it is, and whether crisis help must be shown now."""

    answered: int
    of: int
    crisis_help: bool


def answer_item(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    response_id: UUID,
    item: str,
    value: str | None,
    source: Source = Source.PHONE,
) -> Kept:
    """Keeps the answer (None: shown and left) and raises what it raises, whether or not the form is ever finished.

    Sending the same answer again keeps it once. BadInput names the item and the values it takes. The response's row is
    locked meanwhile, so that answers tapped at once are judged one after the other.
    """
    with transaction.atomic(), ledger.in_one_turn():
        response = find_responses.response(within=within, response_id=response_id, client_id=_own(by), lock=True)
        if response.done:
            raise RuleRefusal("This form was already sent. If something has changed, tell us: call the practice.")
        read = _read(response, item, value)
        standing = find_responses.answers(within=within, response_id=response_id)
        act = Act(within=within, by=by, at=at)
        if item not in standing or standing[item].value != read:
            responses.answer(act, response_id=response_id, item=item, value=read, source=source)
            standing[item] = Answer(item=item, value=read, given_at=at)
        crisis_help = False if response.measure == HEALTH else _raise_alerts(act, response, standing)
        due = _due(response, standing, asked_parts(within=within, response=response))
    answered = sum(standing[item].value is not None for item in standing if item in due)
    return Kept(answered=answered, of=len(due), crisis_help=crisis_help)


def as_answers(standing: Mapping[str, Answer]) -> dict[str, MeasureAnswer]:
    """Kept rows as answers: NULL is an item that was shown and left; an item without a row is absent."""
    return {item: Skipped() if row.value is None else Answered(row.value) for item, row in standing.items()}


def asked_parts(*, within: UUID, response: Response) -> tuple[str, ...] | None:
    """Of the health history: the parts that this form asks, None for all; of a measure None."""
    if response.measure != HEALTH:
        return None
    return parts_of(within=within, client_id=response.client_id, response_id=response.id)


def _own(by: Actor) -> UUID | None:
    """A client reaches only their own forms; staff (entering from paper) any of the practice."""
    if by.kind is ActorKind.CLIENT:
        return by.id
    if by.kind is not ActorKind.STAFF:
        raise Forbidden("Only the client, or staff for the client, can answer this form.")
    return None


def _read(response: Response, item: str, value: str | None) -> int | None:
    if value is None:
        return None
    if response.measure == HEALTH:
        return read_health(item, value)
    answer = read_answers(measure(response.measure, response.edition), {item: value}, typed=True)[item]
    return answer.value if isinstance(answer, Answered) else None


def _due(response: Response, standing: Mapping[str, Answer], parts: tuple[str, ...] | None) -> set[str]:
    """The questions that are to be shown, given what was answered so far."""
    if response.measure == HEALTH:
        return {question.item for question in due_questions(standing, parts)}
    return {item.number for item in due_items(measure(response.measure, response.edition), as_answers(standing))}


def _raise_alerts(act: Act, response: Response, standing: Mapping[str, Answer]) -> bool:
    """Raises each alert once per response, rule and value; while one stands open it is not raised again. Gives whether
    crisis help is to be shown, which does not depend on whether the alert is new."""
    asked = measure(response.measure, response.edition)
    flags = score(asked, as_answers(standing)).flags
    found = judge_flags(asked.key, [(flag.code, flag.item, flag.value, flag.sentence) for flag in flags])
    raised = find_alerts.open_rules(within=act.within, response_id=response.id) if found else set()
    for finding in found:
        if finding.rule not in raised:
            alerts.alert(
                act,
                client_id=response.client_id,
                course_id=response.course_id,
                response_id=response.id,
                rule=finding.rule,
                sentence=finding.sentence,
                key=f"{response.id}:{finding.rule}:{finding.value}",
            )
    return any(finding.crisis_help for finding in found)
