"""What every shell shows: the practice, and for staff the menu of their role and the alerts that stand open."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from openkap.clinical.authority import Doing, may
from openkap.interfaces.kit.parts import Link, OpenAlerts
from openkap.records.alerts import find as alerts
from openkap.terms.identity import ActorKind
from openkap.terms.source import Source

__all__ = ["open_alerts", "shell"]

# (label, url name, what it takes). The menu shows what the role may do.
_MENU = (
    ("Today", "desk:today", Doing.SEE_DESK),
    ("Clients", "desk:clients", Doing.SEE_DESK),
    ("Rooms", "console:board", Doing.SEE_DESK),
    ("Requests", "desk:requests", Doing.BOOK),
    ("Alerts", "desk:alerts", Doing.ACT_ON_ALERT),
    ("Questionnaires", "desk:questionnaires", Doing.SEE_CLINICAL),
    ("Pathways", "desk:pathways", Doing.SEE_CLINICAL),
    ("Staff", "desk:staff", Doing.MANAGE_STAFF),
    ("Values", "desk:policy", Doing.SET_POLICY),
    ("Wording", "desk:wording", Doing.MANAGE_STAFF),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    practice = getattr(request, "practice", None)
    if actor is None or practice is None:
        return {}
    if actor.kind is not ActorKind.STAFF:
        source = getattr(request, "source", None)
        in_clinic = source is not None and source is not Source.PHONE
        return {"practice": practice, "in_clinic": in_clinic, "lang": get_language()}
    return {
        "practice": practice,
        "person": {"name": actor.name, "roles": sorted(role.value for role in actor.roles)},
        "nav": _menu(request, actor),
        "open_alerts": open_alerts(practice.id) if may(actor, Doing.SEE_CLINICAL) else None,
        "sign_out_url": reverse("account_logout"),
        "home_url": reverse("desk:today"),
    }


def _menu(request: HttpRequest, actor: Any) -> list[Link]:
    links = []
    for label, name, doing in _MENU:
        if may(actor, doing):
            url = reverse(name)
            links.append(Link(label=label, url=url, current=request.path == url))
    return links


def open_alerts(within: UUID) -> OpenAlerts:
    return OpenAlerts(count=alerts.count_open(within=within), url=reverse("desk:alerts"))
