"""The order of a session as it stands now: judged anew with the weight of the day and what was given since."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openkap.clinical.dosing import OrderFinding, no_longer_holds
from openkap.records.orders import find as orders
from openkap.records.orders.shapes import Order
from openkap.records.sessions.shapes import Session
from openkap.services.check_said import CheckedOrder, check_said
from openkap.terms.refusal import RuleRefusal

__all__ = ["StandingOrder", "require_order", "standing_order"]


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """`opened`: checks that stand open now and were not answered for when it was signed."""

    order: Order
    checked: CheckedOrder
    opened: tuple[OrderFinding, ...]

    @property
    def in_force(self) -> bool:
        return not self.opened and not self.order.waits_for_second


def standing_order(*, within: UUID, session: Session, at: datetime) -> StandingOrder | None:
    """None where nothing is ordered, or the last order was taken back."""
    order = orders.standing(within=within, session_id=session.id)
    if order is None:
        return None
    checked = check_said(within=within, session=session, said=order.said, at=at, ordered_by=order.ordered_by_name)
    answered = {one["rule"] for one in order.findings if one["standing"] != "met"}
    return StandingOrder(order, checked, no_longer_holds(checked.findings, answered=answered))


def require_order(*, within: UUID, session: Session, at: datetime) -> Order:
    """The order in force. RuleRefusal, with reasons, where there is none."""
    found = standing_order(within=within, session=session, at=at)
    if found is None:
        raise RuleRefusal("There is no order for this session. A prescriber signs one first.")
    if found.order.waits_for_second:
        raise RuleRefusal("The order waits for a second person. Somebody else reads it and confirms it first.")
    if found.opened:
        raise RuleRefusal(
            "The order no longer holds. A prescriber looks at it and signs it anew.",
            reasons=tuple(f"{one.title}: {one.because} {one.resolve}".strip() for one in found.opened),
        )
    return found.order
