"""Reads what a form or a file sends into answers, strictly. What does not fit is refused by the item's number."""

import re
from collections.abc import Mapping

from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import Item, Measure
from openkap.terms.answer import Answer, Answered, Skipped
from openkap.terms.refusal import BadInput

__all__ = ["check_answers", "due_items", "read_answers", "refuse_not_asked"]

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,6}", re.ASCII)
_PRINTABLE_KEY = re.compile(r"[A-Za-z0-9_.-]{1,20}", re.ASCII)


def read_answers(measure: Measure, raw: Mapping[str, object], *, typed: bool = False) -> dict[str, Answer]:
    """Answers by item number from whole numbers; null is an item that was shown and left.

    typed: they come from a form, where a number is its digits; elsewhere text is no number. An item not in `raw`
    is not in the result. Raises BadInput (field "answers.ITEM") for an item the measure does not have and for a value
    the item does not take; true and 2.0 are not whole numbers here.

    >>> from openkap.knowledge.measures import measure
    >>> read_answers(measure("phq2"), {"1": 2, "2": None})
    {'1': Answered(value=2), '2': Skipped()}
    """
    return {number: _read(_item(measure, number), value, typed=typed) for number, value in raw.items()}


def due_items(measure: Measure, answers: Mapping[str, Answer]) -> tuple[Item, ...]:
    """The items to show, in order, given what was answered so far: those without a branch, and those whose branch was
    taken. A form asks no others, and waits for none of them.

    >>> from openkap.knowledge.measures import measure
    >>> from openkap.terms.answer import Answered
    >>> [item.number for item in due_items(measure("cssrs_screen"), {"2": Answered(0), "6": Answered(1)})]
    ['1', '2', '6', '6b']
    """
    sheet = Sheet(measure, answers)
    return tuple(item for item in measure.items if sheet.is_due(item.number))


def refuse_not_asked(measure: Measure, answers: Mapping[str, Answer]) -> None:
    """Raises BadInput for an answer to an item whose branch was surely not taken: two answers contradict each other.

    For whole files, whose sender can mend them. A form that is being filled in is never refused for it: there a yes
    outside its branch still raises its flag. 0 says no more than that the item was not asked, and is let through.
    """
    sheet = Sheet(measure, answers)
    for item in measure.items:
        if item.asked_if and sheet.value(item.number) and sheet.asked(item) is False:
            deciding = " or ".join(item.asked_if.items)
            raise BadInput(
                f"answers.{item.number}",
                f"Item {item.number} is asked only after {item.asked_if.at_least} or more in item {deciding}, "
                f"and takes {item.allowed}. Leave it out, or give null, if it was not asked.",
            )


def check_answers(measure: Measure, answers: Mapping[str, Answer]) -> None:
    """Raises BadInput unless every answer belongs to an item of the measure and is one that the item takes."""
    for number, answer in answers.items():
        item = _item(measure, number)
        if isinstance(answer, Answered) and not item.takes(answer.value):
            raise _not_allowed(item)


def _item(measure: Measure, number: str) -> Item:
    item = measure.item(number)
    if item is None:
        shown = f'item "{number}"' if _PRINTABLE_KEY.fullmatch(number) else "such item"
        numbers = [one.number for one in measure.items]
        known = ", ".join(numbers) if len(numbers) <= 12 else f"{', '.join(numbers[:3])} … {numbers[-1]}"
        field = f"answers.{number}" if _PRINTABLE_KEY.fullmatch(number) else "answers"
        raise BadInput(field, f"{measure.short_title} has no {shown}. Its items are {known}.")
    return item


def _read(item: Item, value: object, *, typed: bool) -> Answer:
    if value is None:
        return Skipped()
    if typed and isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not item.takes(value):
        raise _not_allowed(item)
    return Answered(value)


def _not_allowed(item: Item) -> BadInput:
    return BadInput(
        f"answers.{item.number}",
        f"Item {item.number} takes {item.allowed}. Leave it out, or give null, if it was not answered.",
    )
