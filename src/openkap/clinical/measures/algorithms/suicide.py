"""Triage of the two suicide screeners. A yes is never lost: the level that is already certain is said even when the
rest is open, and an answer outside its branch counts."""

from openkap.clinical.measures.result import Derived
from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import Algorithm

__all__ = ["asq_triage", "columbia_triage"]


def columbia_triage(sheet: Sheet, rule: Algorithm) -> dict[str, Derived]:
    """`triage`: "high", "moderate", "low" or "none"; None while an open item could raise it.
    `triage_at_least`: the level that the answers given so far already reach."""
    reached, settled = "none", True
    for level in ("high", "moderate", "low"):
        numbers = rule.lists[level]
        if any(_is_yes(sheet, number) for number in numbers):
            reached = level
            break
        settled = settled and not any(_is_open(sheet, number) for number in numbers)
    return {"triage": reached if settled else None, "triage_at_least": reached}


def asq_triage(sheet: Sheet, rule: Algorithm) -> dict[str, Derived]:
    """`triage`: "negative", "non-acute positive" or "acute positive"; None while the answers do not settle it.

    A question of `screen` is positive when answered yes or refused; `acuity` then decides.
    """
    screen = rule.lists["screen"]
    positive = any(_is_yes(sheet, number) or sheet.refused(number) for number in screen)
    (acuity,) = rule.lists["acuity"]
    if _is_yes(sheet, acuity):
        return {"triage": "acute positive"}
    if positive:
        return {"triage": None if sheet.value(acuity) is None else "non-acute positive"}
    answered = all(sheet.value(number) is not None for number in screen)
    return {"triage": "negative" if answered else None}


def _is_yes(sheet: Sheet, number: str) -> bool:
    value = sheet.value(number)
    return value is not None and value >= 1


def _is_open(sheet: Sheet, number: str) -> bool:
    item = sheet.measure.item(number)
    return item is not None and sheet.is_open(item)
