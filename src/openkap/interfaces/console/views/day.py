"""The gate of the day on a tablet: questions, readings, an override by name, the decision; each kept as it is given."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.interfaces.console.day_forms import Answers, Correction, Escort, GoPast, Safety, Signs
from openkap.interfaces.console.page import the_session
from openkap.interfaces.console.screen import screen_of
from openkap.interfaces.console.shown.day import day_page
from openkap.interfaces.console.shown.room import banner
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.ordered import order_words
from openkap.interfaces.kit.replies import SeeOther, attempt
from openkap.knowledge.rules import Occasion, rule, rules
from openkap.records.people import find as people
from openkap.records.sessions.shapes import Session
from openkap.services.check_day import ask_safety, decide_day, find_out, go_past, measure, second_override
from openkap.services.name_escort import name_escort
from openkap.services.read_day import read_day
from openkap.terms.refusal import RuleRefusal

__all__ = ["day"]

_TOLD = {
    "answer": "The answers are kept.",
    "past": "It is kept with your name.",
    "measure": "The readings are kept.",
    "correct": "The reading is corrected; the first one stays readable.",
    "safety": "The answers are kept.",
    "escort": "Who takes them home is kept.",
    "second": "You stand beside this.",
    "decide": "The decision is kept.",
}
Doings = tuple[str, forms.Form, Callable[[], Any]]


@staff_only(Doing.CHECK_DAY)
def day(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = the_session(request, session_id)
    if request.method != "POST":
        return _page(request, session, {}, 200)
    name, form, do = _doing(request, session)
    outcome = attempt(form, do)
    if not outcome.kept:
        return _page(request, session, {name: form}, outcome.status)
    what = request.POST.get("do", "")
    messages.success(request, _TOLD.get(what, "Kept."))
    anchor = request.POST.get("rule", "")
    return SeeOther(reverse("console:day", args=[session_id]) + (f"#{anchor}" if anchor.isascii() and anchor else ""))


def _doing(request: HttpRequest, session: Session) -> Doings:
    """The form that was sent, under the name by which the page shows it again, and what keeps it."""
    sent: QueryDict = request.POST
    common: dict[str, Any] = {
        "within": request.practice.id,
        "by": request.actor,
        "at": request.now,
        "session_id": session.id,
    }
    match sent.get("do"):
        case "answer":
            answers = Answers(sent, rules=[one.id for one in rules(Occasion.DAY)], entered={})
            return "answer", answers, lambda: find_out(**common, said=answers.said())
        case "measure":
            signs = Signs(sent)
            return "measure", signs, lambda: measure(**common, signs=signs.signs(), weight=signs.weight())
        case "correct":
            again = Correction(sent)
            which = _id(sent.get("reading", ""))
            kept = lambda: measure(  # noqa: E731
                **common, signs=again.signs(), replaces=which, because=again.cleaned_data["because"]
            )
            return f"correct-{which}", again, kept
        case "safety":
            safety = Safety(sent)
            return "safety", safety, lambda: ask_safety(**common, answers=safety.answers())
        case "escort":
            escort = Escort(sent)
            kept = lambda: name_escort(  # noqa: E731
                **common, name=escort.cleaned_data["escort_name"], phone=escort.cleaned_data["escort_phone"]
            )
            return "escort", escort, kept
        case "past":
            past = GoPast(sent, rule=_rule(sent).id)
            kept = lambda: go_past(**common, rule=sent["rule"], reason=past.cleaned_data["reason"])  # noqa: E731
            return f"past-{sent['rule']}", past, kept
        case "second":
            which = _id(sent.get("override", ""))
            return "second", forms.Form(sent), lambda: second_override(**common, override_id=which)
        case "decide":
            return "decide", forms.Form(sent), lambda: decide_day(**common)
    raise RuleRefusal("This form has lost its name. Open the page again; nothing was kept.")


def _rule(sent: QueryDict) -> Any:
    try:
        return rule(sent.get("rule", ""))
    except KeyError:
        raise RuleRefusal("There is no such rule. Open the page again; nothing was kept.") from None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise RuleRefusal("This form has lost its number. Open the page again; nothing was kept.") from None


def _page(request: HttpRequest, session: Session, came_back: dict[str, forms.Form], status: int) -> HttpResponse:
    client = people.client(within=request.practice.id, client_id=session.client_id)
    found = read_day(within=request.practice.id, session=session, at=request.now)
    context: dict[str, Any] = {
        "page_title": "Gate of the day",
        "theme": screen_of(request),
        "client": banner(client, today=request.now.astimezone(request.practice.zone)),
        "session": session,
        "client_id": session.client_id,
        "may_invite": may(request.actor, Doing.INVITE),
        "staff": [one.name for one in people.members(within=request.practice.id)],
        "order": found.order,
        "order_words": order_words(found.order.order) if found.order else "",
        "page": day_page(request, found, came_back) if found.gate else None,
        "is_open": session.state in ("planned", "live"),
        "refused": next(iter(came_back.values()), None),
    }
    return render(request, "console/day.html", context, status=status)
