"""The client's line over time, as a picture and as the same rows in a table."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.forms import DayInput
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.portal.filling import go_to
from openkap.interfaces.portal.line import MEASURE, line
from openkap.records.courses import find as courses
from openkap.records.responses import find as responses
from openkap.records.sessions import find as sessions
from openkap.services.add_life_event import add_life_event
from openkap.terms.refusal import BadInput


class LifeEventForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day"), required=False, widget=DayInput)
    what = forms.CharField(
        label=gettext_lazy("What happened"),
        required=False,
        help_text=gettext_lazy("A few words. Your guide sees them beside your line."),
    )
    mark_optional = False


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The line, and something from the client's life that they mark on it."""
    if request.method != "POST":
        return _page(request, LifeEventForm())
    form = LifeEventForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        add_life_event(
            within=request.practice.id,
            by=request.actor,
            at=request.now,
            today=request.now.astimezone(request.practice.zone).date(),
            client_id=request.client.id,
            **form.cleaned_data,
        )
    except BadInput as refusal:
        form.add_error(refusal.field, _(refusal.message))
        return _page(request, form, status=422)
    return go_to("portal:progress")


def _page(request: HttpRequest, form: LifeEventForm, status: int = 200) -> HttpResponse:
    within, client_id = request.practice.id, request.client.id
    own = courses.of_client(within=within, client_id=client_id)
    asked = responses.of_client(within=within, client_id=client_id, measure=MEASURE)
    doses = sessions.doses(within=within, course_ids=[course.id for course in own])
    context = {
        "page_title": _("Your line over time"),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "line": line(
            asked, doses, responses.life_events(within=within, client_id=client_id), zone=request.practice.zone
        ),
        "form": form,
    }
    return render(request, "portal/progress.html", context, status=status)
