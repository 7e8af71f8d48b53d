"""Which answers a person must see. Judged on whatever was answered, complete or not."""

from openkap.clinical.measures.result import Flag
from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import FlagRule

__all__ = ["raised_flags"]


def raised_flags(sheet: Sheet) -> tuple[Flag, ...]:
    """Every flag that an answer raises, in the order of the measure's rules."""
    return tuple(flag for rule in sheet.measure.flags for flag in _of(rule, sheet))


def _of(rule: FlagRule, sheet: Sheet) -> tuple[Flag, ...]:
    raising = [number for number in rule.items if _is_raised(rule, sheet, number)]
    if rule.together is None:
        return tuple(Flag(rule.code, number, sheet.value(number), rule.sentence) for number in raising)
    if len(raising) < rule.together:
        return ()
    return (Flag(rule.code, ", ".join(raising), len(raising), rule.sentence),)


def _is_raised(rule: FlagRule, sheet: Sheet, number: str) -> bool:
    value = sheet.value(number)
    if value is None:
        # A question that was not due cannot have been refused.
        return rule.refused and sheet.refused(number) and sheet.is_due(number)
    return (rule.at_least is None or value >= rule.at_least) and (rule.at_most is None or value <= rule.at_most)
