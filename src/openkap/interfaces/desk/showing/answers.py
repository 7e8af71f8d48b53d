"""The answers of one form, item by item, with the words that were shown."""

from collections.abc import Mapping
from uuid import UUID

from openkap.clinical.measures import score
from openkap.interfaces.kit.parts import Cell, Column, Row
from openkap.interfaces.kit.wording import words_of
from openkap.knowledge.measures import measure
from openkap.knowledge.measures.item import Item
from openkap.knowledge.measures.wording import Words
from openkap.records.responses.shapes import Answer, Response
from openkap.services.answer_item import as_answers
from openkap.services.health_form import HEALTH, NO, HealthQuestion, health_questions, is_due

__all__ = ["ANSWER_COLUMNS", "answer_rows", "flags_of", "words_for"]

ANSWER_COLUMNS = (Column(label="Question"), Column(label="Answer"), Column(label="Value", number=True))
_LEFT = Cell(text="left unanswered", tone="watch")


def answer_rows(response: Response, answers: Mapping[str, Answer], words: Words) -> list[Row]:
    """Every item of the edition that was answered; 0 is an answer, and a gap says which kind it is."""
    if response.measure == HEALTH:
        return [
            _health_row(one, answers.get(one.item))
            for one in health_questions()
            if one.item in answers or is_due(one, answers)
        ]
    asked = measure(response.measure, response.edition)
    flagged = {flag.item for flag in flags_of(response, answers)}
    return [_row(item, words, answers.get(item.number), flagged=item.number in flagged) for item in asked.items]


def flags_of(response: Response, answers: Mapping[str, Answer]):  # type: ignore[no-untyped-def]
    """What a person must see, judged on whatever was answered, by the edition it was answered under."""
    if response.measure == HEALTH:
        return ()
    return score(measure(response.measure, response.edition), as_answers(answers)).flags


def words_for(response: Response, *, within: UUID) -> Words:
    """What this practice may show of the form, with its notice."""
    if response.measure == HEALTH:
        return Words()
    return words_of(measure(response.measure, response.edition), within=within)


def _row(item: Item, words: Words, answer: Answer | None, *, flagged: bool) -> Row:
    asked = words.item(item)
    question = f"{item.number}. {asked}" if item.number.isdigit() else asked or item.number
    if answer is None:
        return Row(cells=(question, "not answered", ""))
    if answer.value is None:
        return Row(cells=(question, _LEFT, ""))
    said = words.options.get((item.number, answer.value))
    shown = said or f"{answer.value}{f' {item.unit}' if item.unit else ''}"
    return Row(cells=(question, Cell(text=shown, tone="alert") if flagged else shown, str(answer.value)))


def _health_row(question: HealthQuestion, answer: Answer | None) -> Row:
    if answer is None:
        return Row(cells=(question.text, "not answered", ""))
    if answer.value is None:
        return Row(cells=(question.text, _LEFT, ""))
    words = question.options[answer.value]
    plain = answer.value == NO or question.choices
    return Row(cells=(question.text, words if plain else Cell(text=words, tone="watch"), str(answer.value)))
