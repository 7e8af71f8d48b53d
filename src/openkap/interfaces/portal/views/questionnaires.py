"""The client's questionnaires: what waits, with its minutes; what comes; and their word to stop or begin again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openkap.clinical.asking import State, minutes_of
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.parts import Link, Problem
from openkap.interfaces.kit.saying import said_in
from openkap.interfaces.portal.filling import go_to
from openkap.interfaces.portal.naming import occasion_name
from openkap.interfaces.portal.state import ClientState, read_state
from openkap.interfaces.portal.waiting import due_forms, form_tasks
from openkap.services.choose_questionnaires import choose_questionnaires
from openkap.terms.refusal import RuleRefusal

_AHEAD_SHOWN = 3


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    problems = []
    if request.method == "POST" and (said := request.POST.get("do")) in ("stop", "begin"):
        try:
            choose_questionnaires(within=request.practice.id, by=request.actor, at=request.now, wants=said == "begin")
        except RuleRefusal as refusal:
            problems = [Problem(message=said_in(refusal))]
        else:
            return go_to("portal:questionnaires")
    practice = request.practice
    state = read_state(within=practice.id, client_id=request.client.id, now=request.now, zone=practice.zone)
    context = {
        "page_title": _("Your questionnaires"),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "problems": problems,
        "tasks": list(form_tasks(state)),
        "minutes": sum(minutes_of(one.measure) for one in due_forms(state)),
        "ahead": _ahead(state),
        "stopped": state.asking is not None and state.asking.stopped,
        "any": state.asking is not None,
    }
    return render(request, "portal/questionnaires.html", context, status=409 if problems else 200)


def _ahead(state: ClientState) -> list[tuple[str, str]]:
    """The next occasions, by the day on which they open; nothing while the client has stopped."""
    if state.asking is None or state.asking.stopped:
        return []
    found: dict[tuple[str, str], int] = {}
    for one in state.asking.judgement.askings:
        if one.state is State.AHEAD:
            day = written.day(one.slot.opens_at.astimezone(state.zone).date())
            place = (occasion_name(one.slot.occasion), day)
            found[place] = found.get(place, 0) + minutes_of(one.slot.measure)
    return [
        (occasion, _("%(day)s, about %(minutes)s min") % {"day": day, "minutes": minutes})
        for (occasion, day), minutes in found.items()
    ][:_AHEAD_SHOWN]
