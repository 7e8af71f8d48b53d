from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery

from openkap.records.alerts import models
from openkap.records.alerts.shapes import Alert
from openkap.records.base import shaped
from openkap.terms.refusal import NotFound

__all__ = ["alert", "closed_alerts", "count_open", "of_client", "open_alerts", "open_rules"]


_OPEN = """
FROM alerts_alert AS alert
WHERE alert.practice_id = %s AND NOT EXISTS (
    SELECT FROM alerts_action AS action
    WHERE action.practice_id = alert.practice_id AND action.alert_id = alert.id AND action.closes)
"""


def _alerts(within: UUID):  # type: ignore[no-untyped-def]
    closing = models.Action.objects.filter(practice_id=OuterRef("practice_id"), alert=OuterRef("id"), closes=True)
    return models.Alert.objects.filter(practice_id=within).annotate(
        closed=Subquery(closing.values("done_at")[:1]),
        closed_by=Subquery(closing.values("done_by__name")[:1]),
        action_did=Subquery(closing.values("did")[:1]),
    )


def _shaped(rows) -> list[Alert]:  # type: ignore[no-untyped-def]
    return shaped(rows.order_by("raised_at"), Alert, closed_at="closed", closed_by_name="closed_by", did="action_did")


def alert(*, within: UUID, alert_id: UUID) -> Alert:
    found = _shaped(_alerts(within).filter(id=alert_id))
    if not found:
        raise NotFound("There is no such alert in this practice.")
    return found[0]


def open_alerts(*, within: UUID) -> list[Alert]:
    """Every alert nobody has acted on yet, the longest waiting first."""
    return _shaped(_alerts(within).filter(closed__isnull=True))


def count_open(*, within: UUID) -> int:
    """How many stand open. Every page of the desk shows it, and every stream tells it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_OPEN}", [within])
        return int(cursor.fetchone()[0])


def open_rules(*, within: UUID, response_id: UUID) -> set[str]:
    """The rules by which this response has an alert that stands open."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT alert.rule {_OPEN} AND alert.response_id = %s", [within, response_id])
        return {rule for (rule,) in cursor.fetchall()}


def of_client(*, within: UUID, client_id: UUID) -> list[Alert]:
    return _shaped(_alerts(within).filter(client_id=client_id))


def closed_alerts(*, within: UUID, limit: int) -> list[Alert]:
    """Alerts that were acted on, the latest raised first."""
    rows = _alerts(within).filter(closed__isnull=False).order_by("-raised_at")[:limit]
    return shaped(rows, Alert, closed_at="closed", closed_by_name="closed_by", did="action_did")
