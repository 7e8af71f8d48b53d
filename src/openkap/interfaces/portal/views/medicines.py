"""The client's medicines, in their own words."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.parts import Link
from openkap.records.responses import find as responses
from openkap.services.state_medicines import state_medicines
from openkap.terms.refusal import BadInput


class MedicinesForm(forms.Form):
    medicines = forms.CharField(
        label="What do you take?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One on each line is easiest to read. Write “none” if you take nothing at all.",
    )
    mark_optional = False


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest) -> HttpResponse:
    within, client_id = request.practice.id, request.client.id
    if request.method != "POST":
        standing = responses.medicines(within=within, client_id=client_id)
        return _page(request, MedicinesForm(initial={"medicines": standing.text if standing else ""}))
    form = MedicinesForm(request.POST)
    try:
        text = request.POST.get("medicines", "")
        state_medicines(within=within, by=request.actor, at=request.now, client_id=client_id, text=text)
    except BadInput as refusal:
        form.add_error(refusal.field, refusal.message)
        return _page(request, form, status=422)
    return HttpResponseRedirect(reverse("portal:home"), status=303)


def _page(request: HttpRequest, form: MedicinesForm, status: int = 200) -> HttpResponse:
    context = {
        "page_title": "Your medicines",
        "back": Link(label="To the first page", url=reverse("portal:home")),
        "form": form,
    }
    return render(request, "portal/medicines.html", context, status=status)
