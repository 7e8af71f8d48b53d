"""The small language in which a rule states its condition over named facts, and what a condition means in three values.

True, False, or None where the facts do not settle it (Kleene's logic): an unknown part leaves the whole open unless the
other parts decide it by themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from openkap.knowledge.rules.max_age import MaxAge
from openkap.terms.fact import Fact, Known

__all__ = ["AllOf", "AnyOf", "Comparison", "Condition", "Op", "Value", "answers", "comparisons_in", "weigh"]

Value = bool | int | Decimal | str | datetime | date | tuple[str, ...]


class Op(StrEnum):
    IS = "is"
    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
    GIVEN = "given"  # true when the fact is known at all (a name, a time, a medicine of a class)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact held against one value.

    max_age: an older (or undated) fact counts as unknown.
    when_known: the fact counts only where it is known; another rule is there to ask for it.
    title, unit: the fact's name as a clinician reads it, and the unit of its number.
    """

    fact: str
    op: Op
    value: bool | Decimal | str
    max_age: MaxAge | None = None
    when_known: bool = False
    title: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]


Condition = Comparison | AllOf | AnyOf


def weigh(condition: Condition, read: Callable[[Comparison], Fact[Value]]) -> bool | None:
    """What the facts say about `condition`: True, False, or None for "not known".

    >>> over_65 = Comparison("age_years", Op.AT_LEAST, Decimal(65))
    >>> weigh(over_65, lambda test: Known(Decimal(70)))
    True
    """
    if isinstance(condition, Comparison):
        return _weigh_comparison(condition, read(condition))
    decisive = isinstance(condition, AnyOf)  # one True decides "any", one False decides "all"
    open_part = False
    for part in condition.parts:
        stands = weigh(part, read)
        if stands is decisive:
            return decisive
        open_part = open_part or stands is None
    return None if open_part else not decisive


def _weigh_comparison(test: Comparison, fact: Fact[Value]) -> bool | None:
    if not isinstance(fact, Known):
        return False if test.when_known else None
    if test.op is Op.GIVEN:
        return test.value is True
    return _compare(test, fact.value)


def _compare(test: Comparison, value: Value) -> bool | None:
    """A value of the wrong kind (a word where a number belongs, NaN) says nothing, so it is unknown, never False."""
    if test.op is Op.IS:
        return value == test.value if type(value) is type(test.value) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not isinstance(test.value, Decimal):
        return None
    number = Decimal(value)
    if not number.is_finite():
        return None
    return {
        Op.AT_LEAST: number >= test.value,
        Op.ABOVE: number > test.value,
        Op.AT_MOST: number <= test.value,
        Op.BELOW: number < test.value,
    }[test.op]


def answers(comparison: Comparison, value: Value) -> bool:
    """Whether `value` is of a kind that can be held against this comparison at all."""
    return comparison.op is Op.GIVEN or _compare(comparison, value) is not None


def comparisons_in(condition: Condition | None) -> tuple[Comparison, ...]:
    """Every test of a condition, in the order in which it is written."""
    if condition is None:
        return ()
    if isinstance(condition, Comparison):
        return (condition,)
    return tuple(test for part in condition.parts for test in comparisons_in(part))
