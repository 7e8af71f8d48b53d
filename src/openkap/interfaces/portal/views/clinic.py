"""Answering on a device of the clinic: the tablet that takes a code, the forms alone, and giving the device back."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from openkap.interfaces.kit.access import client_at_form, let_client_in, public, tablet_only
from openkap.interfaces.portal.naming import form_name, occasion_name
from openkap.records.responses import find as responses
from openkap.services.tablet_code import use_code
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.source import Source


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Your code"),
        required=False,
        help_text=gettext_lazy("The four digits we told you."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4", "autofocus": True, "class": "code"}
        ),
    )
    mark_optional = False


@tablet_only
@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request: HttpRequest) -> HttpResponse:
    """Four digits lead one client to their forms. Whoever was here before is signed out."""
    if request.method != "POST":
        return _tablet(request, CodeForm())
    form = CodeForm(request.POST)
    try:
        client = use_code(within=request.practice.id, at=request.now, code=request.POST.get("code", ""))
    except BadInput as refusal:
        form.add_error("code", _(refusal.message))
        return _tablet(request, form, status=422)
    except RuleRefusal as refusal:
        form.add_error("code", _(refusal.message))
        return _tablet(request, form, status=409)
    let_client_in(request, practice_id=client.practice_id, client_id=client.id, source=Source.TABLET)
    return HttpResponseRedirect(reverse("portal:here"), status=303)


@client_at_form
@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """The forms that wait, and nothing else of the client's."""
    asked = responses.of_client(within=request.practice.id, client_id=request.client.id)
    waiting = [(form_name(one.measure), occasion_name(one.occasion), one.id) for one in asked if not one.done]
    return render(
        request,
        "portal/here.html",
        {"page_title": _("Hello, %(name)s") % {"name": request.client.given_name}, "forms": waiting},
    )


@public
@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/returned.html", {"page_title": _("Thank you")})


def _tablet(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/tablet.html", {"page_title": _("Welcome"), "form": form}, status=status)
