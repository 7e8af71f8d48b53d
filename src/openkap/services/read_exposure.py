"""What was given, as a predicted concentration for this client: one session, or two of one client side by side.

Only the record's own facts go in: the administrations, the day of birth, a weight where one is known. What is not known
is replaced by a stated typical value, and said. Nothing here is measured, and nothing here judges a dose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from openkap.clinical.dosing import Order
from openkap.clinical.kinetics import Administered, Exposure, expose, tell_apart
from openkap.clinical.kinetics import Client as Body
from openkap.records.courses import find as courses
from openkap.records.people.shapes import Client
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Dose
from openkap.terms.fact import Known
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["TYPICAL_WEIGHT_KG", "Beside", "Given", "Prediction", "order_beside_last", "predict", "session_beside_last"]

# The weight at which the models' own numbers are printed. It stands in, and is said to, where nobody has weighed.
TYPICAL_WEIGHT_KG = 70.0


@dataclass(frozen=True, slots=True)
class Given:
    """One dose of a picture: kept, or only ordered. minute: since the first one."""

    minute: float
    route: str
    dose_mg: Decimal
    infusion_min: int | None


@dataclass(frozen=True, slots=True)
class Prediction:
    """The exposure to one session, and for whom it was reckoned. None where no model can answer: then `because`.

    first_at: of the first dose; None for an order. weight_kg: None where none is known, and the typical one was taken.
    age_y: None where the day of birth is not known.
    """

    given: tuple[Given, ...]
    first_at: datetime | None
    exposure: Exposure | None
    because: str
    weight_kg: float | None
    age_y: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Two predictions for one client, the earlier one first. `sentences` say what differs; where they are not of one
    kind there are none, and `reasons` say why not."""

    last: Prediction
    this: Prediction
    sentences: tuple[str, ...]
    reasons: tuple[str, ...]


def predict(*, doses: Sequence[Dose], client: Client, weight_kg: float | None = None) -> Prediction | None:
    """The exposure to the doses of one session, none of them struck, in order of time. None where nothing was given."""
    if not doses:
        return None
    first_at = doses[0].given_at
    given = tuple(
        Given(
            minute=round((dose.given_at - first_at).total_seconds() / 60, 1),
            route=dose.route,
            dose_mg=dose.dose_mg,
            infusion_min=dose.infusion_min,
        )
        for dose in doses
    )
    return _predict(given, first_at, weight_kg, _age(client, first_at.date()))


def order_beside_last(*, within: UUID, client: Client, order: Order) -> Beside | None:
    """An order that is not given yet, with its devices and boosters, beside this client's last session with medicine.

    None where there was none. The weight of the order stands in both, so that they differ by what is given alone.
    """
    weight_kg = float(order.weight_kg.value) if isinstance(order.weight_kg, Known) else None
    last = _last(within, client, weight_kg, before=None)
    if last is None:
        return None
    age_y = _age(client, order.planned_at.date()) if order.age_years is None else order.age_years
    this = _predict(tuple(_ordered(order)), None, weight_kg, age_y)
    return _beside(last, this, ("the last session", "this order"))


def _ordered(order: Order) -> Iterator[Given]:
    """The doses of an order, by minutes since its first: each device its share, each booster after the one before."""
    infusion_min = None if order.infusion_minutes is None else int(order.infusion_minutes)
    minutes = [float(minute) for minute in order.device_minutes or (Decimal(0),)]
    for minute in minutes:
        yield Given(minute, order.route, order.dose_mg / len(minutes), infusion_min)
    minute = minutes[-1]
    for booster in order.boosters:
        minute += float(booster.after_minutes)
        yield Given(minute, order.route, booster.dose_mg, None)


def session_beside_last(
    *, within: UUID, client: Client, doses: Sequence[Dose], weight_kg: float | None = None
) -> Beside | None:
    """A session's doses beside the client's last session before it. None where nothing was given in either."""
    this = predict(doses=doses, client=client, weight_kg=weight_kg)
    if this is None:
        return None
    last = _last(within, client, weight_kg, before=this.first_at)
    return None if last is None else _beside(last, this, ("the session before", "this session"))


def _last(within: UUID, client: Client, weight_kg: float | None, *, before: datetime | None) -> Prediction | None:
    mine = [course.id for course in courses.of_client(within=within, client_id=client.id)]
    every = sessions.doses(within=within, course_ids=mine)
    if before is not None:
        every = [dose for dose in every if dose.given_at < before]
    own = [dose for dose in every if dose.session_id == every[-1].session_id]
    return predict(doses=own, client=client, weight_kg=weight_kg)


def _predict(
    given: tuple[Given, ...], first_at: datetime | None, weight_kg: float | None, age_y: int | None
) -> Prediction:
    administered = tuple(
        Administered(
            route=one.route, mg=float(one.dose_mg), start_min=one.minute, duration_min=float(one.infusion_min or 0)
        )
        for one in given
    )
    exposure, because = None, ""
    try:
        exposure = expose(administered, Body(weight_kg=weight_kg or TYPICAL_WEIGHT_KG, age_y=age_y))
    except BadInput as refusal:
        because = refusal.message
    return Prediction(given, first_at, exposure, because, weight_kg, age_y)


def _beside(last: Prediction, this: Prediction, names: tuple[str, str]) -> Beside:
    sentences: tuple[str, ...] = ()
    reasons = tuple(one.because for one in (last, this) if one.because)
    if last.exposure is not None and this.exposure is not None:
        try:
            sentences = tell_apart(last.exposure, this.exposure, names=names)
        except RuleRefusal as refusal:
            reasons = refusal.reasons
    return Beside(last, this, sentences, reasons)


def _age(client: Client, on: date) -> int | None:
    """Completed years on that day."""
    born = client.born_on
    return None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))
