"""Steers a course: what is said to be so, a hold, a move to another edition, the second person of an override."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.clinical.pathway.lifecycles import COURSE, course_state
from openkap.interfaces.desk.forms.steering import AnswerOverride, Attest, Move, Turn
from openkap.interfaces.desk.showing import pathways
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import Outcome, attempt, posted, see_other
from openkap.services.answer_override import answer_override
from openkap.services.attest import attest
from openkap.services.read_courses import CourseState, read_course
from openkap.services.steer_course import move_course, read_move, turn_course

__all__ = ["attest_", "move", "second", "turn"]


@staff_only(Doing.ATTEST)
def attest_(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """One form, of one thing that is so; it is shown again by itself where something is still open."""
    state = _state(request, course_id)
    form = Attest(posted(request), initial={name: request.GET.get(name) for name in ("what", "session_id", "back")})

    def say() -> None:
        kept = form.cleaned_data
        attest(
            **_act(request),
            course_id=course_id,
            what=kept["what"],
            session_id=kept["session_id"],
            said=kept["said"],
        )

    outcome = attempt(form, say)
    if outcome.kept:
        said = "It is kept, with your name."
        if form.cleaned_data["back"] == "session" and form.cleaned_data["session_id"]:
            return see_other(request, "desk:session", form.cleaned_data["session_id"], said=said)
        return see_other(request, "desk:client", state.client.id, said=said)
    what = form["what"].value() or ""
    title = pathways.attested_title(state.pathway, what)
    return _page(request, state, "desk/attest.html", form, outcome, title="Say that it is so", what=title)


@staff_only(Doing.STEER_COURSE)
def turn(request: HttpRequest, course_id: UUID) -> HttpResponse:
    state = _state(request, course_id)
    turns = tuple(COURSE[course_state(state.facts)])
    form = Turn(state.pathway, turns, posted(request))
    outcome = attempt(form, lambda: turn_course(**_act(request), course_id=course_id, **form.values()))
    if outcome.kept:
        return see_other(request, "desk:client", state.client.id, said="It is kept, with your name and the reason.")
    stands = pathways.turn_lines(request, course_id)
    return _page(request, state, "desk/turn.html", form, outcome, title="Hold, go on, close", turns=turns, lines=stands)


@staff_only(Doing.STEER_COURSE)
def move(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Shows everything that differs before anything is moved."""
    state = _state(request, course_id)
    present, newest, found = read_move(within=request.practice.id, course_id=course_id)
    form = Move(posted(request), initial={"to_edition": newest})
    outcome = attempt(form, lambda: move_course(**_act(request), course_id=course_id, **form.cleaned_data))
    if outcome.kept:
        return see_other(request, "desk:client", state.client.id, said="The course is on that edition now.")
    return _page(
        request,
        state,
        "desk/move.html",
        form,
        outcome,
        title="Move to another edition",
        present=present,
        newest=newest,
        columns=pathways.DIFFERENCE_COLUMNS,
        rows=pathways.difference_rows(found),
    )


@staff_only(Doing.DECIDE_GATE)
def second(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The second person's answer comes from the session's page, and goes back there with what came of it."""
    from openkap.interfaces.desk.views.sessions import keep_answer

    form = AnswerOverride(posted(request))
    return keep_answer(
        request,
        session_id,
        form,
        lambda: answer_override(**_act(request), session_id=session_id, agrees=form.cleaned_data["agrees"] == "yes"),
    )


def _state(request: HttpRequest, course_id: UUID) -> CourseState:
    return read_course(within=request.practice.id, course_id=course_id, at=request.now)


def _act(request: HttpRequest) -> dict[str, Any]:
    return {"within": request.practice.id, "by": request.actor, "at": request.now}


def _page(
    request: HttpRequest, state: CourseState, template: str, form: Any, outcome: Outcome, *, title: str, **more: Any
) -> HttpResponse:
    context = {
        "page_title": title,
        "banner": banner_of(request, state.client),
        "back": Link(label="Client", url=reverse("desk:client", args=[state.client.id])),
        "form": form,
        **more,
    }
    return render(request, template, context, status=outcome.status)
