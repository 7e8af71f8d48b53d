"""The client's line over time, as a picture and as the same rows in a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.portal.line import MEASURE, line
from openkap.records.courses import find as courses
from openkap.records.responses import find as responses
from openkap.records.sessions import find as sessions


@client_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    within, client_id = request.practice.id, request.client.id
    own = courses.of_client(within=within, client_id=client_id)
    asked = responses.of_client(within=within, client_id=client_id, measure=MEASURE)
    doses = sessions.doses(within=within, course_ids=[course.id for course in own])
    context = {
        "page_title": _("Your line over time"),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "line": line(asked, doses, zone=request.practice.zone),
    }
    return render(request, "portal/progress.html", context)
