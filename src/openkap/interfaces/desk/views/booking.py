"""Books a further session of a course, with the integration window in words and dates."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.clinical.pathway import window_after
from openkap.interfaces.desk.forms.booking import BookSession
from openkap.interfaces.desk.replies import attempt, posted, see_other
from openkap.interfaces.desk.showing import way
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.desk.wording import appointment_words
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Link
from openkap.services.book_session import book_session
from openkap.services.read_courses import CourseState, read_course

__all__ = ["book"]


@staff_only(Doing.BOOK)
def book(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """`?kind=` chooses the kind beforehand, `?starts_at=` (as a browser's field sends it) the time."""
    state = read_course(within=request.practice.id, course_id=course_id, at=request.now)
    window = _window_words(request, state)
    initial = {
        "kind": request.GET.get("kind"),
        "guide_id": state.course.guide_id,
        "starts_at": request.GET.get("starts_at"),
    }
    form = BookSession(request, state.pathway, posted(request), initial=initial, has_window=bool(window))
    outcome = attempt(
        form,
        lambda: book_session(
            within=request.practice.id, by=request.actor, at=request.now, course_id=course_id, **form.cleaned_data
        ),
    )
    if outcome.kept:
        return see_other(request, "desk:client", state.client.id, said="The session is booked.")
    context: dict[str, Any] = {
        "page_title": "Book a session",
        "banner": banner_of(request, state.client),
        "back": Link(label="Client", url=reverse("desk:client", args=[state.client.id])),
        "form": form,
        "window": window,
        "session_lines": way.session_lines(request, state),
    }
    return render(request, "desk/book.html", context, status=outcome.status)


def _window_words(request: HttpRequest, state: CourseState) -> str:
    """Between which two moments an integration session belongs; empty where no dose, or no window, asks for one."""
    window = state.pathway.window("integration")
    if window is None or not state.doses:
        return ""
    found, zone = window_after(window, state.doses[-1].given_at, request.now), request.practice.zone
    words = f"between {appointment_words(found.opens_at, zone)} and {appointment_words(found.closes_at, zone)}"
    return f"{words}, {window.from_hours} to {window.to_hours} hours after the last dose"
