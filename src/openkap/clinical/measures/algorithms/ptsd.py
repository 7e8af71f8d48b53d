"""The PCL-5's provisional diagnosis by symptom clusters."""

from openkap.clinical.measures.result import Derived
from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import Algorithm

__all__ = ["provisional_ptsd"]


def provisional_ptsd(sheet: Sheet, rule: Algorithm) -> dict[str, Derived]:
    """`provisional_ptsd`: whether each cluster has its number of symptoms at `present_at` or more. None while a cluster
    that has not reached its number has an open item. Criterion A (the event itself) is recorded elsewhere."""
    answers: list[bool | None] = []
    for cluster, numbers in rule.lists.items():
        values = [sheet.value(number) for number in numbers]
        present = sum(1 for value in values if value is not None and value >= rule.numbers["present_at"])
        wanted = rule.numbers[cluster]
        possible = present + values.count(None)
        answers.append(True if present >= wanted else None if possible >= wanted else False)
    if False in answers:
        return {"provisional_ptsd": False}
    return {"provisional_ptsd": None if None in answers else True}
