"""All rooms with a session going on, at one glance: who, since when, what is due."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openkap.clinical.authority import Doing, may
from openkap.interfaces.console.shown.board import BoardRow, clinical_row, plain_row
from openkap.interfaces.kit.access import staff_only
from openkap.records.people import find as people
from openkap.records.sessions import find as sessions
from openkap.services.read_room import read_room

__all__ = ["board"]


@staff_only(Doing.SEE_DESK)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Each room is judged as its own page judges it. The front desk sees that a room is taken, and not more."""
    within, zone = request.practice.id, request.practice.zone
    live = [session for session in sessions.live(within=within) if session.kind == "medicine"]
    rows: list[BoardRow]
    if may(request.actor, Doing.ENTER_ROOM):
        rooms = [read_room(within=within, session_id=session.id, at=request.now) for session in live]
        rows = [clinical_row(room, zone=zone) for room in rooms]
    else:
        clients = {
            client.id: client
            for client in people.clients(within=within, ids={session.client_id for session in live}, limit=len(live))
        }
        rows = [plain_row(session, clients[session.client_id], zone=zone) for session in live]
    context = {"page_title": "Sessions going on now", "rows": rows, "now": request.now}
    return render(request, "console/board.html", context)
