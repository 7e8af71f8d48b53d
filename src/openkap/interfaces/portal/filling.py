"""What the form's screens share: the client's own form with what stands in it, and keeping what a page has sent."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openkap.interfaces.kit.parts import Link, Problem
from openkap.interfaces.portal.naming import occasion_name
from openkap.interfaces.portal.questions import Question, Questionnaire, questionnaire
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Response
from openkap.services.answer_item import Kept, answer_item, asked_parts
from openkap.terms.refusal import BadInput
from openkap.terms.source import Source

__all__ = ["go_home", "go_to", "keep_given", "keep_one", "open_form", "said_open", "shown", "way_home"]


def open_form(request: HttpRequest, response_id: UUID) -> tuple[Response, Questionnaire]:
    """The client's own form; NotFound for anybody else's."""
    within = request.practice.id
    response = responses.response(within=within, response_id=response_id, client_id=request.client.id)
    parts = asked_parts(within=within, response=response)
    standing = responses.answers(within=within, response_id=response_id)
    return response, questionnaire(response, standing, parts, within=within)


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
            problems.append(Problem(message=said_wrong(question, refusal), url=question.anchor))
    return problems


def said_open(question: Question) -> str:
    """The question that has no answer yet, in the client's language."""
    words = _("Question %(place)s has no answer yet. Answer it, or choose to leave it open and send.")
    return words % {"place": question.place}


def said_wrong(question: Question, refusal: BadInput) -> str:
    """A value that the question does not take; in English in the words of the service itself."""
    if get_language() == "en":
        return refusal.message
    return _("Look at question %(place)s again: this answer is not one of its answers.") % {"place": question.place}


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
        "script_words": json.dumps(_script_words(), ensure_ascii=False),
    }


def way_home(request: HttpRequest) -> Link:
    """Out of a form: to the first page of the visit, on a device of the clinic to the forms and nothing else."""
    if request.source is Source.PHONE:
        return Link(label=_("To the first page"), url=reverse("portal:home"))
    return Link(label=_("To your forms"), url=reverse("portal:here"))


def go_home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(way_home(request).url, status=303)


def _script_words() -> dict[str, str]:
    """What portal/js/answers.js says about what is kept."""
    return {
        "ready": _("Each answer is kept as you tap it"),
        "sending": _("Saving …"),
        "kept": _("All saved"),
        "waiting": _("Not saved yet. We keep trying: please leave this page open."),
        "refused": _("Not saved. Press the button below, or call us."),
        "ended": _("Not saved: your visit has ended. Call us for a new link. What was saved before is kept."),
        "progress": _("%(done)s of %(all)s"),
    }


def go_to(name: str, *args: object) -> HttpResponse:
    """After something was kept: on to a page, by a GET, so that a reload sends nothing twice."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)
