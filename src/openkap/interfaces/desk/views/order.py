"""The order of a medicine session: written beside its checks, signed, confirmed by another person, taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.forms.order import CancelOrder, OrderForm, WeightForm
from openkap.interfaces.desk.showing import order as showing
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import attempt, posted, see_other
from openkap.records.orders import find as orders
from openkap.records.people import find as people
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Session
from openkap.services.check_said import CheckedOrder, check_said, earlier_doses
from openkap.services.record_weight import record_weight
from openkap.services.sign_order import cancel_order, confirm_order, sign_order
from openkap.services.standing_order import standing_order
from openkap.terms.refusal import BadInput, NotFound

__all__ = ["cancel", "check", "confirm", "order", "sign", "weigh"]

_KEPT_FROM_BEFORE = ("height", "sex_at_birth", "weight_basis")


@staff_only(Doing.SEE_CLINICAL)
def order(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _page(request, _find(request, session_id))


@staff_only(Doing.ORDER)
@require_POST
def check(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The checks beside the form, as it is being written. Nothing is kept."""
    session = _find(request, session_id)
    form = _form(request, session, request.POST)
    return render(request, "desk/parts/order_checks.html", _checked(request, session, form))


@staff_only(Doing.ORDER)
@require_POST
def sign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _find(request, session_id)
    form = _form(request, session, request.POST)
    outcome = attempt(
        form,
        lambda: sign_order(
            **_act(request), session_id=session_id, said=form.said(), because=form.cleaned_data["because"]
        ),
    )
    if outcome.kept:
        return see_other(request, "desk:order", session_id, said="The order is signed.")
    return _page(request, session, form=form, status=outcome.status)


@staff_only(Doing.CONFIRM_ORDER)
def confirm(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """By POST. A link that was opened shows the order instead."""
    found = orders.order(within=request.practice.id, order_id=order_id)
    if request.method == "POST":
        confirm_order(**_act(request), order_id=order_id)
        return see_other(request, "desk:order", found.session_id, said="You stand beside this order.")
    return order(request, found.session_id)


@staff_only(Doing.ORDER)
def cancel(request: HttpRequest, order_id: UUID) -> HttpResponse:
    found = orders.order(within=request.practice.id, order_id=order_id)
    form = CancelOrder(posted(request))
    outcome = attempt(form, lambda: cancel_order(**_act(request), order_id=order_id, **form.cleaned_data))
    if outcome.kept:
        return see_other(request, "desk:order", found.session_id, said="The order is taken back.")
    return _page(request, _find(request, found.session_id), cancel_form=form, status=outcome.status)


@staff_only(Doing.CHECK_DAY)
@require_POST
def weigh(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _find(request, session_id)
    form = WeightForm(request.POST)

    def keep() -> None:
        kilograms = form.cleaned_data["weight"]
        record_weight(
            **_act(request),
            client_id=session.client_id,
            weight="" if kilograms is None else written.amount(kilograms, ""),
            weighed_at=form.cleaned_data["weighed_at"],
        )

    outcome = attempt(form, keep)
    if outcome.kept:
        return see_other(request, "desk:order", session_id, said="The weight is kept.")
    return _page(request, session, weight_form=form, status=outcome.status)


def _find(request: HttpRequest, session_id: UUID) -> Session:
    found = sessions.session(within=request.practice.id, session_id=session_id)
    if found.kind != "medicine":
        raise NotFound("There is no such medicine session in this practice.")
    return found


def _act(request: HttpRequest) -> dict[str, Any]:
    return {"within": request.practice.id, "by": request.actor, "at": request.now}


def _form(request: HttpRequest, session: Session, data: Any = None) -> OrderForm:
    """Height, sex at birth and weight basis as the client's last order had them. The dose is always written anew."""
    within = request.practice.id
    before = orders.of_session(within=within, session_id=session.id) or orders.of_client(
        within=within, client_id=session.client_id
    )
    known = before[0].said if before else {}
    initial = {name: str(known.get(name) or "").removesuffix(" cm") for name in _KEPT_FROM_BEFORE}
    born = people.client(within=within, client_id=session.client_id).born_on
    return OrderForm(data, initial=initial, age_known=born is not None)


def _checked(request: HttpRequest, session: Session, form: OrderForm) -> dict[str, Any]:
    """What the checks answer to the form as it stands, or the sentence that says why they cannot yet."""
    # A reason that is still missing, and what signing refused, keep nothing from being checked.
    unread = [error for name, errors in form.errors.items() if name in form.fields for error in errors]
    if unread and set(form.errors) - {"because"}:
        return {"problems": unread}
    said = form.said()
    if not said.get("route") or not said.get("dose"):
        return {"waiting": True}
    try:
        checked: CheckedOrder = check_said(
            within=request.practice.id, session=session, said=said, at=request.now, ordered_by=request.actor.name
        )
    except BadInput as refusal:
        return {"problems": [refusal.message]}
    client = people.client(within=request.practice.id, client_id=session.client_id)
    return {
        "checks": showing.checks_of(checked),
        "predicted_order": showing.beside_last(request, client, checked.order),
    }


def _page(
    request: HttpRequest,
    session: Session,
    *,
    form: OrderForm | None = None,
    weight_form: WeightForm | None = None,
    cancel_form: CancelOrder | None = None,
    status: int = 200,
) -> HttpResponse:
    within = request.practice.id
    past = orders.of_session(within=within, session_id=session.id)
    standing = standing_order(within=within, session=session, at=request.now)
    client = people.client(within=within, client_id=session.client_id)
    is_open = session.state in ("planned", "live")
    if is_open and may(request.actor, Doing.ORDER):
        form = form or _form(request, session)
    context: dict[str, Any] = {
        "page_title": "Order",
        "banner": banner_of(request, client),
        "back": Link(label="Session", url=reverse("desk:session", args=[session.id])),
        "session": session,
        "form": form,
        "standing": standing,
        "standing_lines": showing.order_lines(request, standing.order) if standing else [],
        "standing_predicted": showing.beside_last(request, client, standing.checked.order) if standing else None,
        "standing_open": showing.checks_of(standing.checked).open if standing else (),
        "may_confirm": standing is not None
        and standing.order.waits_for_second
        and may(request.actor, Doing.CONFIRM_ORDER)
        and standing.order.ordered_by_id != request.actor.id,
        "cancel_form": (cancel_form or CancelOrder()) if standing and may(request.actor, Doing.ORDER) else None,
        "past": [showing.order_lines(request, one) for one in past if not one.stands],
        "weights": showing.weight_lines(
            request, orders.weights(within=within, client_id=session.client_id, until=request.now)
        ),
        "weight_form": (weight_form or WeightForm()) if is_open and may(request.actor, Doing.CHECK_DAY) else None,
        "earlier": showing.earlier_table(request, earlier_doses(within=within, session=session)),
        "waiting": True,
    }
    if form is not None and form.is_bound:
        context |= {"waiting": False} | _checked(request, session, form)
    return render(request, "desk/order.html", context, status=status)
