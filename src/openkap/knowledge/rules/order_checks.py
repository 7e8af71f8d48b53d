"""What an order is held against, as dated and cited data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from openkap.knowledge.rules.schema import Action, Confidence, Ground, Kind
from openkap.knowledge.rules.table import Table, read_tables

__all__ = ["OrderCheck", "OrderKnowledge", "order_knowledge"]


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """One check of an order. second_person: somebody else confirms the order where this one is not met."""

    id: str
    edition: str
    title: str
    action: Action
    resolve: str
    by: str
    second_person: bool
    ground: Ground


@dataclass(frozen=True, slots=True)
class OrderKnowledge:
    """checks by id, and the strengths in mg/mL in which ketamine is usually sold."""

    checks: Mapping[str, OrderCheck]
    usual_mg_per_ml: tuple[Decimal, ...]


@cache
def order_knowledge() -> OrderKnowledge:
    top = read_tables(Path(__file__).with_name("order_checks.toml"))
    edition = top.text("edition")
    strengths = tuple(Decimal(strength) for strength in top.wholes("usual_mg_per_ml"))
    checks = {check.id: check for check in (_read(table, edition) for table in top.tables("check"))}
    top.finish()
    return OrderKnowledge(checks, strengths)


def _read(table: Table, edition: str) -> OrderCheck:
    check = OrderCheck(
        id=table.text("id"),
        edition=edition,
        title=table.text("title"),
        action=Action(table.text("action")),
        resolve=table.text("resolve"),
        by=table.text("by"),
        second_person=table.flag("second_person"),
        ground=Ground(Kind(table.text("kind")), Confidence(table.text("conf")), table.texts("sources")),
    )
    table.finish()
    return check
