"""A client's page: the chart for clinicians; for the front desk the same person without what is clinical."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.showing import care, outcomes, pathways, way, worklist
from openkap.interfaces.desk.showing.alerts import past_entries
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.desk.showing.now import alert_line
from openkap.interfaces.desk.showing.sending import ways_to_send
from openkap.interfaces.desk.showing.words import said_by_topic
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Line, Link
from openkap.records.alerts import find as alerts
from openkap.records.consent import find as consents
from openkap.records.courses import find as courses
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Response
from openkap.services.make_link import LINK_LASTS, make_link
from openkap.services.read_clearance import ClearanceState, standing_of
from openkap.services.read_courses import CourseState, read_courses
from openkap.services.read_health import read_health_review
from openkap.services.read_outcomes import read_outcomes
from openkap.services.read_worklist import next_line, read_worklist

__all__ = ["client", "link"]


@staff_only(Doing.SEE_DESK)
def client(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The latest course of this client, as far as the reader's role goes."""
    who = people.client(within=request.practice.id, client_id=client_id)
    latest = courses.of_client(within=request.practice.id, client_id=client_id)[:1]
    states = read_courses(within=request.practice.id, at=request.now, courses=latest)
    asked = responses.of_client(within=request.practice.id, client_id=client_id)
    context: dict[str, Any] = {
        "page_title": states[0].pathway.title if states else "No course yet",
        "banner": banner_of(request, who, link=False),
        "back": Link(label="Clients", url=reverse("desk:clients")),
        "contact": _contact(who),
        "client_id": who.id,
        "may_invite": may(request.actor, Doing.INVITE),
        "may_book": may(request.actor, Doing.BOOK),
        "state": states[0] if states else None,
        "session_columns": way.SESSION_COLUMNS,
        "session_rows": way.session_rows(request, states[0]) if states else [],
    }
    if not may(request.actor, Doing.SEE_CLINICAL):
        lines = read_worklist(states, by=request.actor, at=request.now)
        free = [one for line in lines for one in worklist.free_links(request, line, states[0])]
        return render(request, "desk/client_front.html", {**context, "forms_sent": _forms_sent(asked), "free": free})
    chart = _chart(request, who, states[0], asked) if states else {}
    return render(request, "desk/client.html", {**context, **chart})


@staff_only(Doing.INVITE)
def link(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Makes a one-time link and shows it: now, and never again."""
    who = people.client(within=request.practice.id, client_id=client_id)
    context: dict[str, Any] = {
        "page_title": "A one-time link",
        "banner": banner_of(request, who),
        "client_id": client_id,
        "lasts_hours": int(LINK_LASTS.total_seconds()) // 3600,
    }
    if request.method == "POST":
        token = make_link(within=request.practice.id, by=request.actor, at=request.now, client_id=client_id)
        address = request.build_absolute_uri(reverse("portal:link", args=[token]))
        practice = request.practice.name
        words = f"Hello {who.given_name}, this is your way in to {practice}. It opens once, for you alone."
        context |= {
            "address": address,
            "words": words,
            "ways": ways_to_send(who, words=words, address=address, subject=practice),
            "expires_at": request.now + LINK_LASTS,
        }
    return render(request, "desk/link.html", context)


def _chart(request: HttpRequest, who: Client, state: CourseState, asked: list[Response]) -> dict[str, Any]:
    """What a clinician reads. A fixed number of queries, however long the course."""
    within, course = request.practice.id, state.course
    cleared = state.clearance
    line = next_line(state, request.now)
    raised = alerts.of_client(within=within, client_id=who.id)
    own = [one for one in asked if one.course_id == course.id]
    scored = read_outcomes(own, state.doses, key="phq9")
    return {
        "steps": way.steps_of(state, held=cleared.standing == "held"),
        "next": line,
        "next_notes": worklist.notes_of(request, line),
        "action": worklist.action_of(request, line),
        "free": worklist.free_links(request, line, state),
        "due_lines": pathways.due_lines(request, state),
        "drawn": pathways.place(state),
        "drawn_title": f"{state.pathway.title}, with this client's place",
        "may_steer": may(request.actor, Doing.STEER_COURSE),
        "open_alert_lines": [alert_line(one, who, request.now) for one in raised if one.open],
        "past_alerts": past_entries(request, [one for one in raised if not one.open]),
        "line": outcomes.score_chart(request, scored, state.doses),
        "score_columns": outcomes.SCORE_COLUMNS,
        "score_rows": outcomes.score_rows(request, scored),
        "change_lines": outcomes.change_lines(request, scored),
        "lines_over_time": outcomes.ways_to_lines(who.id, own),
        "topics": said_by_topic(request, state.pathway, courses.words(within=within, course_id=course.id)),
        "consent_lines": care.consent_lines(
            request, consents.signatures(within=within, course_id=course.id), course.pathway
        ),
        "clearance_lines": care.clearance_lines(request, cleared),
        "may_sign_second": _waits_for(request, cleared),
        "may_enter": may(request.actor, Doing.ENTER_RESULTS),
        "may_clear": may(request.actor, Doing.CLEAR),
        "health_lines": care.health_lines(request, read_health_review(within=within, client_id=who.id, at=request.now)),
        "form_columns": care.FORM_COLUMNS,
        "form_rows": care.form_rows(request, own),
    }


def _waits_for(request: HttpRequest, cleared: ClearanceState) -> bool:
    """Whether this clearance waits for a second name, and this person may give it."""
    decided = cleared.decided
    return (
        decided is not None
        and standing_of(decided, request.now) == "second"
        and decided.decided_by_id != request.actor.id
        and may(request.actor, Doing.SECOND_CLEARANCE)
    )


def _contact(who: Client) -> list[Line]:
    return [
        Line(term="Phone", value=who.phone, unknown="none given"),
        Line(term="E-mail", value=who.email, unknown="none given"),
    ]


def _forms_sent(asked: list[Response]) -> str:
    """Whether the forms were sent: which they are, and what they say, is not for the front desk."""
    if not asked:
        return "none asked yet"
    return "all sent" if all(one.done for one in asked) else "some are not sent yet"
