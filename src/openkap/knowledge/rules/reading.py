"""Turns the tables of a rule file into rules. Thresholds and discharge criteria are read with the same words."""

import re
from collections.abc import Mapping
from decimal import Decimal

from openkap.knowledge.rules.condition import AllOf, AnyOf, Condition, Op, Test
from openkap.knowledge.rules.max_age import MaxAge
from openkap.knowledge.rules.schema import ROUTES, Action, Confidence, Drug, Ground, Kind, Override, Rule
from openkap.knowledge.rules.table import Table
from openkap.terms.quantity import write_number

__all__ = ["fill", "read_condition", "read_ground", "read_rule", "read_value"]

_PLACE = re.compile(r"\{([a-z0-9-]+)\}")


def read_rule(table: Table, *, edition: str, group: str, values: Mapping[str, Decimal]) -> Rule:
    """One `[[rule]]`. It states `when` (must not be so), `needs` (must be so), or `asks` alone (one yes-or-no fact)."""
    asks = table.text("asks", "")
    when, needs, applies = (_optional_condition(table, key, values) for key in ("when", "needs", "applies"))
    if when is None and needs is None and asks:
        when = Test(asks, Op.IS, True, title=_title(asks))
    condition = when or needs
    if condition is None or (when and needs):
        raise table.fault("needs exactly one of when, needs or asks")
    rule = Rule(
        id=table.text("id"),
        edition=table.text("edition", edition),
        group=group,
        title=fill(table.text("title"), values),
        text=fill(table.text("text"), values),
        resolve=fill(table.text("resolve"), values),
        by=table.text("by"),
        action=Action(table.text("action")),
        override=Override(table.text("override")),
        condition=condition,
        adverse=needs is None,
        grounds=_read_grounds(table),
        routes=table.texts("routes"),
        applies=applies,
        asks=asks,
        client_question=table.text("client_question", ""),
        client_text=table.text("client_text", ""),
        views=tuple((view.text("source"), view.text("says")) for view in table.tables("views")),
    )
    if not set(rule.routes) <= set(ROUTES):
        raise table.fault(f"knows the routes {', '.join(ROUTES)}")
    table.finish()
    return rule


def _read_grounds(table: Table) -> tuple[tuple[Drug, Ground], ...]:
    grounds = table.table("grounds")
    if grounds is None:
        raise table.fault("grounds is missing")
    found = tuple((drug, read_ground(ground)) for drug in Drug if (ground := grounds.table(drug.value)) is not None)
    grounds.finish()
    return found


def read_ground(table: Table) -> Ground:
    ground = Ground(
        kind=Kind(table.text("kind")), confidence=Confidence(table.text("conf")), sources=table.texts("sources")
    )
    table.finish()
    return ground


def _optional_condition(table: Table, key: str, values: Mapping[str, Decimal]) -> Condition | None:
    inner = table.table(key)
    return None if inner is None else read_condition(inner, values)


def read_condition(table: Table, values: Mapping[str, Decimal]) -> Condition:
    """`{ fact = …, at_least = … }`, `{ all = […] }` or `{ any = […] }`. "setting:ID" stands for a site's value."""
    for key, kind in (("all", AllOf), ("any", AnyOf)):
        if table.has(key):
            parts = tuple(read_condition(part, values) for part in table.tables(key))
            table.finish()
            return kind(parts)
    fact, when_known = table.text("fact"), table.flag("when_known")
    age = table.text("max_age", "")
    rest = table.rest()
    if len(rest) != 1 or next(iter(rest)) not in set(Op):
        raise table.fault(f"a test has one of {', '.join(Op)}")
    op, written = next(iter(rest.items()))
    return Test(
        fact, Op(op), _value(table, written, values), MaxAge.parse(age) if age else None, when_known, _title(fact)
    )


def fill(text: str, values: Mapping[str, Decimal]) -> str:
    """A text in which "{setting-id}" stands for a site's value: a limit is written once and read everywhere.

    >>> fill("{th-sat2} % or less", {"th-sat2": Decimal("90")})
    '90 % or less'
    """
    return _PLACE.sub(lambda place: write_number(values[place[1]]), text)


def read_value(table: Table, key: str, values: Mapping[str, Decimal]) -> Decimal:
    """The number under `key`, or the site's value that it names ("setting:ID")."""
    value = _value(table, table.raw(key), values)
    if isinstance(value, bool | str):
        raise table.fault(f"{key} must be a number")
    return value


def _title(fact: str) -> str:
    return fact.replace("_", " ")


def _value(table: Table, value: object, values: Mapping[str, Decimal]) -> bool | Decimal | str:
    if isinstance(value, str) and value.startswith("setting:"):
        return values[value.removeprefix("setting:")]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    raise table.fault("a test compares with a number, a text or true and false")
