from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from openkap.records.base import shaped
from openkap.records.orders import models
from openkap.records.orders.shapes import Order, Weight
from openkap.terms.refusal import NotFound

__all__ = ["of_client", "of_session", "of_sessions", "order", "standing", "weights"]


def _shaped(rows) -> list[Order]:  # type: ignore[no-untyped-def]
    return shaped(
        rows.order_by("-ordered_at", "-id"),
        Order,
        ordered_by_name="ordered_by__name",
        confirmed_by_name="confirmation__confirmed_by__name",
        confirmed_at="confirmation__confirmed_at",
        cancelled_by_name="cancellation__cancelled_by__name",
        cancelled_at="cancellation__cancelled_at",
        cancelled_because="cancellation__reason",
        replaced_at="order__ordered_at",
    )


def order(*, within: UUID, order_id: UUID) -> Order:
    found = _shaped(models.Order.objects.filter(practice_id=within, id=order_id))
    if not found:
        raise NotFound("There is no such order in this practice.")
    return found[0]


def of_session(*, within: UUID, session_id: UUID) -> list[Order]:
    """Every order of this session, the latest first."""
    return _shaped(models.Order.objects.filter(practice_id=within, session_id=session_id))


def of_sessions(*, within: UUID, session_ids: Iterable[UUID]) -> list[Order]:
    """Every order of these sessions, the latest first."""
    return _shaped(models.Order.objects.filter(practice_id=within, session_id__in=session_ids))


def of_client(*, within: UUID, client_id: UUID) -> list[Order]:
    """Every order of this client, the latest first."""
    return _shaped(models.Order.objects.filter(practice_id=within, client_id=client_id))


def standing(*, within: UUID, session_id: UUID) -> Order | None:
    """The order that was neither replaced nor taken back, or None."""
    return next((one for one in of_session(within=within, session_id=session_id) if one.stands), None)


def weights(*, within: UUID, client_id: UUID, until: datetime) -> list[Weight]:
    """What the scale showed up to a moment, the latest first."""
    rows = models.Weight.objects.filter(practice_id=within, client_id=client_id, weighed_at__lte=until)
    return shaped(rows.order_by("-weighed_at", "-id"), Weight, entered_by_name="entered_by__name")
