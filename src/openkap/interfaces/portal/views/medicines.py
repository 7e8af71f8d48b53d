"""The client's medicines: a line for each, with names to find as they type. What they type is kept as it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.medicines import MedicinesForm
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.saying import said_in
from openkap.interfaces.portal.filling import go_to
from openkap.records.health import find as health
from openkap.services.state_medicines import state_medicines
from openkap.terms.refusal import BadInput


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest) -> HttpResponse:
    within, client_id = request.practice.id, request.client.id
    if request.method != "POST":
        standing = health.medicines(within=within, client_ids=[client_id]).get(client_id, [])
        return _page(request, MedicinesForm.of(standing[-1] if standing else None))
    form = MedicinesForm(request.POST)
    if "more" in request.POST:
        return _page(request, form.with_more())
    try:
        state_medicines(
            within=within,
            by=request.actor,
            at=request.now,
            client_id=client_id,
            lines=form.lines,
            nothing="nothing" in request.POST,
        )
    except BadInput as refusal:
        form.is_valid()
        form.add_error(refusal.field, said_in(refusal))
        return _page(request, form, status=422)
    return go_to("portal:home")


def _page(request: HttpRequest, form: MedicinesForm, status: int = 200) -> HttpResponse:
    context = {
        "page_title": _("Your medicines"),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "form": form,
    }
    return render(request, "portal/medicines.html", context, status=status)
