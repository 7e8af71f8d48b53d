"""Books a further session of a course, with the integration window in words and dates."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.clinical.pathway import window_after
from openkap.interfaces.desk.forms.booking import BookSession
from openkap.interfaces.desk.showing import way
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.desk.showing.hours import hours_words
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.free import free_days
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import SeeOther, attempt, posted, see_other
from openkap.records.people import find as people
from openkap.services.book_session import book_session
from openkap.services.free_times import read_free_times
from openkap.services.opening_hours import read_hours
from openkap.services.read_courses import CourseState, read_course
from openkap.terms.identity import Role

__all__ = ["book", "free"]


@staff_only(Doing.BOOK)
def book(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """`?kind=` chooses the kind beforehand, `?starts_at=` (as a browser's field sends it) the time, `?room_id=` and
    `?guide_id=` where and with whom. Whoever booked while a session of the course goes on is led back to its room."""
    state = read_course(within=request.practice.id, course_id=course_id, at=request.now)
    window = _window_words(request, state)
    initial = {
        "kind": request.GET.get("kind"),
        "guide_id": request.GET.get("guide_id") or state.course.guide_id,
        "room_id": request.GET.get("room_id"),
        "starts_at": request.GET.get("starts_at"),
    }
    form = BookSession(
        request,
        state.pathway,
        posted(request),
        initial=initial,
        has_window=bool(window),
        free_url=reverse("desk:free", args=[course_id]),
    )
    outcome = attempt(
        form,
        lambda: book_session(
            within=request.practice.id, by=request.actor, at=request.now, course_id=course_id, **form.cleaned_data
        ),
    )
    live = next((one for one in state.sessions if one.state == "live"), None)
    if outcome.kept and live is not None:
        return SeeOther(reverse("console:room", args=[live.id]))
    if outcome.kept:
        return see_other(request, "desk:client", state.client.id, said="The session is booked.")
    context: dict[str, Any] = {
        "page_title": "Book a session",
        "banner": banner_of(request, state.client),
        "back": Link(label="The session room", url=reverse("console:room", args=[live.id]))
        if live
        else Link(label="Client", url=reverse("desk:client", args=[state.client.id])),
        "form": form,
        "window": window,
        "session_lines": way.session_lines(request, state),
        **_free(request, state),
    }
    return render(request, "desk/book.html", context, status=outcome.status)


@staff_only(Doing.BOOK)
def free(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """The free times alone, for another guide: `?guide_id=`."""
    state = read_course(within=request.practice.id, course_id=course_id, at=request.now)
    return render(request, "desk/parts/free_days.html", _free(request, state))


def _free(request: HttpRequest, state: CourseState) -> dict[str, Any]:
    """`free_days` is None where no window is open or will be, and empty where every time in it is taken."""
    within = request.practice.id
    asked = request.GET.get("guide_id", "")
    guide = next((one for one in people.members(within=within, role=Role.GUIDE) if str(one.id) == asked), None)
    guide_id = guide.id if guide else state.course.guide_id
    found = read_free_times(within=within, states=[state], at=request.now, guide_id=guide_id).get(state.course.id)
    if found is None:
        return {"free_days": None}
    return {
        "free_days": free_days(state.course.id, found, request.practice.zone, guide_id=guide_id),
        "free_guide": guide.name if guide else state.course.guide_name or "",
        "hours": hours_words(read_hours(within=within)),
        "may_set_hours": may(request.actor, Doing.SET_POLICY),
    }


def _window_words(request: HttpRequest, state: CourseState) -> str:
    """When an integration session belongs, or belonged; empty where no dose, or no window, asks for one."""
    window = state.pathway.window("integration")
    if window is None or not state.doses:
        return ""
    found, zone = window_after(window, state.doses[-1].given_at, request.now), request.practice.zone
    words = f"between {written.appointment(found.opens_at, zone)} and {written.appointment(found.closes_at, zone)}"
    hours = f"{window.from_hours} to {window.to_hours} hours after the last dose"
    if found.state == "missed":
        return f"It belonged {words}, {hours}. That has passed: say why it is later."
    return f"It belongs {words}, {hours}. Outside of it, say why."
