"""A prescriber signs an order; another person confirms it; whoever may sign takes it back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.clinical.dosing import answered_for, asks_second, closed_to_signing
from openkap.records.base import Act
from openkap.records.orders import find as find_orders
from openkap.records.orders import keep as orders
from openkap.records.orders.shapes import Order
from openkap.records.sessions import find as find_sessions
from openkap.records.sessions import keep as sessions
from openkap.records.sessions.shapes import Session
from openkap.services.check_said import CheckedOrder, check_said
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.text import words

__all__ = ["cancel_order", "confirm_order", "sign_order"]


def sign_order(
    *, within: UUID, by: Actor, at: datetime, session_id: UUID, said: Mapping[str, Any], because: str = ""
) -> CheckedOrder:
    """Keeps the order with what the checks answered. It stands in the place of the session's order before it.

    BadInput: what cannot be read, or an open check without a reason. RuleRefusal: the order contradicts itself or a
    label, cannot be checked (nobody has weighed the client), or the session is over.
    """
    require(by, Doing.ORDER)
    reason = words(because, field="because", label="Reason", longest=2000, needed=False)
    with transaction.atomic():
        session = _open_session(within, session_id)
        checked = check_said(within=within, session=session, said=said, at=at, ordered_by=by.name)
        closed = closed_to_signing(checked.findings)
        if closed:
            raise RuleRefusal(
                "This order cannot be signed as it is written.",
                reasons=tuple(f"{one.title}: {one.because} {one.resolve}".strip() for one in closed),
            )
        if (open_checks := answered_for(checked.findings)) and not reason:
            named = "; ".join(one.title for one in open_checks)
            raise BadInput("because", f"Write why you sign although this stands open: {named}.")
        before = find_orders.standing(within=within, session_id=session_id)
        orders.order(
            Act(within=within, by=by, at=at),
            client_id=session.client_id,
            session_id=session_id,
            drug=checked.order.drug,
            route=checked.order.route,
            dose_mg=checked.order.dose_mg,
            total_mg=checked.order.total_mg,
            said=checked.said,
            findings=[asdict(finding) for finding in checked.findings],
            because=reason or None,
            needs_second=asks_second(checked.findings),
            replaces=before.id if before else None,
        )
    return checked


def confirm_order(*, within: UUID, by: Actor, at: datetime, order_id: UUID) -> Order:
    """The second person has read the order, aloud or to themselves, and confirms it. Never the one who signed it."""
    require(by, Doing.CONFIRM_ORDER)
    with transaction.atomic():
        order = _turn(within, order_id)
        if by.id == order.ordered_by_id:
            raise RuleRefusal("You signed this order. Somebody else reads it and confirms it.")
        if not order.waits_for_second:
            raise RuleRefusal("This order does not wait for a second person. Open the page again.")
        act = Act(within=within, by=by, at=at)
        orders.confirmation(act, order_id=order.id, session_id=order.session_id, ordered_by=order.ordered_by_id)
    return order


def cancel_order(*, within: UUID, by: Actor, at: datetime, order_id: UUID, reason: str) -> Order:
    """Takes the order back. It stays readable; nothing can be given by it."""
    require(by, Doing.ORDER)
    kept = words(reason, field="reason", label="Why you take it back", longest=2000)
    with transaction.atomic():
        order = _turn(within, order_id)
        if not order.stands:
            raise RuleRefusal("This order no longer stands. Open the page again.")
        orders.cancellation(
            Act(within=within, by=by, at=at), order_id=order.id, session_id=order.session_id, reason=kept
        )
    return order


def _open_session(within: UUID, session_id: UUID) -> Session:
    """The medicine session, held until the order is kept, so that of two who sign the second replaces the first."""
    sessions.take_turn(within=within, session_id=session_id)
    session = find_sessions.session(within=within, session_id=session_id)
    if session.kind != "medicine":
        raise BadInput("session", "Only a medicine session has an order.")
    if session.state in ("ended", "cancelled"):
        raise RuleRefusal("This session is over. An order belongs to the session in which it is given.")
    return session


def _turn(within: UUID, order_id: UUID) -> Order:
    """The order as it is once this transaction has its turn at the session."""
    order = find_orders.order(within=within, order_id=order_id)
    sessions.take_turn(within=within, session_id=order.session_id)
    return find_orders.order(within=within, order_id=order_id)
