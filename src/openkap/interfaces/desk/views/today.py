"""My day: what stands open, what is going on, who comes today, and what waits for my role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.showing import now, pathways, questionnaires, worklist
from openkap.interfaces.desk.showing.banner import today_of
from openkap.interfaces.desk.showing.before_medicine import before_medicine_group
from openkap.interfaces.desk.wording import waited
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.records.people import find as people
from openkap.services.follow_up import read_unanswered
from openkap.services.hand_over_reminder import reminders_of_today
from openkap.services.kept_courses import read_kept_courses
from openkap.services.read_follow_ups import read_follow_ups
from openkap.services.read_worklist import read_worklist

__all__ = ["alert_count", "now_part", "today"]


@staff_only(Doing.SEE_DESK)
def today(request: HttpRequest) -> HttpResponse:
    """The whole page; `now_part` is the part of it that is asked for again."""
    states = read_kept_courses(within=request.practice.id, at=request.now)
    lines = read_worklist(states, by=request.actor, at=request.now)
    requests = people.open_requests(within=request.practice.id) if may(request.actor, Doing.BOOK) else None
    talk, due = _to_talk_about(request), read_follow_ups(states, by=request.actor)
    read = now.read_now(request)
    before = before_medicine_group(request, read)
    most = worklist.shown_of(request, "after-a-dose")
    context = {
        "page_title": "Today",
        "lead": written.weekday(today_of(request)),
        "groups": [group for group in (before, *worklist.groups(request, lines, states), talk) if group],
        "reminders": len(reminders_of_today(within=request.practice.id, at=request.now))
        if may(request.actor, Doing.INVITE)
        else 0,
        "due_lines": pathways.follow_up_lines(request, due[:most]),
        "due_count": len(due),
        "due_more": len(due[most:]),
        "requests": requests,
        "longest": waited(requests[0].asked_at, request.now) if requests else "",
        **_now(request, read),
    }
    return render(request, "desk/today.html", context)


@staff_only(Doing.SEE_DESK)
def now_part(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/parts/now.html", _now(request, now.read_now(request)))


@staff_only(Doing.SEE_CLINICAL)
def alert_count(request: HttpRequest) -> HttpResponse:
    """The open-alert slot of the menu, asked for again on every page."""
    return render(request, "kit/alert_count.html")


def _to_talk_about(request: HttpRequest) -> worklist.Group | None:
    """Where questionnaires need a person, for those who may act on it."""
    if not may(request.actor, Doing.FOLLOW_UP):
        return None
    found = read_unanswered(within=request.practice.id)
    ids = {one.client_id for one in found}
    clients = people.clients(within=request.practice.id, ids=ids, limit=len(ids)) if ids else []
    return questionnaires.follow_up_group(request, found, {client.id: client for client in clients})


def _now(request: HttpRequest, read: now.Now) -> dict[str, object]:
    return {"day": read, "day_columns": now.DAY_COLUMNS, "read_at": request.now}
