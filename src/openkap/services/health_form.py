"""The questions about health: one for each contraindication that a client can answer, in plain words.

They are kept like the answers of a measure, with "yes", "no" and "not sure"; the rules themselves judge them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from openkap.knowledge.rules import contraindications
from openkap.records.responses.shapes import Answer
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.refusal import BadInput

__all__ = ["ANSWERS", "HEALTH", "HealthQuestion", "facts_from", "health_edition", "health_questions", "read_health"]

HEALTH = "health"
NO, YES, NOT_SURE = 0, 1, 2
ANSWERS = {NO: "No", YES: "Yes", NOT_SURE: "Not sure"}


@dataclass(frozen=True, slots=True)
class HealthQuestion:
    """`item` is the rule it informs; `fact` the fact that the rule reads."""

    item: str
    fact: str
    text: str


def health_questions() -> tuple[HealthQuestion, ...]:
    return tuple(
        HealthQuestion(item=rule.id, fact=rule.asks, text=rule.client_question)
        for rule in contraindications()
        if rule.client_question
    )


def health_edition() -> str:
    """The newest edition among the rules that ask."""
    return max(rule.edition for rule in contraindications() if rule.client_question)


def read_health(item: str, value: object) -> int:
    """The value of an answer to a question about health, or BadInput with the question and what it takes."""
    if item not in {question.item for question in health_questions()}:
        raise BadInput("item", "There is no such question about health. Open the form again.")
    if value not in ("0", "1", "2"):
        raise BadInput(f"item-{item}", "Answer with yes, no or not sure.")
    return int(str(value))


def facts_from(answers: Mapping[str, Answer]) -> dict[str, Fact[bool]]:
    """What the answers say. "Not sure" and a question left open are both unknown, and say which."""
    facts: dict[str, Fact[bool]] = {}
    for question in health_questions():
        answer = answers.get(question.item)
        if answer is None:
            facts[question.fact] = Unknown("not asked yet")
        elif answer.value in (NO, YES):
            facts[question.fact] = Known(answer.value == YES, answer.given_at)
        else:
            facts[question.fact] = Unknown("the client is not sure" if answer.value == NOT_SURE else "left unanswered")
    return facts
