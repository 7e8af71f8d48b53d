"""A form with one question a screen, for those who would rather see one at a time."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openkap.interfaces.kit.access import client_at_form
from openkap.interfaces.kit.parts import Link, Problem
from openkap.interfaces.portal.filling import go_to, keep_given, keep_one, open_form, shown
from openkap.interfaces.portal.questions import Question, Questionnaire
from openkap.interfaces.portal.views.forms import ONE_BY_ONE
from openkap.records.responses.shapes import Response


@client_at_form
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, response_id: UUID, place: int) -> HttpResponse:
    """The last question leads to the list, where the form is looked over and sent."""
    response, form = open_form(request, response_id)
    if response.done:
        return go_to("portal:form", response_id)
    question = next((one for one in form.one_by_one if one.place == place), None)
    if question is None:
        raise Http404
    if request.method != "POST":
        return _page(request, response, form, question)
    if request.POST.get("do") == "list":
        keep_given(request, response_id, [question])
        request.session.pop(ONE_BY_ONE, None)
        return go_to("portal:form", response_id)
    if request.POST.get("do") == "skip":
        keep_one(request, response_id, question.item, None)
    else:
        problems = keep_given(request, response_id, [question])
        if problems:
            return _page(request, response, form, question, problems=problems, status=422)
    form = open_form(request, response_id)[1]
    kept = form.question(question.item)
    if kept is not None and kept.help_now and not question.help_now:
        # Without a script the help is first seen here; the next press of the button goes on.
        return go_to("portal:question", response_id, place)
    following = [one.place for one in form.one_by_one if one.place > place]
    if following:
        return go_to("portal:question", response_id, following[0])
    return HttpResponseRedirect(_look_over(response_id), status=303)


def _look_over(response_id: UUID) -> str:
    """The list, also for a client who sees one question at a time."""
    return f"{reverse('portal:form', args=[response_id])}?look"


def _page(
    request: HttpRequest,
    response: Response,
    form: Questionnaire,
    question: Question,
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    singly = form.one_by_one
    index = singly.index(question)
    before = reverse("portal:question", args=[response.id, singly[index - 1].place]) if index else ""
    context = {
        **shown(response, form),
        "back": Link(label=_("Question before") if before else _("To the list"), url=before or _look_over(response.id)),
        "problems": problems,
        "question": question,
        "number": index + 1,
        "count": len(singly),
        "progress_label": _("Question %(number)s of %(count)s") % {"number": index + 1, "count": len(singly)},
        "last": index + 1 == len(singly),
    }
    return render(request, "portal/question.html", context, status=status)
