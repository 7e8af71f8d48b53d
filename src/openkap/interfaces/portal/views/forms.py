"""A form as a list on the phone: every answer is kept as it is given, and the form is sent when the client says so."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openkap.interfaces.kit.access import client_at_form
from openkap.interfaces.kit.parts import Problem
from openkap.interfaces.portal.filling import (
    go_home,
    go_to,
    keep_given,
    keep_one,
    open_form,
    said_open,
    shown,
    way_home,
)
from openkap.interfaces.portal.questions import Questionnaire
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Response
from openkap.services.submit_response import submit_response
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.source import Source

__all__ = ["ONE_BY_ONE", "every_question", "keep_answer", "next_form"]

ONE_BY_ONE = "openkap-one-by-one"
"""In the session: the client would rather see one question at a time. It holds for the forms that follow too."""


@client_at_form
@require_http_methods(["GET", "HEAD", "POST"])
def every_question(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """The whole form: shown, kept without a script, and sent."""
    response, form = open_form(request, response_id)
    if request.method != "POST":
        if response.done:
            return _sent(request, response, form)
        if request.session.get(ONE_BY_ONE) and form.first_open and "look" not in request.GET:
            return _first_open(form, response_id)
        return _list(request, response, form)
    problems = keep_given(request, response_id, form.questions)
    if response.done:
        return go_to("portal:form", response_id)
    if problems:
        return _list(request, response, form, problems=problems, status=422)
    if request.POST.get("do") == "later":
        return go_home(request)
    if request.POST.get("do") == "one":
        request.session[ONE_BY_ONE] = True
        return _first_open(open_form(request, response_id)[1], response_id)
    return _send(request, response_id)


@client_at_form
@require_POST
def keep_answer(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """One answer from the page's script. 200 is the receipt; anything else means that it is not kept."""
    try:
        kept = keep_one(
            request, response_id, request.POST.get("item", ""), request.POST.get("value", "").strip() or None
        )
    except BadInput as refusal:
        return JsonResponse({"message": _(refusal.message)}, status=422)
    except RuleRefusal as refusal:
        return JsonResponse({"message": _(refusal.message)}, status=409)
    return JsonResponse({"crisis_help": kept.crisis_help})


def next_form(request: HttpRequest) -> Response | None:
    """The first form of this client that is not sent yet."""
    asked = responses.of_client(within=request.practice.id, client_id=request.client.id)
    return next((one for one in asked if not one.done), None)


def _first_open(form: Questionnaire, response_id: UUID) -> HttpResponse:
    question = form.first_open or form.one_by_one[0]
    return go_to("portal:question", response_id, question.place)


def _send(request: HttpRequest, response_id: UUID) -> HttpResponse:
    try:
        submit_response(
            within=request.practice.id,
            by=request.actor,
            at=request.now,
            response_id=response_id,
            leave_open=request.POST.get("do") == "leave-open",
            source=request.source,
        )
    except BadInput as refusal:
        response, form = open_form(request, response_id)
        question = form.question(refusal.field.removeprefix("item-"))
        message = refusal.message if question is None else said_open(question)
        problem = Problem(message=message, url=question.anchor if question else "")
        return _list(request, response, form, problems=[problem], may_leave_open=True, status=422)
    except RuleRefusal:
        pass  # Another tap sent it a moment ago: the page says that it is sent.
    return go_to("portal:form", response_id)


def _list(
    request: HttpRequest,
    response: Response,
    form: Questionnaire,
    *,
    problems: Sequence[Problem] = (),
    may_leave_open: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **shown(response, form),
        "back": way_home(request),
        "problems": problems,
        "may_leave_open": may_leave_open,
    }
    return render(request, "portal/form.html", context, status=status)


def _sent(request: HttpRequest, response: Response, form: Questionnaire) -> HttpResponse:
    context = {
        **shown(response, form),
        "page_title": _("Thank you. It is sent."),
        "back": way_home(request),
        "sent_at": response.submitted_at,
        "left_open": len(form.counted) - form.answered,
        "has_line": response.measure == "phq9" and response.total is not None and request.source is Source.PHONE,
        "next_form": None if request.source is Source.PHONE else next_form(request),
    }
    return render(request, "portal/sent.html", context)
