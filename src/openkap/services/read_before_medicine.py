"""What is still missing before the medicine sessions of a day, one thing for each: the order, a second person, the gate
of the day. When nothing is, the room waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from openkap.records.day import find as day
from openkap.records.day.shapes import Decision
from openkap.records.orders import find as orders
from openkap.records.orders.shapes import Order
from openkap.records.sessions.shapes import Session
from openkap.terms.identity import Actor, Role

__all__ = ["BeforeMedicine", "Missing", "read_before_medicine"]


class Missing(StrEnum):
    ORDER = "order"
    SECOND_PERSON = "second person"
    GATE = "gate of the day"
    NOTHING = "nothing"


_WHOSE = {
    Missing.ORDER: Role.PRESCRIBER,
    Missing.SECOND_PERSON: Role.MONITOR,
    Missing.GATE: Role.MONITOR,
    Missing.NOTHING: Role.MONITOR,
}


@dataclass(frozen=True, slots=True)
class BeforeMedicine:
    session: Session
    missing: Missing


def read_before_medicine(
    *, within: UUID, by: Actor, today: Iterable[Session], begins: datetime
) -> list[BeforeMedicine]:
    """Of today's medicine sessions that have not begun, those whose next step is of this person's role; the lead sees
    all. In order of time. The gate itself judges anew when it is opened: this only says where to go.

    begins: when the day does; a decision of another day is none.
    """
    planned = [one for one in today if one.kind == "medicine" and one.state == "planned"]
    if not planned:
        return []
    ids = [one.id for one in planned]
    standing = {one.session_id: one for one in orders.of_sessions(within=within, session_ids=ids) if one.stands}
    decided = _latest(day.decisions_of(within=within, session_ids=ids))
    entered = day.last_entered_of(within=within, session_ids=ids)
    found = [
        BeforeMedicine(
            one, _missing(standing.get(one.id), decided.get(one.id), since=max(begins, entered.get(one.id, begins)))
        )
        for one in sorted(planned, key=lambda one: one.planned_at)
    ]
    return [one for one in found if Role.LEAD in by.roles or _WHOSE[one.missing] in by.roles]


def _latest(decisions: Iterable[Decision]) -> dict[UUID, Decision]:
    """By session; the decisions come with the latest first."""
    latest: dict[UUID, Decision] = {}
    for one in decisions:
        latest.setdefault(one.session_id, one)
    return latest


def _missing(order: Order | None, decision: Decision | None, *, since: datetime) -> Missing:
    """since: a decision before it, of another day or before what was entered last, is none any more."""
    if order is None:
        return Missing.ORDER
    if order.waits_for_second:
        return Missing.SECOND_PERSON
    is_good = decision is not None and decision.opens and decision.order_id == order.id and decision.decided_at >= since
    return Missing.NOTHING if is_good else Missing.GATE
