"""What is examined or looked up: the facts that come with a date and a source, grouped as they are entered."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openkap.knowledge.rules.fact_spec import fact_specs
from openkap.knowledge.rules.max_age import MaxAge
from openkap.knowledge.rules.schema import Rule
from openkap.knowledge.rules.table import read_tables

__all__ = ["Examination", "examination", "examinations", "greatest_age"]


@dataclass(frozen=True, slots=True)
class Examination:
    """facts: what is entered together, for one date and source."""

    id: str
    title: str
    facts: tuple[str, ...]


@cache
def examinations() -> tuple[Examination, ...]:
    top = read_tables(Path(__file__).with_name("examinations.toml"))
    found = []
    for table in top.tables("examination"):
        one = Examination(table.text("id"), table.text("title"), table.texts("facts"))
        table.finish()
        strange = [fact for fact in one.facts if fact not in fact_specs()]
        if strange:
            raise table.fault(f"there is no fact {strange[0]}")
        found.append(one)
    top.finish()
    return tuple(found)


def examination(id: str) -> Examination:  # noqa: A002 - it is the word of the data
    """Raises KeyError with the id."""
    return {one.id: one for one in examinations()}[id]


def greatest_age(rules: tuple[Rule, ...], fact: str) -> MaxAge | None:
    """How old this fact may be for the rules that ask for it; None where none of them says.

    >>> from openkap.knowledge.rules import rules
    >>> str(greatest_age(rules(), "pregnancy_test"))
    '28 days'
    """
    return next(
        (test.max_age for rule in rules for test in rule.comparisons if test.fact == fact and test.max_age), None
    )
