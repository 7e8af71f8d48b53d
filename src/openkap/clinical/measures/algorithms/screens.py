"""Small named rules of single measures: MDQ, AUDIT-C, MEQ30, EQ-5D-5L."""

from openkap.clinical.measures.result import Derived
from openkap.clinical.measures.scales import scale_value
from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import Algorithm

__all__ = ["complete_mystical", "health_state", "mdq_positive", "points_only_from_first"]


def mdq_positive(sheet: Sheet, rule: Algorithm) -> dict[str, Derived]:
    """`mdq_positive`: enough symptoms, and together in time, and a problem of at least `problem_from`. One part that is
    surely not met settles it; None while that is open."""
    symptoms = [sheet.value(number) for number in rule.lists["symptoms"]]
    together = sheet.value(rule.lists["concurrence"][0])
    problem = sheet.value(rule.lists["problem"][0])
    yes, wanted = sum(1 for value in symptoms if value is not None and value >= 1), rule.numbers["yes_from"]
    parts = [
        True if yes >= wanted else None if yes + symptoms.count(None) >= wanted else False,
        None if together is None else together >= 1,
        None if problem is None else problem >= rule.numbers["problem_from"],
    ]
    return {"mdq_positive": False if False in parts else None if None in parts else True}


def points_only_from_first(sheet: Sheet, rule: Algorithm) -> dict[str, Derived]:
    """`points_only_from_first`: whether the first item has points and all `rest` have none; None while one is open."""
    first = sheet.value(rule.lists["first"][0])
    rest = [sheet.value(number) for number in rule.lists["rest"]]
    if first is None or None in rest:
        return {"points_only_from_first": None}
    return {"points_only_from_first": first > 0 and all(value == 0 for value in rest)}


def complete_mystical(sheet: Sheet, rule: Algorithm) -> dict[str, Derived]:
    """`complete_mystical`: every subscale at `percent` or more of its highest value; None while one is open."""
    shares = []
    for scale in sheet.measure.subscales:
        value = scale_value(sheet, scale)
        if value is None:
            return {"complete_mystical": None}
        shares.append(value * 100 >= int(scale.high) * rule.numbers["percent"])
    return {"complete_mystical": all(shares)}


def health_state(sheet: Sheet, rule: Algorithm) -> dict[str, Derived]:
    """`health_state`: the answers to `dimensions` in a row ("21231"); None while one is open."""
    values = [sheet.value(number) for number in rule.lists["dimensions"]]
    return {"health_state": None if None in values else "".join(str(value) for value in values)}
