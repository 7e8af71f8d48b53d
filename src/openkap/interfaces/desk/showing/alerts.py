"""Alerts that were acted on: who, when, and what was done."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.desk.wording import waited
from openkap.interfaces.kit import written
from openkap.records.alerts.shapes import Alert

__all__ = ["PastAlert", "past_entries", "past_entry"]


@dataclass(frozen=True, slots=True)
class PastAlert:
    """`title` is the alert's sentence, or the client's name on a list of many clients."""

    title: str
    sentence: str
    raised: str
    acted: str
    did: str
    url: str


def past_entries(request: HttpRequest, closed: list[Alert]) -> list[PastAlert]:
    """Of one client, the latest first."""
    return [past_entry(request, alert) for alert in reversed(closed)]


def past_entry(request: HttpRequest, alert: Alert, *, about: str = "") -> PastAlert:
    """With how long it had waited. `about`: whom it concerns, where that is not plain."""
    zone, acted = request.practice.zone, ""
    if alert.closed_at is not None:
        when, after = written.moment(alert.closed_at, zone), waited(alert.raised_at, alert.closed_at)
        acted = f"{alert.closed_by_name}, {when}, after {after}"
    return PastAlert(
        title=about or alert.sentence,
        sentence=alert.sentence if about else "",
        raised=written.moment(alert.raised_at, zone),
        acted=acted,
        did=alert.did or "",
        url=reverse("desk:alert", args=[alert.id]),
    )
