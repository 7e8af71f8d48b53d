"""A named person acts on an alert and says what was done."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.alerts import find as find_alerts
from openkap.records.alerts import keep as alerts
from openkap.records.base import Act
from openkap.terms.identity import Actor
from openkap.terms.text import words

__all__ = ["act_on_alert"]


def act_on_alert(*, within: UUID, by: Actor, at: datetime, alert_id: UUID, did: str) -> None:
    """Closes the alert with what was done. Refuses when nothing is said, or someone has closed it a moment before."""
    require(by, Doing.ACT_ON_ALERT)
    alert = find_alerts.alert(within=within, alert_id=alert_id)
    kept = words(did, field="did", label="What you did", longest=4000)
    with transaction.atomic():
        alerts.action(
            Act(within=within, by=by, at=at), alert_id=alert_id, client_id=alert.client_id, did=kept, closes=True
        )
