"""Asking for a first talk. What was typed stays on the page until it has been kept."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from openkap.interfaces.kit.access import public
from openkap.interfaces.kit.forms import Rows
from openkap.interfaces.kit.saying import said_in
from openkap.interfaces.site.shell import page
from openkap.services.request_care import INTERESTS, request_care
from openkap.terms.refusal import BadInput


class RequestForm(forms.Form):
    """What the front desk needs to call back, and nothing more. The service says what is allowed."""

    # One of phone and e-mail is needed, so that neither is marked as optional by itself.
    mark_optional = False

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Or what we should call you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name, or what we should call you.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        required=False,
        help_text=gettext_lazy("A phone number or an e-mail address is enough."),
        widget=forms.TelInput(attrs={"autocomplete": "tel"}),
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    interest = forms.ChoiceField(
        label=gettext_lazy("What would you like to talk about?"),
        choices=[(key, gettext_lazy(words)) for key, words in INTERESTS.items()],
        widget=Rows,
        error_messages={"required": gettext_lazy("Choose one of the three. Not being sure is a good answer.")},
    )
    message = forms.CharField(
        label=gettext_lazy("What brings you, if you would like to say"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("As much or as little as you like. You can also keep it for the talk itself."),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, RequestForm(initial={"interest": request.GET.get("interest", "")}))
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            request_care(within=request.practice.id, at=request.now, **form.cleaned_data)
        except BadInput as refusal:
            form.add_error(refusal.field, said_in(refusal))
        else:
            return HttpResponseRedirect(reverse("site:thanks"), status=303)
    return _form(request, form, status=422)


@public
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return page(request, "site/thanks.html", title=_("Thank you. We have your request."))


def _form(request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    return page(request, "site/request.html", title=_("Ask for a first talk"), form=form, status=status)
