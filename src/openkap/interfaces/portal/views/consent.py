"""The consent: read, answered, signed, kept as a copy, and taken back. Nothing here presses anybody to sign."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.forms import Rows
from openkap.interfaces.kit.parts import Link, Problem
from openkap.interfaces.kit.saying import said_in
from openkap.interfaces.portal.filling import go_to
from openkap.knowledge.texts import consent
from openkap.knowledge.texts.consents import ConsentText
from openkap.records.consent import find as consents
from openkap.records.courses import find as courses
from openkap.records.courses.shapes import Course
from openkap.services.sign_consent import sign_consent, withdraw_consent
from openkap.terms.refusal import BadInput, NotFound, RuleRefusal

_WRONG = "consent-look-again"


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def read_and_sign(request: HttpRequest, course_id: UUID) -> HttpResponse:
    course = _own(request, course_id)
    text = consent(course.pathway)
    if request.method != "POST":
        standing = _standing(request, course_id)
        if standing is not None and standing.sha256 == text.sha256 and "again" not in request.GET:
            return go_to("portal:signed", course_id)
        return _page(request, text, _form(text), earlier=standing is not None)
    form = _form(text, data=request.POST)
    understood = {question.key: request.POST.get(f"understood-{question.key}", "") for question in text.teach_back}
    try:
        sign_consent(
            within=request.practice.id,
            by=request.actor,
            at=request.now,
            course_id=course_id,
            shown_sha256=request.POST.get("shown_sha256", ""),
            typed_name=request.POST.get("typed_name", ""),
            understood=understood,
        )
    except BadInput as refusal:
        form.add_error(refusal.field, said_in(refusal))
        return _page(request, text, form, status=422)
    except RuleRefusal as refusal:
        return _page(request, text, form, problems=[Problem(message=said_in(refusal))], status=409)
    request.session[_WRONG] = [q.key for q in text.teach_back if understood[q.key] != q.right]
    return go_to("portal:signed", course_id)


@client_only
@require_safe
def signed(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """The copy: what was signed, when, under which edition; and what is worth a second look."""
    course = _own(request, course_id)
    signature = _standing(request, course_id)
    if signature is None:
        raise NotFound(_("There is no signed consent here. You can read the text at any time."))
    text = consent(course.pathway)
    again = []
    if signature.understood_right < signature.understood_asked and signature.sha256 == text.sha256:
        # Which ones differed is known in the visit in which it was signed; later, all of them are looked at again.
        keys = request.session.get(_WRONG) or [question.key for question in text.teach_back]
        again = [question for question in text.teach_back if question.key in keys]
    context = {
        "page_title": _("Your signed consent"),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "signature": signature,
        "edition": written.day(date.fromisoformat(signature.edition)),
        "changed": signature.sha256 != text.sha256,
        "again": again,
        "course": course,
    }
    return render(request, "portal/signed.html", context)


@client_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Taking it back. No reason is needed, and it is said what happens then."""
    _own(request, course_id)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            if _standing(request, course_id) is not None:
                withdraw_consent(
                    within=request.practice.id, by=request.actor, at=request.now, course_id=course_id, reason=reason
                )
        except BadInput as refusal:
            return _withdrawal(request, course_id, problem=said_in(refusal), reason=reason, status=422)
        return go_to("portal:withdraw", course_id)
    return _withdrawal(request, course_id)


def _own(request: HttpRequest, course_id: UUID) -> Course:
    course = courses.course(within=request.practice.id, course_id=course_id)
    if course.client_id != request.client.id:
        raise NotFound("There is no such course in this practice.")
    return course


def _standing(request: HttpRequest, course_id: UUID):
    return consents.standing(within=request.practice.id, course_ids=[course_id]).get(course_id)


def _form(text: ConsentText, **kwargs: object) -> forms.Form:
    form = forms.Form(**kwargs)
    form.mark_optional = False
    for question in text.teach_back:
        form.fields[f"understood-{question.key}"] = forms.ChoiceField(
            # A part of the text: in English on every page.
            label=format_html('<span lang="en">{}</span>', question.statement),
            choices=[("true", _("True")), ("false", _("False"))],
            widget=Rows(inline=True),
            required=False,
        )
    form.fields["typed_name"] = forms.CharField(
        label=_("Your name, typed by you"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("This is your signature."),
    )
    return form


def _page(
    request: HttpRequest,
    text: ConsentText,
    form: forms.Form,
    *,
    problems: list[Problem] | None = None,
    earlier: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page_title": text.title,
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "text": text,
        "edition": written.day(date.fromisoformat(text.edition)),
        "form": form,
        "problems": problems or [],
        "earlier": earlier,
    }
    return render(request, "portal/consent.html", context, status=status)


def _withdrawal(
    request: HttpRequest, course_id: UUID, *, problem: str = "", reason: str = "", status: int = 200
) -> HttpResponse:
    standing = _standing(request, course_id)
    if standing is None and not consents.signatures(within=request.practice.id, course_id=course_id):
        raise NotFound(_("There is no signed consent here."))
    context = {
        "page_title": _("Take your consent back") if standing else _("You have taken your consent back"),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "standing": standing,
        "problems": [Problem(message=problem, url="#reason")] if problem else [],
        "reason": reason,
    }
    return render(request, "portal/withdraw.html", context, status=status)
