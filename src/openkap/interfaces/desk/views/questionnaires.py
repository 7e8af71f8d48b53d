"""Questionnaires: what was asked of a client and of all, and what became of it; reminders; whom to talk with."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.forms.acting import FollowUp
from openkap.interfaces.desk.showing import questionnaires as showing
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.desk.showing.sending import ways_to_send
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Line, Link
from openkap.interfaces.kit.replies import attempt, posted, see_other
from openkap.records.asking import find as find_asking
from openkap.records.courses import find as courses
from openkap.records.people import find as people
from openkap.services.ask_what_is_due import present_courses
from openkap.services.follow_up import follow_up, read_unanswered
from openkap.services.hand_over_reminder import hand_over_reminder, reminders_of_today
from openkap.services.make_link import LINK_LASTS
from openkap.services.read_asking import AskingState, read_asking
from openkap.services.read_completion import completion, tally
from openkap.terms.refusal import RuleRefusal

__all__ = ["client_questionnaires", "questionnaires", "reminders"]


@staff_only(Doing.SEE_CLINICAL)
@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Answered of asked, over the practice: by form and by client. A fixed number of queries."""
    within = request.practice.id
    states = read_asking(
        within=within, at=request.now, zone=request.practice.zone, courses=present_courses(within=within)
    )
    ids = {state.course.client_id for state in states}
    clients = {client.id: client for client in people.clients(within=within, ids=ids, limit=len(ids))}
    context = {
        "page_title": "Questionnaires",
        "counted": showing.counted(tally(one for state in states for one in completion(state))),
        "stopped": sum(state.stopped for state in states),
        "measure_columns": showing.MEASURE_COLUMNS,
        "measure_rows": showing.measure_rows(states),
        "client_columns": showing.CLIENT_COLUMNS,
        "client_rows": showing.client_rows(states, clients),
        "may_plan": may(request.actor, Doing.PLAN_ASKING),
    }
    return render(request, "desk/questionnaires.html", context)


@staff_only(Doing.SEE_CLINICAL)
def client_questionnaires(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """One client: what was asked, what comes, their own choice, and what a person did about it."""
    within = request.practice.id
    who = people.client(within=within, client_id=client_id)
    form = FollowUp(posted(request))
    outcome = attempt(
        form,
        lambda: follow_up(within=within, by=request.actor, at=request.now, client_id=client_id, **form.cleaned_data),
    )
    if outcome.kept:
        return see_other(request, "desk:client-questionnaires", client_id, said="What you did is kept.")
    context: dict[str, Any] = {
        "page_title": "Questionnaires",
        "banner": banner_of(request, who),
        "back": Link(label="The client", url=reverse("desk:client", args=[client_id])),
        "open": read_unanswered(within=within, client_id=client_id),
        "may_follow_up": may(request.actor, Doing.FOLLOW_UP),
        "form": form,
        "done": [
            Line(term=f"{one.done_by_name}, {written.moment(one.done_at, request.practice.zone)}", value=one.did)
            for one in find_asking.deeds(within=within, client_id=client_id)
        ],
        "columns": showing.ASKED_COLUMNS,
        **_asked(request, client_id),
    }
    return render(request, "desk/client_questionnaires.html", context, status=outcome.status)


@staff_only(Doing.INVITE)
def reminders(request: HttpRequest) -> HttpResponse:
    """Today's reminders: a press makes the link of one and shows it, now and never again."""
    context: dict[str, Any] = {"page_title": "Reminders to hand over", "lasts_hours": _LASTS_HOURS}
    status = 200
    if request.method == "POST":
        who = people.client(within=request.practice.id, client_id=_client_of(request))
        waiting = {one.client.id: one for one in reminders_of_today(within=request.practice.id, at=request.now)}
        try:
            token = hand_over_reminder(within=request.practice.id, by=request.actor, at=request.now, client_id=who.id)
        except RuleRefusal as refusal:
            context["refused"], status = refusal.message, 409
        else:
            address = request.build_absolute_uri(reverse("portal:link", args=[token]))
            minutes, practice = waiting[who.id].minutes, request.practice.name
            words = (
                f"Hello {who.given_name}, a few questions of {practice} wait for you: about {minutes} "
                f"minute{'' if minutes == 1 else 's'}, whenever it suits you. You can stop them at any time; just tell "
                "us, or say so behind the link."
            )
            context |= {
                "made_for": banner_of(request, who),
                "email": who.email,
                "address": address,
                "words": words,
                "ways": ways_to_send(who, words=words, address=address, subject=practice),
                "expires_at": request.now + LINK_LASTS,
            }
    context["waiting"] = reminders_of_today(within=request.practice.id, at=request.now)
    return render(request, "desk/reminders.html", context, status=status)


_LASTS_HOURS = int(LINK_LASTS.total_seconds()) // 3600


def _client_of(request: HttpRequest) -> UUID:
    """What the button sent; NotFound, as for a stranger's, when it is no id at all."""
    try:
        return UUID(request.POST.get("client", ""))
    except ValueError:
        return UUID(int=0)


def _asked(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """What was asked in the present course; empty where there is none."""
    within = request.practice.id
    latest = courses.of_client(within=within, client_id=client_id)[:1]
    states = read_asking(within=within, at=request.now, zone=request.practice.zone, courses=latest)
    if not states:
        return {"rows": [], "facts": []}
    rows = completion(states[0])
    return {
        "rows": showing.asked_rows(request, rows, states[0]),
        "counted": showing.counted(tally(rows)),
        "facts": _facts(request, states[0], client_id),
    }


def _facts(request: HttpRequest, state: AskingState, client_id: UUID) -> list[Line]:
    zone, choice = request.practice.zone, state.choice
    word = "has stopped questionnaires" if state.stopped else "is asked on the phone"
    said = written.moment(choice.said_at, zone) if choice is not None else ""
    handed = find_asking.handed_over(within=request.practice.id, client_id=client_id)
    days = len({one.on_day for one in state.reminders})
    ahead = next((one.slot for one in state.judgement.askings if one.state == "ahead"), None)
    return [
        Line(term="The client", value=word, note=f"said on {said}" if said else ""),
        Line(term="Reminders", value=str(days), note=f"{len(handed)} handed over" if days else ""),
        Line(
            term="Next",
            value=written.day(ahead.opens_at.astimezone(zone).date()) if ahead and not state.stopped else "",
            unknown="nothing is planned",
        ),
    ]
