"""A prediction made fit for any screen: the picture, its table, the sentences for a guide, and how sure it is.

Console, desk and order screen show it through `{% predicted %}`, so that none of them can leave out that it is one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from openkap.clinical.kinetics import Exposure, tell_guide
from openkap.interfaces.kit import chart, written
from openkap.interfaces.kit.parts import Column, Row
from openkap.knowledge.routes import route as route_named
from openkap.services.read_exposure import TYPICAL_WEIGHT_KG, Beside, Given, Prediction
from openkap.terms.quantity import write_number

__all__ = ["Predicted", "show_beside", "show_prediction"]

_SUBJECTS = {"effect-site": "Ketamine at the effect site", "ketamine": "Ketamine in plasma"}
_PREDICTED = "Predicted, not measured."
_MOST = 'The band holds 9 virtual clients in 10; "most" is 19 in 20. A client may lie outside.'
_NO_CLEARANCE = "A guide to timing, not a clearance to stand up, drive or leave."


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the component shows. sentences: plain, for a guide; basis: whose model, for whom, how sure; details: the
    rest of what it rests on. `why_not` stands instead of a picture."""

    title: str
    svg: chart.Svg | None
    columns: tuple[Column, ...]
    rows: list[Row]
    sentences: tuple[str, ...]
    basis: str
    details: tuple[str, ...]
    why_not: tuple[str, ...]


def show_prediction(
    one: Prediction,
    *,
    zone: tzinfo,
    now: datetime | None = None,
    since: float = 0.0,
    title: str = "Predicted since the dose",
) -> Predicted:
    """One session on the clock of its first dose. now: while it goes on. since: where the clock begins."""
    if one.exposure is None:
        return _nothing(title, (one.because,))
    exposure = one.exposure
    band = _band("", exposure)
    at = None
    if now is not None and one.first_at is not None:
        minute = (now - one.first_at).total_seconds() / 60
        at = chart.VitalMark(minute, "now", f"drawn at {written.clock(now, zone)}")
    marks = [_mark(given) for given in one.given]

    def draw(width: int) -> chart.Svg:
        return chart.exposure([band], marks, title=title, subject=_subject(exposure), width=width, since=since, now=at)

    return Predicted(
        title=title,
        svg=chart.at_two_widths(draw),
        columns=chart.exposure_columns([band]),
        rows=chart.exposure_rows([band]),
        sentences=tell_guide(exposure, clock=_clock(one.first_at, zone)),
        basis=f"{_PREDICTED} {_basis(one, exposure)}",
        details=_details([exposure]),
        why_not=(),
    )


def show_beside(two: Beside, *, names: tuple[str, str], title: str) -> Predicted:
    """Two sessions of one client, or an order and the last session, on one clock that begins at the first dose of each.

    names: of the earlier and of the later one.
    """
    last, this = two.last.exposure, two.this.exposure
    if two.reasons or last is None or this is None:
        return _nothing(title, two.reasons)
    sides = list(zip(names, (two.last, two.this), (last, this), strict=True))
    bands = [_band(name, exposure) for name, _, exposure in sides]

    def draw(width: int) -> chart.Svg:
        return chart.exposure(bands, (), title=title, subject=_subject(this), width=width)

    return Predicted(
        title=title,
        svg=chart.at_two_widths(draw),
        columns=chart.exposure_columns(bands),
        rows=chart.exposure_rows(bands),
        sentences=two.sentences,
        basis=" ".join(
            [_PREDICTED, *(f"{name}: {_basis(one, exposure)}" for name, one, exposure in sides)],
        ),
        details=_details([last, this]),
        why_not=(),
    )


def _nothing(title: str, why_not: tuple[str, ...]) -> Predicted:
    return Predicted(title, None, (), [], (), "", (), why_not)


def _band(name: str, exposure: Exposure) -> chart.ExposureBand:
    return chart.ExposureBand(name, exposure.minutes, exposure.low, exposure.middle, exposure.high)


def _subject(exposure: Exposure) -> str:
    return _SUBJECTS.get(exposure.analyte, f"{exposure.analyte.capitalize()} in plasma")


def _mark(given: Given) -> chart.VitalMark:
    over = "" if given.infusion_min is None else f" over {given.infusion_min} min"
    title = route_named(given.route).title
    return chart.VitalMark(given.minute, "dose", f"{written.amount(given.dose_mg, 'mg')} {title}{over}")


def _clock(first_at: datetime | None, zone: tzinfo) -> Callable[[float], str]:
    if first_at is None:
        return lambda minutes: f"{written.duration(round(minutes))} after the dose"
    return lambda minutes: written.clock(first_at + timedelta(minutes=minutes), zone)


def _basis(one: Prediction, exposure: Exposure) -> str:
    """Model, confidence, and for whom it was reckoned, with what stands in for a value that is not known."""
    models = written.listed(
        [f"{model.name} (confidence {model.confidence}; this route: {exposure.certainty})" for model in exposure.models]
    )
    weight = (
        f"{write_number(TYPICAL_WEIGHT_KG)} kg (a typical weight: none is recorded)"
        if one.weight_kg is None
        else f"{write_number(one.weight_kg)} kg"
    )
    age = "an adult of no stated age" if one.age_y is None else f"{one.age_y} years"
    return f"{models}, for {weight} and {age}."


def _details(exposures: list[Exposure]) -> tuple[str, ...]:
    found = [_MOST, _NO_CLEARANCE]
    for exposure in exposures:
        found += exposure.warnings
        for model in exposure.models:
            site = "sampling site not stated" if exposure.sampling == "not stated" else f"{exposure.sampling} blood"
            found += [
                f"{model.name}: {model.citation}; {model.confidence_note}. Studied in: {model.population}; {site}.",
                *model.limits,
            ]
            if model.spread is not None:
                found.append(f"Between clients: {model.spread.source}.")
    return tuple(dict.fromkeys(found))
