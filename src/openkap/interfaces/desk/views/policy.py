"""The values that this site decides: all of them with default, range and source; one, to be signed."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.signed import Signed
from openkap.interfaces.desk.showing import policy as shown
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import SeeOther, attempt, posted
from openkap.knowledge.rules.settings import settings
from openkap.records.policy import find as policy
from openkap.services.choose_policy import choose_policy

__all__ = ["setting", "values"]

_INTRO = (
    "Each value has a default for a cautious clinic, which is not a standard of care. A change is signed with a name "
    "and a reason, and what a label or the law sets can only be made stricter."
)


class Choose(Signed):
    field_order = ("value", "reason")
    value = forms.CharField(label="Value", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))


@staff_only(Doing.SET_POLICY)
def values(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "page_title": "Values of this site",
        "intro": _INTRO,
        "more": (
            Link(label="What the rules do here", url=reverse("desk:actions")),
            Link(label="Opening hours", url=reverse("desk:hours")),
            Link(label="How rooms are set", url=reverse("desk:presets")),
        ),
        "groups": shown.policy_groups(request, policy.choices(within=request.practice.id)),
        "columns": shown.POLICY_COLUMNS,
    }
    return render(request, "desk/policy.html", context)


@staff_only(Doing.SET_POLICY)
def setting(request: HttpRequest) -> HttpResponse:
    """One value, named by ?id=: a value is no record of this practice, so it has no address of its own."""
    setting_id = request.GET.get("id", "")
    asked = settings().get(setting_id)
    if asked is None:
        raise Http404
    form = Choose(posted(request))
    form.fields["value"].help_text = f"In {asked.unit}. Empty goes back to the default."
    outcome = attempt(form, lambda: _choose(request, setting_id, form))
    if outcome.kept:
        return SeeOther(request.get_full_path())
    history = policy.history(within=request.practice.id, setting=setting_id)
    context: dict[str, Any] = {
        "page_title": asked.title,
        "back": Link(label="Values of this site", url=reverse("desk:policy")),
        "lines": shown.setting_lines(asked, history[0] if history else None),
        "form": form,
        "history": shown.history_rows(request, history, lambda value: f"{value} {asked.unit}"),
        "columns": shown.HISTORY_COLUMNS,
    }
    return render(request, "desk/setting.html", context, status=outcome.status)


def _choose(request: HttpRequest, setting_id: str, form: Choose) -> None:
    choose_policy(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        setting=setting_id,
        value=form.cleaned_data["value"],
        reason=form.cleaned_data["reason"],
    )
