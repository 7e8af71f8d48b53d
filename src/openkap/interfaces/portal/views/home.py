"""The first page of a visit: one clear next thing, what else waits, what comes in the calendar, what is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openkap.interfaces.kit.access import client_only
from openkap.interfaces.portal.appointments import appointments
from openkap.interfaces.portal.line import last_value
from openkap.interfaces.portal.state import read_state
from openkap.interfaces.portal.waiting import done, waiting


@client_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    practice = request.practice
    state = read_state(within=practice.id, client_id=request.client.id, now=request.now, zone=practice.zone)
    tasks = waiting(state)
    context = {
        "page_title": _("Hello, %(name)s") % {"name": request.client.given_name},
        "next": tasks[0] if tasks else None,
        "others": tasks[1:],
        "appointments": appointments(state, practice.address),
        "not_today": state.go_ahead is not None
        and not state.go_ahead.chooses
        and state.medicine is not None
        and state.is_today(state.medicine.planned_at),
        "line": last_value(state.responses),
        "done": done(state),
        "asks": state.asking is not None,
        "stopped": state.asking is not None and state.asking.stopped,
    }
    return render(request, "portal/home.html", context)
