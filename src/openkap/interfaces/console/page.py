"""Draws the room: before the start, while it goes on, and as a quiet record afterwards."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.clinical.monitoring import ENTRY_LIMITS
from openkap.interfaces.console.device import equip
from openkap.interfaces.console.screen import screen_of
from openkap.interfaces.console.sheets import home_ways
from openkap.interfaces.console.shown.day import day_glance
from openkap.interfaces.console.shown.emergency import emergency
from openkap.interfaces.console.shown.exposure import ahead
from openkap.interfaces.console.shown.forms import (
    DoseForm,
    dose_form,
    mark_buttons,
    sign_buttons,
    sign_fields,
    strike_form,
)
from openkap.interfaces.console.shown.plan import plan
from openkap.interfaces.console.shown.room import (
    Now,
    agreed,
    banner,
    booking,
    integration_window,
    now_in,
    pathway_words,
)
from openkap.interfaces.console.shown.signs import latest
from openkap.interfaces.console.typed import Typed
from openkap.interfaces.kit import written
from openkap.interfaces.kit.ordered import order_words
from openkap.knowledge.texts import phrases, setting, supports
from openkap.records.orders import find as orders
from openkap.records.orders.shapes import Order
from openkap.records.people import find as people
from openkap.records.people.shapes import Staff
from openkap.records.sessions import find as sessions
from openkap.records.sessions import signed
from openkap.records.sessions.shapes import Session
from openkap.services.follow_rems_form import rems_form
from openkap.services.open_gate import require_open_gate
from openkap.services.read_day import read_day, require_day
from openkap.services.read_room import Room, read_room
from openkap.services.read_vetoes import read_vetoes
from openkap.services.room_presets import presets_of_room
from openkap.services.set_light import LIGHT_LEVELS, has_light
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import NotFound, RuleRefusal

__all__ = ["draw_end", "draw_live", "draw_room", "the_room", "the_session"]


def the_room(request: HttpRequest, session_id: UUID) -> Room:
    """Everything about a medicine session, judged now. NotFound for a session of another kind."""
    the_session(request, session_id)
    return read_room(within=request.practice.id, session_id=session_id, at=request.now)


def the_session(request: HttpRequest, session_id: UUID) -> Session:
    """NotFound for a session of another kind: only medicine has a room."""
    found = sessions.session(within=request.practice.id, session_id=session_id)
    if found.kind != "medicine":
        raise NotFound("There is no such medicine session in this practice.")
    return found


def draw_live(request: HttpRequest, room: Room) -> HttpResponse:
    """Only what changes, for a page that is open already."""
    answer = render(request, "console/live.html", _live(request, room))
    answer.headers["Last-Event-ID"] = str(room.last_seq)
    return answer


def draw_room(request: HttpRequest, session_id: UUID, *, typed: Typed | None = None, status: int = 200) -> HttpResponse:
    room = the_room(request, session_id)
    zone = request.practice.zone
    live = _live(request, room)
    device_id, equipment = equip(request)
    context = {
        **live,
        "device_id": device_id,
        "page_title": f"Session of {written.name(room.client.family_name, room.client.given_name)}",
        "zone": request.practice.time_zone,
        "typed": typed,
        "stray": typed if typed and typed.kind not in _FORMS[room.session.state] else None,
        "intention": room.words.get("intention"),
        "pathway_words": pathway_words(room),
        "agreed": agreed(room),
        "desk_url": reverse("desk:session", args=[session_id]),
    }
    if room.session.state == "live":
        context |= _writing(request, room, typed, live["live"])
    elif room.session.state == "planned":
        context |= _before(request, room.session)
    elif room.session.started_at is not None:
        context |= _record(request, room)
        context |= {"day": written.day(room.session.started_at.astimezone(zone).date())}
    if room.session.state in ("live", "ended") and may(request.actor, Doing.WRITE_THERAPY_NOTE):
        context["own_notes"] = [
            (written.moment(note.written_at, zone), note.text)
            for note in sessions.therapy_notes(
                within=request.practice.id, session_id=session_id, author_id=request.actor.id
            )
        ]
    if room.discharged:
        context["escort"] = sessions.escort(within=request.practice.id, session_id=session_id)
        context["window"] = integration_window(room, zone, request.now)
        context["home_ways"] = home_ways(room, request.practice, context["escort"], at=request.now)
    answer = render(request, f"console/{_TEMPLATES[room.session.state]}.html", context, status=status)
    equipment.give(answer)
    return answer


def draw_end(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Asks once more; what does not let a session end is said by the service, when it is sent."""
    room = the_room(request, session_id)
    if room.session.state != "live":
        return draw_room(request, session_id)
    context = {
        **_live(request, room),
        "page_title": "End this session?",
        "clock": "",
    }
    return render(request, "console/end.html", context)


# The forms that a page has. A refusal of another one (the session has ended meanwhile, say) is told on top of the page,
# with what was typed, so that nothing is lost.
_FORMS = {
    "live": ("reading", "event", "note", "strike", "dose", "therapy"),
    "planned": (),
    "ended": ("sign", "add", "rems"),
    "cancelled": (),
}
_TEMPLATES = {"planned": "before", "live": "room", "ended": "record", "cancelled": "before"}


def _live(request: HttpRequest, room: Room) -> dict[str, Any]:
    zone = request.practice.zone
    return {
        "room": room,
        "client": banner(room.client, today=request.now.astimezone(zone)),
        "live": now_in(room, at=request.now, zone=zone),
        "ahead": ahead(room, zone=zone, at=request.now if room.session.state == "live" else None),
        "now": request.now,
        "clock": written.clock(request.now, zone),
        "last": latest(room.readings),
        "plan": plan(room),
        "booking": booking(room, zone, request.now, may_book=may(request.actor, Doing.BOOK))
        if room.session.state == "live"
        else None,
        "entry_id": new_id(request.now),
        "theme": screen_of(request),
        "emergency": emergency(room, request.practice, zone) if room.session.state == "live" else (),
        "may_discharge": may(request.actor, Doing.DISCHARGE),
        "room_url": reverse("console:room", args=[room.session.id]),
        "day_url": reverse("console:day", args=[room.session.id]),
    }


def _writing(request: HttpRequest, room: Room, typed: Typed | None, live: Now) -> dict[str, Any]:
    """The forms. Those of the person's own role come first; the others are never far."""
    staff = people.members(within=request.practice.id)
    others = [member for member in staff if member.id != request.actor.id]
    vitals_first = not request.actor.roles.isdisjoint({Role.MONITOR, Role.PRESCRIBER})
    return {
        "sign_fields": sign_fields(typed if _is(typed, "reading") else None, latest(room.readings), ENTRY_LIMITS),
        "marks": mark_buttons(live.marked, first="monitor" if vitals_first else "guide"),
        "dose": _dose(request, room, typed, others) if may(request.actor, Doing.GIVE_MEDICINE) else None,
        "strike": strike_form(typed, room.entries, request.GET.get("strike", ""), request.practice.zone),
        "vitals_first": vitals_first,
        "person_id": request.actor.id,
        "resolve": next((one for one in live.crossed if one.rule == request.GET.get("resolve")), None),
        "signs": sign_buttons(live.marked),
        "supports": supports(),
        "phrases": phrases(),
        "levels": range(11),
        "people": [member.name for member in staff],
        "setting": setting(),
        "light_levels": LIGHT_LEVELS if has_light(practice=request.practice.name, room=room.session.room_name) else {},
        "music_words": room.words.get("music"),
        "vetoes": read_vetoes(within=request.practice.id, client_id=room.client.id),
        "presets": presets_of_room(within=request.practice.id, room=room.session.room_name),
        "may_write_apart": may(request.actor, Doing.WRITE_THERAPY_NOTE),
    }


def _record(request: HttpRequest, room: Room) -> dict[str, Any]:
    """What stands beside the timeline of an ended session."""
    common: dict[str, Any] = {"within": request.practice.id, "session_id": room.session.id}
    zone, form = request.practice.zone, rems_form(**common, doses=room.doses)
    signatures = signed.signatures(**common)
    return {
        "signatures": [f"{one.by_name}, {written.moment(one.at, zone)}" for one in signatures],
        "may_sign": may(request.actor, Doing.SIGN_RECORD) and all(one.by_id != request.actor.id for one in signatures),
        "may_add": may(request.actor, Doing.SIGN_RECORD) and bool(signatures),
        "addenda": [(f"{written.moment(one.at, zone)}, {one.by_name}", one.text) for one in signed.addenda(**common)],
        "rems": form,
        "may_follow": may(request.actor, Doing.SIGN_RECORD),
        "rems_steps": [f"{one.step}: {one.by_name}, {written.moment(one.at, zone)}" for one in form.steps]
        if form
        else (),
        "rems_due": written.moment(form.due_at, zone) if form else "",
        "rems_late": form is not None and not form.sent and request.now > form.due_at,
    }


def _dose(request: HttpRequest, room: Room, typed: Typed | None, others: list[Staff]) -> DoseForm:
    order = orders.standing(within=request.practice.id, session_id=room.session.id)
    waits = "" if room.doses else _day_waits(request, room.session, order)
    return dose_form(typed if _is(typed, "dose") else None, room.doses, order=order, others=others, waits=waits)


def _before(request: HttpRequest, session: Session) -> dict[str, Any]:
    decision = sessions.gate_decision(within=request.practice.id, session_id=session.id)
    closed: RuleRefusal | None = None
    try:
        require_open_gate(within=request.practice.id, session=session, at=request.now)
    except RuleRefusal as refusal:
        closed = refusal
    day = read_day(within=request.practice.id, session=session, at=request.now)
    order = day.order.order if day.order else None
    return {
        "decision": decision,
        "decided_at": written.moment(decision.decided_at, request.practice.zone) if decision else "",
        "planned_at": written.moment(session.planned_at, request.practice.zone),
        "closed": closed,
        "order": order_words(order) if order else "",
        "waits_for_second": order is not None and order.waits_for_second,
        "day": day_glance(day),
        "day_waits": _day_waits(request, session, order),
        "may_check_day": may(request.actor, Doing.CHECK_DAY),
        "order_url": reverse("desk:order", args=[session.id]),
    }


def _day_waits(request: HttpRequest, session: Session, order: Order | None) -> str:
    """What still has to be done at the gate of the day before medicine; empty when it is open for this order."""
    if order is None:
        return "A prescriber signs the order first."
    try:
        require_day(within=request.practice.id, session=session, order_id=order.id, at=request.now)
    except RuleRefusal as refusal:
        return refusal.message
    return ""


def _is(typed: Typed | None, kind: str) -> bool:
    return typed is not None and typed.kind == kind
