"""Alerts: what was answered, how long it has waited, and what a person did about it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.acting import ActOnAlert
from openkap.interfaces.desk.showing.alerts import past_entry
from openkap.interfaces.desk.showing.banner import banner_of, name_of
from openkap.interfaces.desk.showing.now import alert_line
from openkap.interfaces.desk.wording import waited
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Line, Link
from openkap.interfaces.kit.replies import attempt, posted, see_other
from openkap.records.alerts import find as find_alerts
from openkap.records.alerts.shapes import Alert
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.services.act_on_alert import act_on_alert

__all__ = ["alert", "alerts", "open_part"]

_PAST_SHOWN = 100


@staff_only(Doing.ACT_ON_ALERT)
def alerts(request: HttpRequest) -> HttpResponse:
    """Those that stand open, the longest waiting first; the past ones below, the latest first."""
    within = request.practice.id
    opened = find_alerts.open_alerts(within=within)
    closed = find_alerts.closed_alerts(within=within, limit=_PAST_SHOWN)
    clients = _clients_of(request, [*opened, *closed])
    context = {
        "page_title": "Alerts",
        "opened": [alert_line(one, clients[one.client_id], request.now) for one in opened],
        "closed": [past_entry(request, one, about=name_of(clients[one.client_id])) for one in closed],
    }
    return render(request, "desk/alerts.html", context)


@staff_only(Doing.ACT_ON_ALERT)
def open_part(request: HttpRequest) -> HttpResponse:
    """Those that stand open, asked for again while the page is."""
    opened = find_alerts.open_alerts(within=request.practice.id)
    clients = _clients_of(request, opened)
    lines = [alert_line(one, clients[one.client_id], request.now) for one in opened]
    return render(request, "desk/parts/open_alerts.html", {"opened": lines})


@staff_only(Doing.ACT_ON_ALERT)
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One alert: who, what, since when; then what was done, by whom."""
    found = find_alerts.alert(within=request.practice.id, alert_id=alert_id)
    form = ActOnAlert(posted(request))
    outcome = attempt(
        form,
        lambda: act_on_alert(
            within=request.practice.id, by=request.actor, at=request.now, alert_id=alert_id, **form.cleaned_data
        ),
    )
    if outcome.kept:
        return see_other(request, "desk:alert", alert_id, said="What you did is kept, and the alert is closed.")
    if form.is_bound:
        found = find_alerts.alert(within=request.practice.id, alert_id=alert_id)
    who = people.client(within=request.practice.id, client_id=found.client_id)
    raised = written.moment(found.raised_at, request.practice.zone)
    context: dict[str, Any] = {
        "page_title": "Alert",
        "banner": banner_of(request, who),
        "back": Link(label="Alerts", url=reverse("desk:alerts")),
        "alert": found,
        "rows": [
            Line(term="Raised", value=raised),
            Line(term="Rule", value=found.rule),
        ],
        "phone": who.phone,
        "waited": waited(found.raised_at, request.now),
        "past": past_entry(request, found),
        "form": form,
    }
    return render(request, "desk/alert.html", context, status=outcome.status)


def _clients_of(request: HttpRequest, found: list[Alert]) -> dict[UUID, Client]:
    ids = {one.client_id for one in found}
    return {client.id: client for client in people.clients(within=request.practice.id, ids=ids, limit=len(ids))}
