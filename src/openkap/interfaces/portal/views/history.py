"""The health history looked at again: nothing has changed, or something has in these parts, which are then asked."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.forms import ManyRows
from openkap.interfaces.kit.parts import Line, Link
from openkap.interfaces.kit.saying import said_in
from openkap.interfaces.portal.filling import go_to
from openkap.interfaces.portal.language import answers_to, history_titles, question_text
from openkap.records.health import find as health
from openkap.records.responses import find as responses
from openkap.services.attest_health import attest_health
from openkap.services.health_form import HEALTH, health_questions
from openkap.terms.refusal import BadInput, RuleRefusal


class LookAgain(forms.Form):
    mark_optional = False
    changed = forms.MultipleChoiceField(
        label=gettext_lazy("In which parts has something changed?"), required=False, widget=ManyRows, choices=[]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["changed"].choices = list(history_titles().items())


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def look_again(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, LookAgain())
    form = LookAgain(request.POST)
    try:
        asked = attest_health(
            within=request.practice.id,
            by=request.actor,
            at=request.now,
            client_id=request.client.id,
            changed=request.POST.getlist("changed"),
            nothing=request.POST.get("do") == "nothing",
        )
    except (BadInput, RuleRefusal) as refusal:
        form.add_error("changed", said_in(refusal))
        return _page(request, form, status=422)
    return go_to("portal:form", asked) if asked else go_to("portal:home")


def _page(request: HttpRequest, form: LookAgain, status: int = 200) -> HttpResponse:
    within, client_id = request.practice.id, request.client.id
    answers = responses.answers_of(within=within, client_ids=[client_id], measure=HEALTH).get(client_id, {})
    lists = health.medicines(within=within, client_ids=[client_id]).get(client_id, [])
    said = [
        Line(term=question_text(question), value=answers_to(question)[answer.value])
        for question in health_questions()
        if (answer := answers.get(question.item)) is not None
        and answer.value is not None
        and (question.choices or answer.value != 0)
    ]
    context = {
        "page_title": _("Has anything changed?"),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "form": form,
        "said": said,
        "answered": bool(answers),
        "medicines": lists[-1] if lists else None,
    }
    return render(request, "portal/history.html", context, status=status)
