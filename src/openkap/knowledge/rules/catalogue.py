"""Reads the rule files once and hands out their rules."""

from functools import cache
from pathlib import Path

from openkap.knowledge.rules.reading import read_rule
from openkap.knowledge.rules.schema import Rule
from openkap.knowledge.rules.settings import default_values
from openkap.knowledge.rules.table import read_tables

__all__ = ["contraindications", "rule", "rules"]

_FILES = ("absolute",)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of screening, in the order in which it is read to a clinician."""
    return tuple(rule for name in _FILES for rule in _read_file(name))


def rule(id: str) -> Rule:  # noqa: A002 - it is the word of the data
    """The rule of this id. Raises KeyError with the id."""
    found = _by_id().get(id)
    if found is None:
        raise KeyError(id)
    return found


def contraindications() -> tuple[Rule, ...]:
    """CI-01 to CI-13."""
    return tuple(rule for rule in rules() if rule.group == "absolute")


@cache
def _by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in rules()}


def _read_file(group: str) -> tuple[Rule, ...]:
    top = read_tables(Path(__file__).with_name(f"{group}.toml"))
    edition = top.text("edition")
    values = default_values()
    found = tuple(read_rule(table, edition=edition, group=group, values=values) for table in top.tables("rule"))
    top.finish()
    return found
