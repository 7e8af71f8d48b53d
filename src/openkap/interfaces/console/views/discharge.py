"""The discharge: what the monitor ticks, how each criterion of release stands, and the signature. A person decides."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from openkap.clinical.authority import Doing, may
from openkap.interfaces.console.page import the_room
from openkap.interfaces.console.posted import read_posted
from openkap.interfaces.console.repeats import is_kept
from openkap.interfaces.console.screen import screen_of
from openkap.interfaces.console.shown.release import ReleaseForm, read_scores, release_form
from openkap.interfaces.console.shown.room import banner, booking, free_links, now_in
from openkap.interfaces.kit.access import staff_only
from openkap.services.discharge_client import discharge_client
from openkap.services.read_room import Room
from openkap.terms.identity import new_id
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["discharge"]


@staff_only(Doing.DISCHARGE)
@require_http_methods(["GET", "POST"])
def discharge(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """POST without `sign` only checks: the same page, with every criterion as it stands by what is ticked."""
    room = the_room(request, session_id)
    if request.method == "GET" or "sign" not in request.POST:
        if room.session.state != "live" or room.discharged:
            return _to_room(session_id)
        return _draw(request, room, request.POST)
    try:
        _sign(request, session_id, request.POST)
    except BadInput as refusal:
        return _draw(request, room, request.POST, refusal=refusal, status=422)
    except RuleRefusal as refusal:
        return _draw(request, room, request.POST, refusal=refusal, status=409)
    return _to_room(session_id)


def _sign(request: HttpRequest, session_id: UUID, data: QueryDict) -> None:
    within = request.practice.id
    room = the_room(request, session_id)
    posted = read_posted(data, session=room.session, now=request.now, zone=request.practice.zone)
    if is_kept(within=within, session_id=session_id, entry_id=posted.entry_id, kind="discharge", data=data):
        return
    discharge_client(
        within=within,
        by=request.actor,
        at=request.now,
        session_id=session_id,
        entry_id=posted.entry_id,
        attested=frozenset(data.getlist("attested")),
        reason=data.get("reason", ""),
        **read_scores(data.dict()),
    )


def _draw(
    request: HttpRequest,
    room: Room,
    data: QueryDict,
    *,
    refusal: BadInput | RuleRefusal | None = None,
    status: int = 200,
) -> HttpResponse:
    form: ReleaseForm = release_form(
        room,
        attested=frozenset(data.getlist("attested")),
        data=data.dict(),
        by=request.actor,
        at=request.now,
        refusal=refusal,
    )
    zone = request.practice.zone
    offer = booking(room, zone, request.now, may_book=may(request.actor, Doing.BOOK))
    context = {
        "page_title": "Discharge",
        "theme": screen_of(request),
        "client": banner(room.client, today=request.now.astimezone(zone)),
        "live": now_in(room, at=request.now, zone=zone),
        "now": request.now,
        "room": room,
        "form": form,
        "booking": offer,
        "free": free_links(room, request.practice, request.now) if offer and offer.url else [],
        "entry_id": data.get("entry_id") or new_id(request.now),
    }
    return render(request, "console/discharge.html", context, status=422 if form.problem and status == 200 else status)


def _to_room(session_id: UUID) -> HttpResponse:
    answer = redirect("console:room", session_id=session_id)
    answer.status_code = 303
    return answer
