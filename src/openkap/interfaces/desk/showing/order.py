"""Orders in words: what is ordered, what the checks answer, the three weights, what was given before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from openkap.clinical.dosing import Order as OrderSaid
from openkap.clinical.dosing import OrderDecision, OrderFinding, WeightBasis, order_decision
from openkap.interfaces.kit import written
from openkap.interfaces.kit.ordered import order_words
from openkap.interfaces.kit.parts import Cell, Column, Line, Row
from openkap.interfaces.kit.predicted import Predicted, show_beside
from openkap.knowledge.routes import route as route_named
from openkap.records.orders.shapes import Order, Weight
from openkap.records.people.shapes import Client
from openkap.records.sessions.shapes import Dose
from openkap.services.check_said import CheckedOrder
from openkap.services.read_exposure import order_beside_last
from openkap.terms.finding import Standing

__all__ = ["Check", "Checks", "beside_last", "checks_of", "earlier_table", "order_lines", "weight_lines"]

_DECISIONS = {
    OrderDecision.IN_ORDER: ("ok", "Nothing stands open", "Every check is met."),
    OrderDecision.NEEDS_REVIEW: (
        "watch",
        "Something stands open",
        "What you sign although it is open, you write down why.",
    ),
    OrderDecision.REFUSED: (
        "alert",
        "It cannot be signed like this",
        "It contradicts itself or a label, as it is written.",
    ),
}
_STANDS = {
    Standing.MET: ("ok", "met"),
    Standing.NOT_YET: ("watch", "look again"),
    Standing.UNKNOWN: ("watch", "not known"),
}


@dataclass(frozen=True, slots=True)
class Check:
    rule: str
    title: str
    tone: str
    standing: str
    because: str
    resolve: str
    second: bool
    source: str


@dataclass(frozen=True, slots=True)
class Checks:
    """`weights`: columns and rows of a table; empty rows where nobody has weighed the client."""

    tone: str
    title: str
    says: str
    open: tuple[Check, ...]
    met: tuple[Check, ...]
    columns: tuple[Column, ...]
    weights: tuple[Row, ...]


def checks_of(checked: CheckedOrder) -> Checks:
    tone, title, says = _DECISIONS[order_decision(checked.findings)]
    lines = [_check(finding) for finding in checked.findings if finding.rule != "OR-18"]
    return Checks(
        tone=tone,
        title=title,
        says=says,
        open=tuple(line for line in lines if line.standing != "met"),
        met=tuple(line for line in lines if line.standing == "met"),
        columns=(Column(label="Weight"), Column(label="kg", number=True), Column(label="mg/kg", number=True)),
        weights=_weights(checked),
    )


def order_lines(request: HttpRequest, order: Order) -> list[Line]:
    zone, said = request.practice.zone, order.said
    lines = [
        Line(term="Order", value=order_words(order)),
        Line(term="Signed", value=order.ordered_by_name, note=written.moment(order.ordered_at, zone)),
        Line(term="Weight then", value=said.get("weight", ""), unknown="not known"),
    ]
    if said.get("concentration"):
        lines.append(Line(term="Concentration", value=said["concentration"], note=said.get("volume", "")))
    if order.because:
        lines.append(Line(term="Because", value=order.because))
    if order.needs_second:
        when = "" if order.confirmed_at is None else written.moment(order.confirmed_at, zone)
        lines.append(
            Line(term="Second person", value=order.confirmed_by_name or "", note=when, unknown="not confirmed yet")
        )
    if order.replaced_at is not None:
        lines.append(Line(term="Replaced", value=written.moment(order.replaced_at, zone)))
    if order.cancelled_at is not None:
        lines.append(
            Line(
                term="Taken back",
                value=order.cancelled_by_name or "",
                note=f"{written.moment(order.cancelled_at, zone)}: {order.cancelled_because}",
            )
        )
    return lines


def weight_lines(request: HttpRequest, weights: Sequence[Weight]) -> list[Line]:
    """The latest weighing first; a few are enough to see a slip."""
    return [
        Line(
            term=written.moment(one.weighed_at, request.practice.zone),
            value=written.amount(one.weight_kg, "kg"),
            note=one.entered_by_name,
        )
        for one in weights[:4]
    ]


def earlier_table(request: HttpRequest, doses: Iterable[Dose]) -> dict[str, Any]:
    """What was given in earlier sessions, the latest first."""
    zone = request.practice.zone
    rows = [
        Row(cells=(written.moment(one.given_at, zone), route_named(one.route).title, Cell(text=_given(one))))
        for one in reversed(list(doses))
    ]
    return {
        "columns": (Column(label="When"), Column(label="Route"), Column(label="Dose", number=True)),
        "rows": rows[:12],
    }


def _given(dose: Dose) -> str:
    over = "" if dose.infusion_min is None else f" over {dose.infusion_min} min"
    return f"{written.amount(dose.dose_mg, 'mg')}{over}"


def _check(finding: OrderFinding) -> Check:
    tone, standing = _STANDS[finding.standing]
    return Check(
        rule=finding.rule,
        title=finding.title,
        tone=tone,
        standing=standing,
        because=finding.because,
        resolve=finding.resolve,
        second=finding.second_person and finding.standing is Standing.NOT_YET,
        source=f"{finding.rule}, edition {finding.edition}, {finding.kind.value}: {', '.join(finding.sources)}",
    )


def _weights(checked: CheckedOrder) -> tuple[Row, ...]:
    if checked.weights is None:
        return ()
    rows = []
    for basis in WeightBasis:
        kilograms = checked.weights.of(basis)
        if kilograms is None:
            rows.append(Row(cells=(basis.value.capitalize(), "not known", "not known")))
            continue
        per_kg = round(checked.order.dose_mg / kilograms, 2)
        rows.append(Row(cells=(basis.value.capitalize(), written.amount(kilograms, ""), written.amount(per_kg, ""))))
    return tuple(rows)


def beside_last(request: HttpRequest, client: Client, order: OrderSaid) -> Predicted | None:
    """The curve of this order beside that of the last session; None before the first."""
    two = order_beside_last(within=request.practice.id, client=client, order=order)
    if two is None:
        return None
    return show_beside(two, names=("Last session", "This order"), title="This order beside the last session")
