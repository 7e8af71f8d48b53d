"""The PHQ-9's provisional diagnosis by counted symptoms."""

from openkap.clinical.measures.result import Derived
from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import Algorithm

__all__ = ["provisional_depression"]


def provisional_depression(sheet: Sheet, rule: Algorithm) -> dict[str, Derived]:
    """`provisional_depression`: "major", "other" or "none"; None while a symptom has no answer.

    A symptom is present at `present_at` (those of `present_at_one` at 1); one of `core` must be among them.
    """
    usual, from_one = rule.lists["symptoms"], rule.lists["present_at_one"]
    values = {number: sheet.value(number) for number in (*usual, *from_one)}
    threshold = dict.fromkeys(usual, rule.numbers["present_at"]) | dict.fromkeys(from_one, 1)
    if any(value is None for value in values.values()):
        return {"provisional_depression": None}
    present = {number for number, value in values.items() if value is not None and value >= threshold[number]}
    if not present & set(rule.lists["core"]):
        return {"provisional_depression": "none"}
    if len(present) >= rule.numbers["major_from"]:
        return {"provisional_depression": "major"}
    return {"provisional_depression": "other" if len(present) >= rule.numbers["other_from"] else "none"}
