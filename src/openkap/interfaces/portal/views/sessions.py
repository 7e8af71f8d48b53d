"""One session of the client's: when and where; for the medicine session also the way home and the choice of the day."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import client_only
from openkap.interfaces.kit.parts import Line, Link, Problem
from openkap.interfaces.kit.saying import said_in
from openkap.interfaces.portal.appointments import day_and_time
from openkap.interfaces.portal.filling import go_to
from openkap.interfaces.portal.naming import kind_name
from openkap.records.courses import find as courses
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Session
from openkap.services.course_facts import pathway_of
from openkap.services.name_escort import name_escort
from openkap.services.say_go_ahead import say_go_ahead
from openkap.terms.refusal import BadInput, NotFound, RuleRefusal


class EscortForm(forms.Form):
    escort_name = forms.CharField(label=gettext_lazy("Who takes you home"), required=False, widget=forms.TextInput())
    escort_phone = forms.CharField(
        label=gettext_lazy("Their phone number"),
        required=False,
        widget=forms.TelInput(),
        help_text=gettext_lazy("We call them if you are ready earlier or later."),
    )
    mark_optional = False


@client_only
@require_safe
def show(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _own(request, session_id)
    escort = sessions.escort(within=request.practice.id, session_id=session_id)
    initial = {"escort_name": escort.name, "escort_phone": escort.phone} if escort else {}
    return _page(request, session, EscortForm(initial=initial))


@client_only
@require_POST
def escort(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _own(request, session_id)
    form = EscortForm(request.POST)
    try:
        name_escort(
            within=request.practice.id,
            by=request.actor,
            at=request.now,
            session_id=session_id,
            name=request.POST.get("escort_name", ""),
            phone=request.POST.get("escort_phone", ""),
        )
    except BadInput as refusal:
        form.add_error(refusal.field, said_in(refusal))
        return _page(request, session, form, status=422)
    return go_to("portal:session", session_id)


@client_only
@require_POST
def go_ahead(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _own(request, session_id)
    chosen = request.POST.get("chooses")
    if chosen not in ("yes", "no"):
        problems = [Problem(message=_("Press one of the two: go ahead, or not today."), url="#choice")]
        return _page(request, session, EscortForm(), problems=problems, status=422)
    try:
        say_go_ahead(
            within=request.practice.id,
            by=request.actor,
            at=request.now,
            session_id=session_id,
            chooses=chosen == "yes",
        )
    except RuleRefusal as refusal:
        return _page(request, session, EscortForm(), problems=[Problem(message=said_in(refusal))], status=409)
    return go_to("portal:session", session_id)


def _own(request: HttpRequest, session_id: UUID) -> Session:
    session = sessions.session(within=request.practice.id, session_id=session_id)
    if session.client_id != request.client.id:
        raise NotFound("There is no such session in this practice.")
    return session


def _page(
    request: HttpRequest,
    session: Session,
    form: EscortForm,
    *,
    problems: list[Problem] | None = None,
    status: int = 200,
) -> HttpResponse:
    zone = request.practice.zone
    local = session.planned_at.astimezone(zone)
    course = courses.course(within=request.practice.id, course_id=session.course_id)
    model = pathway_of(within=request.practice.id, course=course)
    kind = model.session(session.kind)
    said = sessions.go_ahead(within=request.practice.id, session_id=session.id)
    is_today = local.date() == request.now.astimezone(zone).date()
    context = {
        "page_title": kind_name(session.kind),
        "back": Link(label=_("To the first page"), url=reverse("portal:home")),
        "session": session,
        "rows": [
            Line(term=_("When"), value=day_and_time(session.planned_at, zone)),
            Line(
                term=_("How long"),
                value=_("about %(long)s") % {"long": written.duration(kind.minutes)} if kind else "",
                unknown=_("ask us"),
            ),
            Line(
                term=_("Where"),
                value=", ".join(part for part in (session.room_name, request.practice.address) if part),
                unknown=_("ask us"),
            ),
            Line(term=_("With"), value=session.guide_name or "", unknown=_("not decided yet")),
        ],
        "phase": next((phase for phase in model.phases if phase.key == session.kind), None),
        "medicine": session.kind == "medicine",
        "ahead": session.state == "planned" and (is_today or session.planned_at > request.now),
        "is_today": is_today,
        "said": said if said and said.said_at.astimezone(zone).date() == local.date() else None,
        "declined": said is not None and not said.chooses,
        "form": form,
        "problems": problems or [],
        "has_escort": bool(form.initial),
    }
    return render(request, "portal/session.html", context, status=status)
