"""A session's page and what is written there. Each form comes back on the same page with all that was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.acting import Cancel
from openkap.interfaces.desk.forms.session import DecideGate, NameEscort, Trust
from openkap.interfaces.desk.showing.session import read_hold_form, session_page
from openkap.interfaces.desk.showing.trust import waiting_trust
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.replies import attempt, posted, see_other
from openkap.records.responses import find as responses
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Session
from openkap.services.answer_item import answer_item
from openkap.services.cancel_session import cancel_session
from openkap.services.decide_gate import decide_gate
from openkap.services.hold_session import hold_session
from openkap.services.name_escort import name_escort
from openkap.services.submit_response import submit_response
from openkap.terms.refusal import RuleRefusal
from openkap.terms.source import Source

__all__ = ["cancel", "escort", "gate", "hold", "keep_answer", "session", "trust"]


@staff_only(Doing.SEE_DESK)
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _page(request, _find(request, session_id), {}, 200)


@staff_only(Doing.BOOK)
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    form = Cancel(posted(request))
    return _keep(
        request,
        session_id,
        "cancel",
        form,
        lambda: cancel_session(**_act(request), session_id=session_id, **form.cleaned_data),
        said="The appointment is cancelled, and its time is free again.",
    )


@staff_only(Doing.SEE_DESK)
def escort(request: HttpRequest, session_id: UUID) -> HttpResponse:
    form = NameEscort(posted(request))

    def name() -> None:
        kept = form.cleaned_data
        name_escort(**_act(request), session_id=session_id, name=kept["escort_name"], phone=kept["escort_phone"])

    return _keep(request, session_id, "escort", form, name, said="Who takes them home is kept.")


@staff_only(Doing.HOLD_SESSION)
def hold(request: HttpRequest, session_id: UUID) -> HttpResponse:
    form = read_hold_form(request, _find(request, session_id), posted(request))
    return _keep(
        request,
        session_id,
        "hold",
        form,
        lambda: hold_session(**_act(request), session_id=session_id, **form.values()),
        said="The session is recorded.",
    )


@staff_only(Doing.DECIDE_GATE)
def gate(request: HttpRequest, session_id: UUID) -> HttpResponse:
    form = DecideGate(posted(request))
    return _keep(
        request,
        session_id,
        "gate",
        form,
        lambda: decide_gate(**_act(request), session_id=session_id, **form.cleaned_data),
        said="The decision at the gate is kept.",
    )


@staff_only(Doing.WRITE_WORDS)
def trust(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Answers from paper, entered for the client: those that were left open are kept as left open."""
    form = Trust(posted(request))
    within, found = request.practice.id, _find(request, session_id)

    def enter() -> None:
        asked = responses.of_client(within=within, client_id=found.client_id, measure="trust_sliders")
        waiting = waiting_trust(asked)
        if waiting is None:
            raise RuleRefusal("These questions were answered meanwhile. Nothing was changed.")
        for item, value in form.answers().items():
            answer_item(**_act(request), response_id=waiting.id, item=item, value=value, source=Source.PAPER)
        submit_response(**_act(request), response_id=waiting.id, leave_open=True, source=Source.PAPER)

    return _keep(request, session_id, "trust", form, enter, said="The answers are kept.")


def keep_answer(request: HttpRequest, session_id: UUID, form: BaseForm, do: Callable[[], Any]) -> HttpResponse:
    """The second person's answer to an override."""
    return _keep(request, session_id, "second", form, do, said="Your answer is kept.")


def _find(request: HttpRequest, session_id: UUID) -> Session:
    return sessions.session(within=request.practice.id, session_id=session_id)


def _act(request: HttpRequest) -> dict[str, Any]:
    return {"within": request.practice.id, "by": request.actor, "at": request.now}


def _keep(
    request: HttpRequest, session_id: UUID, name: str, form: BaseForm, do: Callable[[], Any], *, said: str
) -> HttpResponse:
    outcome = attempt(form, do)
    if outcome.kept:
        return see_other(request, "desk:session", session_id, said=said)
    return _page(request, _find(request, session_id), {name: form} if form.is_bound else {}, outcome.status)


def _page(request: HttpRequest, found: Session, forms: dict[str, BaseForm], status: int) -> HttpResponse:
    context = session_page(request, found, forms)
    return render(request, "desk/session.html", {**context, "refused": next(iter(forms.values()), None)}, status=status)
