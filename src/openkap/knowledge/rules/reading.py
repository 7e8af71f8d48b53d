"""Turns the tables of a rule file into rules. Thresholds and discharge criteria are read with the same words."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from openkap.knowledge.rules.condition import AllOf, AnyOf, Comparison, Condition, Op
from openkap.knowledge.rules.fact_spec import fact_spec
from openkap.knowledge.rules.max_age import MaxAge
from openkap.knowledge.rules.schema import ROUTES, Action, Confidence, Drug, Ground, Kind, Occasion, Override, Rule
from openkap.knowledge.rules.settings import settings
from openkap.knowledge.rules.table import Table, read_tables
from openkap.terms.quantity import write_number

__all__ = ["fill", "read_condition", "read_ground", "read_rules", "read_value"]

_PLACE = re.compile(r"\{([a-z0-9-]+)\}")
_SETTING = "setting:"

Grounds = tuple[tuple[Drug, Ground], ...]


def read_rules(path: Path, *, group: str, values: Mapping[str, Decimal]) -> tuple[Rule, ...]:
    """The rules of one file. What its top says (edition, occasions, grounds) holds for rules that do not say it."""
    top = read_tables(path)
    edition, occasions = top.text("edition"), top.texts("occasions") or (Occasion.SCREENING.value,)
    shared = top.table("grounds")
    grounds = () if shared is None else _read_grounds(shared)
    found = tuple(
        _read_rule(table, edition=edition, group=group, occasions=occasions, grounds=grounds, values=values)
        for table in top.tables("rule")
    )
    top.finish()
    return found


def _read_rule(
    table: Table,
    *,
    edition: str,
    group: str,
    occasions: tuple[str, ...],
    grounds: Grounds,
    values: Mapping[str, Decimal],
) -> Rule:
    """It states `when` (must not be so), `needs` (must be so), or `asks` alone (one yes-or-no fact)."""
    asks, own_grounds = table.text("asks", ""), table.table("grounds")
    when, needs, applies = (_optional_condition(table, key, values) for key in ("when", "needs", "applies"))
    if when is None and needs is None and asks:
        when = _test(table, asks, Op.IS, True)
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
        grounds=grounds if own_grounds is None else _read_grounds(own_grounds),
        occasions=tuple(Occasion(name) for name in table.texts("occasions") or occasions),
        routes=table.texts("routes"),
        applies=applies,
        asks=asks,
        client_question=table.text("client_question", ""),
        client_text=table.text("client_text", ""),
        severity=table.text("severity", ""),
        views=tuple((view.text("source"), view.text("says")) for view in table.tables("views")),
    )
    if not rule.grounds or not set(rule.routes) <= set(ROUTES):
        raise table.fault(f"needs grounds, and knows the routes {', '.join(ROUTES)}")
    table.finish()
    return rule


def _read_grounds(table: Table) -> Grounds:
    found = tuple((drug, read_ground(ground)) for drug in Drug if (ground := table.table(drug.value)) is not None)
    table.finish()
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
    fact, when_known, age = table.text("fact"), table.flag("when_known"), table.text("max_age", "")
    rest = table.rest()
    if len(rest) != 1 or next(iter(rest)) not in set(Op):
        raise table.fault(f"a test has one of {', '.join(Op)}")
    op, written = next(iter(rest.items()))
    value = _value(table, written, values)
    return _test(table, fact, Op(op), value, max_age=_max_age(age, values) if age else None, when_known=when_known)


def _test(
    table: Table,
    fact: str,
    op: Op,
    value: bool | Decimal | str,
    *,
    max_age: MaxAge | None = None,
    when_known: bool = False,
) -> Comparison:
    try:
        spec = fact_spec(fact)
    except KeyError:
        raise table.fault(f"does not know the fact {fact}") from None
    return Comparison(fact, op, value, max_age, when_known, spec.title, spec.unit)


def _max_age(text: str, values: Mapping[str, Decimal]) -> MaxAge:
    if not text.startswith(_SETTING):
        return MaxAge.parse(text)
    id_ = text.removeprefix(_SETTING)
    return MaxAge(int(values[id_]), settings()[id_].unit)


def _value(table: Table, value: object, values: Mapping[str, Decimal]) -> bool | Decimal | str:
    if isinstance(value, str) and value.startswith(_SETTING):
        return values[value.removeprefix(_SETTING)]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    raise table.fault("a test compares with a number, a text or true and false")


def fill(text: str, values: Mapping[str, Decimal]) -> str:
    """A text in which "{setting-id}" stands for a site's value: a limit is written once and read everywhere.

    >>> fill("{th-sat2} % or less", {"th-sat2": Decimal("90")})
    '90 % or less'
    """
    return _PLACE.sub(lambda place: write_number(values[place[1]]), text)


def read_value(table: Table, key: str, values: Mapping[str, Decimal]) -> Decimal | None:
    """The number under `key`, or the site's value that it names ("setting:ID"); None where the entry is absent."""
    if not table.has(key):
        return None
    value = _value(table, table.raw(key), values)
    if isinstance(value, bool | str):
        raise table.fault(f"{key} must be a number")
    return value
