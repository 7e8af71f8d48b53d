"""What the rules do at this site: all of them; one for one drug, to be signed."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.signed import Signed
from openkap.interfaces.desk.showing import actions as shown
from openkap.interfaces.desk.showing.policy import history_rows
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Column, Link
from openkap.interfaces.kit.replies import SeeOther, attempt, posted
from openkap.knowledge.rules.catalogue import rules
from openkap.knowledge.rules.schema import Action, Drug, Ground, Override, Rule
from openkap.records.policy import find as policy
from openkap.services.choose_action import choose_action
from openkap.services.read_site import action_key

__all__ = ["action", "actions"]

_HISTORY = (Column(label="When"), Column(label="While it is not met"), Column(label="Signed by"), Column(label="Why"))
_INTRO = (
    "What follows while a rule is not met, and who may go on although it is not. A change is signed with a name and a "
    "reason. What a label contraindication or the law sets can only be made stricter."
)


class Decide(Signed):
    field_order = ("action", "override", "reason")
    action = forms.ChoiceField(
        label="While it is not met",
        required=False,
        choices=[("", "As the rule says (default)"), *((one.value, one.value.capitalize()) for one in Action)],
    )
    override = forms.ChoiceField(
        label="Who may go on although it is not met",
        required=False,
        choices=[(one.value, one.value.capitalize()) for one in Override],
        help_text="Always by name, with a reason, kept in the record. With the default, the rule says who.",
    )


@staff_only(Doing.SET_POLICY)
def actions(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "page_title": "What the rules do here",
        "back": Link(label="Values of this site", url=reverse("desk:policy")),
        "intro": _INTRO,
        "groups": shown.action_groups(request, policy.choices(within=request.practice.id)),
        "columns": shown.ACTION_COLUMNS,
    }
    return render(request, "desk/policy.html", context)


@staff_only(Doing.SET_POLICY)
def action(request: HttpRequest) -> HttpResponse:
    """One rule for one drug, named by ?rule= and &drug=: a rule is no record of this practice."""
    rule, drug, ground = _asked(request)
    history = policy.history(within=request.practice.id, setting=action_key(rule.id, drug))
    standing = history[0] if history else None
    form = Decide(posted(request), initial=shown.initial(rule, standing))
    outcome = attempt(form, lambda: _decide(request, rule, drug, form))
    if outcome.kept:
        return SeeOther(request.get_full_path())
    context: dict[str, Any] = {
        "page_title": f"{rule.title}, {drug.value}",
        "back": Link(label="What the rules do here", url=reverse("desk:actions")),
        "lines": shown.action_lines(rule, drug, ground, standing),
        "form": form,
        "history": history_rows(request, history, shown.said),
        "columns": _HISTORY,
    }
    return render(request, "desk/setting.html", context, status=outcome.status)


def _asked(request: HttpRequest) -> tuple[Rule, Drug, Ground]:
    rule = next((one for one in rules() if one.id == request.GET.get("rule")), None)
    named = request.GET.get("drug", "")
    ground = rule.ground(named) if rule else None
    if rule is None or ground is None:
        raise Http404
    return rule, Drug(named), ground


def _decide(request: HttpRequest, rule: Rule, drug: Drug, form: Decide) -> None:
    choose_action(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        rule=rule.id,
        drug=drug.value,
        action=form.cleaned_data["action"],
        override=form.cleaned_data["override"],
        reason=form.cleaned_data["reason"],
    )
