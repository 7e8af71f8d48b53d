"""The client's own words on the topics of preparation. What is saved stands; an emptied box changes nothing."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.saying import either, said_in
from openkap.interfaces.portal.filling import go_to
from openkap.knowledge.texts import topics
from openkap.records.courses import find as courses
from openkap.records.courses.shapes import Course
from openkap.services.course_facts import pathway_of
from openkap.services.say_words import say_words
from openkap.terms.refusal import BadInput, NotFound

_FIRST = "intention"


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    course = _course(request)
    asked = _asked(course)
    if request.method != "POST":
        standing = courses.words(within=request.practice.id, course_id=course.id)
        form = _form(asked, initial={topic: words.text for topic, words in standing.items()})
        return _page(request, form)
    form = _form(asked, data=request.POST)
    by_itself = "X-Kit-Autosave" in request.headers
    said = {topic: request.POST.get(topic, "") for topic in asked}
    try:
        say_words(within=request.practice.id, by=request.actor, at=request.now, course_id=course.id, said=said)
    except BadInput as refusal:
        if by_itself:
            return HttpResponse(said_in(refusal), content_type="text/plain", status=422)
        form.add_error(refusal.field, said_in(refusal))
        return _page(request, form, status=422)
    return HttpResponse(status=204) if by_itself else go_to("portal:home")


def _course(request: HttpRequest) -> Course:
    """The latest course that has topics to talk about; the IV-only way has none."""
    for course in courses.of_client(within=request.practice.id, client_id=request.client.id):
        if pathway_of(within=request.practice.id, course=course).topics:
            return course
    raise NotFound(
        _("Your treatment has no topics to prepare in writing. Tell us anything you want us to know: call us.")
    )


def _asked(course: Course) -> list[str]:
    """The topics of the pathway, the intention first."""
    return sorted(pathway_of(within=course.practice_id, course=course).topics, key=lambda topic: topic != _FIRST)


def _form(asked: list[str], **kwargs: object) -> forms.Form:
    form = forms.Form(**kwargs)
    form.mark_optional = False
    known = topics()
    for topic in asked:
        form.fields[topic] = forms.CharField(
            label=either(known[topic].title, known[topic].title_es),
            help_text=either(known[topic].client_prompt, known[topic].client_prompt_es),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    return form


def _page(request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
    context = {
        "page_title": _("Your own words"),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "form": form,
    }
    return render(request, "portal/words.html", context, status=status)
