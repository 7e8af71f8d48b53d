"""The record of a session: its sheets as PDF, signatures, addenda, the way of the monitoring form."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from openkap.clinical.authority import Doing
from openkap.interfaces.console.page import draw_room, the_room, the_session
from openkap.interfaces.console.sheets import home_sheet, paper_sheet, press, session_sheet
from openkap.interfaces.console.typed import Typed
from openkap.interfaces.kit.access import staff_only
from openkap.records.sessions import find as sessions
from openkap.records.sessions import signed
from openkap.services.follow_rems_form import follow_rems_form
from openkap.services.sign_record import add_to_record, sign_record
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["add", "home", "paper", "rems", "sheet", "sign"]


@staff_only(Doing.SEE_CLINICAL)
@require_safe
def sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    room, within = the_room(request, session_id), request.practice.id
    beside: dict[str, Any] = {
        "signatures": signed.signatures(within=within, session_id=session_id),
        "addenda": signed.addenda(within=within, session_id=session_id),
    }
    return _pdf("session", session_sheet(room, request.practice, at=request.now, **beside))


@staff_only(Doing.SEE_CLINICAL)
@require_safe
def paper(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _pdf("paper", paper_sheet(the_room(request, session_id), request.practice, at=request.now))


@staff_only(Doing.SEE_CLINICAL)
@require_safe
def home(request: HttpRequest, session_id: UUID) -> HttpResponse:
    escort = sessions.escort(within=request.practice.id, session_id=session_id)
    return _pdf("home", home_sheet(the_room(request, session_id), request.practice, escort, at=request.now))


@staff_only(Doing.SIGN_RECORD)
@require_POST
def sign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _write(request, session_id, "sign", lambda common: sign_record(**common))


@staff_only(Doing.SIGN_RECORD)
@require_POST
def add(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _write(request, session_id, "add", lambda common: add_to_record(**common, text=request.POST.get("text", "")))


@staff_only(Doing.SIGN_RECORD)
@require_POST
def rems(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _write(
        request, session_id, "rems", lambda common: follow_rems_form(**common, step=request.POST.get("step", ""))
    )


def _write(request: HttpRequest, session_id: UUID, kind: str, write: Callable[[dict[str, Any]], None]) -> HttpResponse:
    the_session(request, session_id)
    try:
        write({"within": request.practice.id, "by": request.actor, "at": request.now, "session_id": session_id})
    except (BadInput, RuleRefusal) as refusal:
        typed = Typed.refused(kind, request.POST.dict(), refusal)
        return draw_room(request, session_id, typed=typed, status=422 if isinstance(refusal, BadInput) else 409)
    answer = redirect("console:room", session_id=session_id)
    answer.status_code = 303
    return answer


def _pdf(name: str, data: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(press(name, data), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
