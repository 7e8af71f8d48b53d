"""Requests from the public page, and the first consult that each becomes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.booking import BookConsult, from_request
from openkap.interfaces.desk.wording import waited
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Line, Link
from openkap.interfaces.kit.replies import attempt, posted, see_other
from openkap.records.people import find as people
from openkap.records.people.shapes import CareRequest
from openkap.services.book_consult import book_consult
from openkap.services.request_care import INTERESTS

__all__ = ["new_client", "request_", "requests"]


@staff_only(Doing.BOOK)
def requests(request: HttpRequest) -> HttpResponse:
    """The longest waiting first."""
    lines = [
        {
            "name": one.name,
            "url": reverse("desk:request", args=[one.id]),
            "what": INTERESTS[one.interest],
            "note": f"asked {written.moment(one.asked_at, request.practice.zone)}",
            "waited": waited(one.asked_at, request.now),
        }
        for one in people.open_requests(within=request.practice.id)
    ]
    return render(request, "desk/requests.html", {"page_title": "Requests", "lines": lines})


@staff_only(Doing.BOOK)
def request_(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request, and the form that books its consult."""
    asked = people.request(within=request.practice.id, request_id=request_id)
    if asked.client_id is not None:
        said = "This request has been booked. Here is the client."
        return see_other(request, "desk:client", asked.client_id, said=said)
    context = {"page_title": asked.name, "back": Link(label="Requests", url=reverse("desk:requests"))}
    return _book(request, asked, {**context, "rows": _rows(request, asked), "words": asked.words})


@staff_only(Doing.BOOK)
def new_client(request: HttpRequest) -> HttpResponse:
    """A client who called or came by, without a request from the public page."""
    back = Link(label="Clients", url=reverse("desk:clients"))
    return _book(request, None, {"page_title": "New client", "back": back})


def _book(request: HttpRequest, asked: CareRequest | None, context: dict[str, object]) -> HttpResponse:
    form = BookConsult(request, posted(request), initial=from_request(asked) if asked else {})
    outcome = attempt(
        form,
        lambda: book_consult(
            within=request.practice.id,
            by=request.actor,
            at=request.now,
            request_id=asked.id if asked else None,
            **form.values(),
        ),
    )
    if outcome.kept:
        said = "The consult is booked. Make a one-time link now, so that the first questions can be answered."
        return see_other(request, "desk:client", outcome.value.client_id, said=said)
    return render(request, "desk/request.html", {**context, "form": form}, status=outcome.status)


def _rows(request: HttpRequest, asked: CareRequest) -> list[Line]:
    return [
        Line(term="Asked about", value=INTERESTS[asked.interest]),
        Line(term="Asked", value=written.moment(asked.asked_at, request.practice.zone)),
        Line(term="Has waited", value=waited(asked.asked_at, request.now)),
        Line(term="Phone", value=asked.phone, unknown="none given"),
        Line(term="E-mail", value=asked.email, unknown="none given"),
    ]
