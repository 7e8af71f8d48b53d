"""A form that was filled in on paper is typed in by staff, in one go: all of it is kept, or nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.measures import read_answers, score
from openkap.knowledge.measures import Measure, measure
from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.responses import find as find_responses
from openkap.records.responses import keep as responses
from openkap.services.answer_item import answer_item
from openkap.services.health_form import HEALTH
from openkap.services.submit_response import submit_response
from openkap.terms.answer import Answer
from openkap.terms.identity import Actor
from openkap.terms.quantity import write_number
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.source import Source

__all__ = ["ManyBad", "enter_paper"]

# Older papers belong to a chart that was kept on paper.
_OLDEST = timedelta(days=366)


class ManyBad(BadInput):
    """Several answers cannot be: every one is named, so that all can be mended at once."""

    def __init__(self, problems: list[BadInput]) -> None:
        super().__init__(problems[0].field, problems[0].message)
        self.problems = problems


def enter_paper(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    response_id: UUID,
    given: Mapping[str, str],
    answered_at: datetime,
    paper_total: Decimal | None = None,
) -> None:
    """Keeps the answers, the score, who typed it in and the moment on the paper; raises what the answers raise.

    An item that is left out stayed open on the paper. With `paper_total`, the total that stands on the paper, both must
    agree; without it the entry says that nobody compared them. ManyBad names every answer that cannot be ("answers.N").
    """
    require(by, Doing.ENTER_PAPER)
    response = find_responses.response(within=within, response_id=response_id)
    if response.measure == HEALTH:
        raise RuleRefusal("The questions about health are asked on the client's own phone, or talked through.")
    if response.done:
        raise RuleRefusal("This form was already sent. Nothing was changed.")
    if answered_at > at:
        raise BadInput("answered_at", "This moment is in the future. Enter when the paper was filled in.")
    if answered_at < at - _OLDEST:
        raise BadInput("answered_at", "This is more than a year ago. Enter when the paper was filled in.")
    asked = measure(response.measure, response.edition)
    answers = _read(asked, {item: value for item, value in given.items() if value.strip()})
    if not answers:
        raise BadInput("answers", "Nothing is entered yet. Type the number that is marked beside each question.")
    _compare(asked, answers, paper_total)
    with transaction.atomic(), ledger.in_one_turn():
        for item in answers:
            answer_item(
                within=within, by=by, at=at, response_id=response_id, item=item, value=given[item], source=Source.PAPER
            )
        submit_response(
            within=within,
            by=by,
            at=at,
            response_id=response_id,
            leave_open=True,
            source=Source.PAPER,
            done_at=answered_at,
        )
        act = Act(within=within, by=by, at=at)
        responses.paper(act, response_id=response_id, answered_at=answered_at, paper_total=paper_total)


def _read(asked: Measure, given: Mapping[str, str]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    problems = []
    for item, value in given.items():
        try:
            answers |= read_answers(asked, {item: value}, typed=True)
        except BadInput as problem:
            problems.append(problem)
    if problems:
        raise ManyBad(problems)
    return answers


def _compare(asked: Measure, answers: Mapping[str, Answer], paper_total: Decimal | None) -> None:
    """Two people counted: what was typed and what stands on the paper must come to the same."""
    if paper_total is None:
        return
    total = score(asked, answers).total
    if total is None:
        raise BadInput("paper_total", "These answers have no total, for some are open. Leave the total empty.")
    if Decimal(total) != paper_total:
        raise BadInput(
            "paper_total",
            f"The answers come to {write_number(total)}, the paper says {write_number(paper_total)}. Look at both "
            "once more. If the paper was added up wrongly, leave its total empty.",
        )
