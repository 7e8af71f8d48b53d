"""A form as a list on the phone: every answer is kept as it is given, and the form is sent when the client says so."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.parts import Link, Problem
from openkap.interfaces.portal.filling import go_to, keep_given, keep_one, open_form, shown
from openkap.interfaces.portal.questions import Questionnaire
from openkap.records.responses.shapes import Response
from openkap.services.submit_response import submit_response
from openkap.terms.refusal import BadInput, RuleRefusal


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def every_question(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """The whole form: shown, kept without a script, and sent."""
    response, form = open_form(request, response_id)
    if request.method != "POST":
        return _sent(request, response, form) if response.done else _list(request, response, form)
    problems = keep_given(request, response_id, form.questions)
    if response.done:
        return go_to("portal:form", response_id)
    if problems:
        return _list(request, response, form, problems=problems, status=422)
    if request.POST.get("do") == "later":
        return go_to("portal:home")
    return _send(request, response_id)


@client_only
@require_POST
def keep_answer(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """One answer from the page's script. 200 is the receipt; anything else means that it is not kept."""
    try:
        kept = keep_one(
            request, response_id, request.POST.get("item", ""), request.POST.get("value", "").strip() or None
        )
    except BadInput as refusal:
        return JsonResponse({"message": refusal.message}, status=422)
    except RuleRefusal as refusal:
        return JsonResponse({"message": refusal.message}, status=409)
    return JsonResponse({"crisis_help": kept.crisis_help})


def _send(request: HttpRequest, response_id: UUID) -> HttpResponse:
    try:
        submit_response(
            within=request.practice.id,
            by=request.actor,
            at=request.now,
            response_id=response_id,
            leave_open=request.POST.get("do") == "leave-open",
        )
    except BadInput as refusal:
        response, form = open_form(request, response_id)
        question = form.question(refusal.field.removeprefix("item-"))
        problem = Problem(message=refusal.message, url=question.anchor if question else "")
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
    singly = form.one_by_one
    first_open = next((question for question in singly if question.value is None), singly[0])
    context = {
        **shown(response, form),
        "back": Link(label="To the first page", url=reverse("portal:home")),
        "problems": problems,
        "may_leave_open": may_leave_open,
        "one_by_one_url": reverse("portal:question", args=[response.id, first_open.place]),
    }
    return render(request, "portal/form.html", context, status=status)


def _sent(request: HttpRequest, response: Response, form: Questionnaire) -> HttpResponse:
    context = {
        **shown(response, form),
        "page_title": "Thank you. It is sent.",
        "back": Link(label="To the first page", url=reverse("portal:home")),
        "sent_at": response.submitted_at,
        "left_open": len(form.counted) - form.answered,
        "has_line": response.measure == "phq9" and response.total is not None,
    }
    return render(request, "portal/sent.html", context)
