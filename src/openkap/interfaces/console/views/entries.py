"""Everything that is written into the room. Each entry brings its own number, so that a repeat is kept once.

A form without a script is answered by a page; the room's own script asks for JSON and counts an entry as kept only when
it reads its number in the answer.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from openkap.clinical.authority import Doing
from openkap.interfaces.console.device import device_of
from openkap.interfaces.console.page import draw_end, draw_room, the_session
from openkap.interfaces.console.posted import Posted, Sender, read_posted
from openkap.interfaces.console.repeats import is_kept
from openkap.interfaces.console.shown.signs import READ
from openkap.interfaces.console.typed import Typed
from openkap.interfaces.kit.access import staff_only
from openkap.services.end_session import end_session
from openkap.services.give_medicine import give_medicine
from openkap.services.record_distress import record_distress
from openkap.services.record_reading import record_reading
from openkap.services.set_light import LIGHT_LEVELS, set_light
from openkap.services.start_session import start_session
from openkap.services.write_entry import mark_event, strike_entry, write_note
from openkap.services.write_therapy_note import write_therapy_note
from openkap.terms.refusal import BadInput, NotFound, RuleRefusal

__all__ = ["distress", "dose", "end", "light", "mark", "note", "reading", "start", "strike", "therapy_note"]

DOSE_FIELDS = ("route", "dose", "unit", "infusion_min", "read_back", "deviation", "read_back_by", "vial")
Keep = Callable[[dict[str, Any], Posted, Mapping[str, str]], None]


@staff_only(Doing.ENTER_ROOM)
@require_POST
def start(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _keep(request, session_id, "start", lambda common, posted, data: start_session(**common))


@staff_only(Doing.ENTER_ROOM)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, session_id: UUID) -> HttpResponse:
    if request.method == "GET":
        return draw_end(request, session_id)
    return _keep(request, session_id, "end", lambda common, posted, data: end_session(**common))


@staff_only(Doing.ENTER_ROOM)
@require_POST
def reading(request: HttpRequest, session_id: UUID) -> HttpResponse:
    def keep(common: dict[str, Any], posted: Posted, data: Mapping[str, str]) -> None:
        signs = {name: data.get(name, "") for name in READ}
        record_reading(**common, signs=signs, **_when(posted))

    return _keep(request, session_id, "reading", keep)


@staff_only(Doing.ENTER_ROOM)
@require_POST
def mark(request: HttpRequest, session_id: UUID) -> HttpResponse:
    def keep(common: dict[str, Any], posted: Posted, data: Mapping[str, str]) -> None:
        mark_event(**common, what=data.get("what", ""), text=data.get("text", ""), **_when(posted))

    return _keep(request, session_id, "event", keep)


@staff_only(Doing.ENTER_ROOM)
@require_POST
def light(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Sets the lamps first, then writes it down. A repeat is neither sent to them nor written again."""
    level = request.POST.get("level", "")
    said = {"what": "light", "text": LIGHT_LEVELS.get(level, "")}
    return _keep(request, session_id, "event", lambda common, posted, data: set_light(**common, level=level), **said)


@staff_only(Doing.ENTER_ROOM)
@require_POST
def distress(request: HttpRequest, session_id: UUID) -> HttpResponse:
    def keep(common: dict[str, Any], posted: Posted, data: Mapping[str, str]) -> None:
        record_distress(**common, level=data.get("level", ""), **_when(posted))

    return _keep(request, session_id, "event", keep)


@staff_only(Doing.WRITE_THERAPY_NOTE)
@require_POST
def therapy_note(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Apart from the timeline: it has no moment in it, and only its author sees it again."""

    def keep(common: dict[str, Any], posted: Posted, data: Mapping[str, str]) -> None:
        common["note_id"] = common.pop("entry_id")
        write_therapy_note(**common, text=data.get("text", ""))

    return _keep(request, session_id, "therapy", keep)


@staff_only(Doing.ENTER_ROOM)
@require_POST
def note(request: HttpRequest, session_id: UUID) -> HttpResponse:
    def keep(common: dict[str, Any], posted: Posted, data: Mapping[str, str]) -> None:
        write_note(**common, text=data.get("text", ""), **_when(posted))

    return _keep(request, session_id, "note", keep)


@staff_only(Doing.ENTER_ROOM)
@require_POST
def strike(request: HttpRequest, session_id: UUID) -> HttpResponse:
    def keep(common: dict[str, Any], posted: Posted, data: Mapping[str, str]) -> None:
        try:
            struck_id = UUID(data.get("struck_id", ""))
        except ValueError:
            raise BadInput("struck_id", "Choose the entry in the timeline that is to be struck.") from None
        strike_entry(**common, struck_id=struck_id, reason=data.get("reason", ""), **_when(posted))

    return _keep(request, session_id, "strike", keep)


@staff_only(Doing.GIVE_MEDICINE)
@require_POST
def dose(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A dose is read once more before it is kept: the first post shows it, the second, `confirmed`, records it."""
    data = request.POST.dict()
    complete = all(data.get(name, "").strip() for name in ("route", "dose", "unit"))
    if complete and not data.get("confirmed"):
        return draw_room(request, session_id, typed=Typed("dose", data, confirming=not data.get("change")))

    def keep(common: dict[str, Any], posted: Posted, data: Mapping[str, str]) -> None:
        typed: dict[str, Any] = {name: data.get(name, "") for name in DOSE_FIELDS}
        give_medicine(**common, **typed, **_when(posted))

    return _keep(request, session_id, "dose", keep)


def _keep(request: HttpRequest, session_id: UUID, kind: str, keep: Keep, **said: str) -> HttpResponse:
    """`said`: what the form means beside its fields."""
    within, data = request.practice.id, request.POST.dict() | said
    session = the_session(request, session_id)
    try:
        sender = Sender(request.actor.id, device_of(request))
        posted = read_posted(data, session=session, now=request.now, zone=request.practice.zone, sender=sender)
        if not is_kept(within=within, session_id=session_id, entry_id=posted.entry_id, kind=kind, data=data):
            common = {
                "within": within,
                "by": request.actor,
                "at": request.now,
                "session_id": session_id,
                "entry_id": posted.entry_id,
            }
            keep(common, posted, data)
    except (BadInput, RuleRefusal) as refusal:
        return _refused(request, session_id, Typed.refused(kind, data, refusal), _status(refusal))
    except NotFound as refusal:
        if "device" not in data:
            raise
        # What it is about may still be on its way: another entry, of this device or of another one.
        return JsonResponse({"later": str(data.get("entry_id")), "message": refusal.message}, status=425)
    if _by_script(request):
        return JsonResponse({"kept": str(posted.entry_id)})
    answer = redirect("console:room", session_id=session_id)
    answer.status_code = 303
    return answer


def _when(posted: Posted) -> dict[str, Any]:
    return {"happened_at": posted.happened_at, "origin": posted.origin}


def _refused(request: HttpRequest, session_id: UUID, typed: Typed, status: int) -> HttpResponse:
    if _by_script(request):
        answer = {"field": typed.field, "message": typed.message, "reasons": typed.reasons}
        return JsonResponse(answer, status=status)
    return draw_room(request, session_id, typed=typed, status=status)


def _status(refusal: BadInput | RuleRefusal) -> int:
    return 422 if isinstance(refusal, BadInput) else 409


def _by_script(request: HttpRequest) -> bool:
    return bool(request.get_preferred_type(["text/html", "application/json"]) == "application/json")
