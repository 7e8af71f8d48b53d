"""The client's health history as a form: the questions of `knowledge.rules.history`, their answers, and the facts that
follow from them.

Answers are kept like those of a measure, with "yes", "no" and "not sure"; the rules themselves judge them. A form asks
every part, or only those in which the client says that something has changed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.history import HistoryPart, HistoryQuestion, history_edition, history_parts
from openkap.records.responses.shapes import Answer
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.refusal import BadInput

__all__ = [
    "ANSWERS",
    "HEALTH",
    "HealthQuestion",
    "due_questions",
    "facts_from",
    "health_edition",
    "health_questions",
    "read_health",
]

HEALTH = "health"
NO, YES, NOT_SURE = 0, 1, 2
ANSWERS = {NO: "No", YES: "Yes", NOT_SURE: "Not sure"}
_RATHER_NOT = "I would rather not say"


@dataclass(frozen=True, slots=True)
class HealthQuestion:
    """`item` is the fact that it informs (or the name of what only opens a branch). options: value → words; the first
    is the one that keeps a branch closed. after: the question that opens this one."""

    item: str
    text: str
    part: str
    options: Mapping[int, str]
    after: str
    asked: HistoryQuestion

    @property
    def fact(self) -> str:
        return self.item

    @property
    def choices(self) -> bool:
        """Whether its answers are others than yes, no and not sure."""
        return bool(self.asked.choices)

    def says(self, answer: Answer | None) -> Fact[Value]:
        """What this answer says about the fact."""
        if answer is None:
            return Unknown("not asked yet")
        if answer.value is None:
            return Unknown("left unanswered")
        if self.asked.choices:
            return (
                Known(self.asked.choices[answer.value], answer.given_at)
                if answer.value < len(self.asked.choices)
                else Unknown("the client would rather not say")
            )
        if answer.value == NOT_SURE:
            return Unknown("the client is not sure")
        if self.asked.no:
            return (
                Known(self.asked.no, answer.given_at)
                if answer.value == NO
                else Unknown("the client says yes: a clinician looks into it")
            )
        return Known(answer.value == YES, answer.given_at)


def health_questions(parts: Collection[str] | None = None) -> tuple[HealthQuestion, ...]:
    """Every question, or those of these parts, in the order in which they are asked."""
    return tuple(question for question in _all() if parts is None or question.part in parts)


def due_questions(answers: Mapping[str, Answer], parts: Collection[str] | None = None) -> tuple[HealthQuestion, ...]:
    """The questions to be shown, given what was answered so far: those whose branch is not closed."""
    return tuple(question for question in health_questions(parts) if is_due(question, answers))


def is_due(question: HealthQuestion, answers: Mapping[str, Answer]) -> bool:
    """A branch opens with any answer of its opener but the first, and with an opener that was left: nothing is
    guessed."""
    if not question.after:
        return True
    opener = answers.get(question.after)
    return opener is not None and opener.value != NO


def health_edition() -> str:
    """The newest edition among the questions and the rules that ask."""
    from openkap.knowledge.rules import rules

    return max(history_edition(), *(rule.edition for rule in rules() if rule.client_question))


def read_health(item: str, value: object) -> int:
    """The value of an answer to a question about health, or BadInput with the question and what it takes."""
    question = _by_item().get(item)
    if question is None:
        raise BadInput("item", "There is no such question about health. Open the form again.")
    if value not in {str(option) for option in question.options}:
        takes = " or ".join(words.lower() for words in question.options.values()) if question.choices else ""
        raise BadInput(f"item-{item}", f"Answer with {takes or 'yes, no or not sure'}.")
    return int(str(value))


def facts_from(answers: Mapping[str, Answer], changed: Mapping[str, datetime] | None = None) -> dict[str, Fact[Value]]:
    """What the answers say. "Not sure" and a question left open are both unknown, and say which.

    changed: part → when the client said that something has changed in it. What was answered before is then not known
    any more. Where an opener was answered with its first answer, the facts of its branch are "no": they follow from it.
    """
    facts: dict[str, Fact[Value]] = {}
    for question in health_questions():
        since = (changed or {}).get(question.part)
        given = _still(answers.get(question.item), since)
        if given is None and question.after:
            opener = _still(answers.get(question.after), since)
            if opener is not None and opener.value == NO:
                facts[question.item] = Known(False, opener.given_at)
                continue
        if given is None and since is not None and question.item in answers:
            facts[question.item] = Unknown("the client says that something has changed here")
            continue
        facts[question.item] = question.says(given)
    return facts


def _still(answer: Answer | None, since: datetime | None) -> Answer | None:
    return None if answer is None or (since is not None and answer.given_at < since) else answer


@cache
def _all() -> tuple[HealthQuestion, ...]:
    return tuple(_question(part, asked) for part in history_parts() for asked in part.questions)


@cache
def _by_item() -> Mapping[str, HealthQuestion]:
    return {question.item: question for question in _all()}


def _question(part: HistoryPart, asked: HistoryQuestion) -> HealthQuestion:
    words = [*(choice.capitalize() for choice in asked.choices), _RATHER_NOT] if asked.choices else None
    return HealthQuestion(
        item=asked.fact,
        text=asked.text,
        part=part.id,
        options=dict(enumerate(words)) if words else ANSWERS,
        after=asked.after,
        asked=asked,
    )
