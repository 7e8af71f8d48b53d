"""What the form's screens share: the client's own form with what stands in it, and keeping what a page has sent."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from openkap.interfaces.kit.parts import Link, Problem
from openkap.interfaces.portal.naming import occasion_name
from openkap.interfaces.portal.questions import Question, Questionnaire, questionnaire
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Response
from openkap.services.answer_item import Kept, answer_item
from openkap.terms.refusal import BadInput
from openkap.terms.source import Source

__all__ = ["go_home", "go_to", "keep_given", "keep_one", "open_form", "shown", "way_home"]


def open_form(request: HttpRequest, response_id: UUID) -> tuple[Response, Questionnaire]:
    """The client's own form; NotFound for anybody else's."""
    within = request.practice.id
    response = responses.response(within=within, response_id=response_id, client_id=request.client.id)
    return response, questionnaire(response, responses.answers(within=within, response_id=response_id))


def keep_given(request: HttpRequest, response_id: UUID, questions: Sequence[Question]) -> list[Problem]:
    """Keeps every answer on the page that differs from what stands. Gives what could not be kept."""
    problems = []
    for question in questions:
        given = request.POST.get(question.field, "").strip()
        if not given or given == str(question.value):
            continue
        try:
            keep_one(request, response_id, question.item, given)
        except BadInput as refusal:
            problems.append(Problem(message=refusal.message, url=question.anchor))
    return problems


def keep_one(request: HttpRequest, response_id: UUID, item: str, value: str | None) -> Kept:
    return answer_item(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        response_id=response_id,
        item=item,
        value=value,
        source=request.source,
    )


def shown(response: Response, form: Questionnaire) -> dict[str, object]:
    """What every screen of a form shows."""
    return {
        "page_title": form.title,
        "form": form,
        "occasion": occasion_name(response.occasion),
        "answer_url": reverse("portal:answer", args=[response.id]),
    }


def way_home(request: HttpRequest) -> Link:
    """Out of a form: to the first page of the visit, on a device of the clinic to the forms and nothing else."""
    if request.source is Source.PHONE:
        return Link(label="To the first page", url=reverse("portal:home"))
    return Link(label="To your forms", url=reverse("portal:here"))


def go_home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(way_home(request).url, status=303)


def go_to(name: str, *args: object) -> HttpResponse:
    """After something was kept: on to a page, by a GET, so that a reload sends nothing twice."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)
