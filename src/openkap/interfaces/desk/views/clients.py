"""Everyone in care: found by name, phone or number, with where they stand."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.showing.banner import name_of
from openkap.interfaces.desk.wording import KINDS
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.records.courses import find as courses
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.services.read_courses import CourseState, read_courses

__all__ = ["clients"]

_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client as the list shows them. `phase` and `step` stay empty for who does not read clinical records."""

    name: str
    url: str
    identifier: str
    pathway: str
    phase: str
    step: str
    urgent: bool
    appointment: str


@staff_only(Doing.SEE_DESK)
def clients(request: HttpRequest) -> HttpResponse:
    """The whole page, or the list alone when the search box asks for it."""
    like = request.GET.get("q", "").strip()[:100]
    found = people.clients(within=request.practice.id, like=like, limit=_AT_MOST + 1)
    shown = found[:_AT_MOST]
    clinical = may(request.actor, Doing.SEE_CLINICAL)
    states = _latest_states(request, shown)
    context = {
        "page_title": "Clients",
        "q": like,
        "clinical": clinical,
        "lines": [_line(request, client, states.get(client.id), clinical) for client in shown],
        "more": len(found) > _AT_MOST,
        "may_book": may(request.actor, Doing.BOOK),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "desk/parts/client_list.html" if part else "desk/clients.html", context)


def _latest_states(request: HttpRequest, shown: list[Client]) -> dict[UUID, CourseState]:
    """The latest course of each of these clients."""
    wanted = {client.id for client in shown}
    latest = {}
    for course in courses.courses(within=request.practice.id):
        if course.client_id in wanted:
            latest.setdefault(course.client_id, course)
    states = read_courses(within=request.practice.id, at=request.now, courses=latest.values())
    return {state.client.id: state for state in states}


def _line(request: HttpRequest, client: Client, state: CourseState | None, clinical: bool) -> ClientLine:
    """Where the course stands is for clinicians: a phase says how somebody is."""
    url = reverse("desk:client", args=[client.id])
    if state is None:
        return ClientLine(name_of(client), url, client.identifier, "no course yet", "", "", False, "nothing booked")
    phase = next(one.name for one in state.pathway.phases if one.key == state.stage.phase)
    return ClientLine(
        name=name_of(client),
        url=url,
        identifier=client.identifier,
        pathway=state.pathway.title,
        phase=phase if clinical else "",
        step=state.stage.next_step if clinical else "",
        urgent=clinical and state.stage.urgent,
        appointment=_next_appointment(request, state),
    )


def _next_appointment(request: HttpRequest, state: CourseState) -> str:
    ahead = [one for one in state.sessions if one.state == "planned" and one.planned_until >= request.now]
    if not ahead:
        return "nothing booked"
    return f"{KINDS[ahead[0].kind]}, {written.appointment(ahead[0].planned_at, request.practice.zone)}"
