"""All rooms with a session going on, at one glance: who, since when, what is due."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openkap.clinical.authority import Doing, may
from openkap.interfaces.console.shown.board import BoardRow, clinical_row, plain_row
from openkap.interfaces.kit.access import staff_only
from openkap.records.people import find as people
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Session
from openkap.services.read_room import read_room

__all__ = ["board", "board_live"]


@staff_only(Doing.SEE_DESK)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Each room is judged as its own page judges it. The front desk sees that a room is taken, and not more."""
    live = _live(request)
    context = {"page_title": "Sessions going on now", **_rooms(request, live), "since": _mark(request, live)}
    return render(request, "console/board.html", context)


@staff_only(Doing.SEE_DESK)
@require_safe
def board_live(request: HttpRequest) -> HttpResponse:
    """204 while nothing has happened in any room since ?since=, else the rooms as they stand now."""
    live = _live(request)
    mark = _mark(request, live)
    if request.GET.get("since") == mark:
        return HttpResponse(status=204)
    answer = render(request, "console/board_rooms.html", _rooms(request, live))
    answer.headers["Last-Event-ID"] = mark
    return answer


def _live(request: HttpRequest) -> list[Session]:
    return [session for session in sessions.live(within=request.practice.id) if session.kind == "medicine"]


def _mark(request: HttpRequest, live: list[Session]) -> str:
    """Another one as soon as a session begins or ends, or an entry comes into one."""
    counted = timeline.count(within=request.practice.id, session_ids=[session.id for session in live])
    return f"{len(live)}-{counted}"


def _rooms(request: HttpRequest, live: list[Session]) -> dict[str, Any]:
    within, zone = request.practice.id, request.practice.zone
    rows: list[BoardRow]
    if may(request.actor, Doing.ENTER_ROOM):
        rooms = [read_room(within=within, session_id=session.id, at=request.now) for session in live]
        rows = [clinical_row(room, zone=zone, at=request.now) for room in rooms]
    else:
        clients = {
            client.id: client
            for client in people.clients(within=within, ids={session.client_id for session in live}, limit=len(live))
        }
        rows = [plain_row(session, clients[session.client_id], zone=zone) for session in live]
    # What is due first stands first; a room without anything due comes after.
    return {"rows": sorted(rows, key=lambda row: (row.due is None, row.due.at if row.due else 0)), "now": request.now}
