"""Readings as plain sentences for a guide, with the model's name and how sure it is."""

import math
from collections.abc import Callable

from openkap.clinical.kinetics.reading import Landmark, Reading
from openkap.terms.quantity import write_number

__all__ = ["say_figure", "say_minutes", "say_reading"]

_TITLES = {"effect-site": "Effect-site concentration"}


def say_minutes(minutes: float) -> str:
    """Whole minutes, from two hours on as hours and minutes.

    >>> say_minutes(41.6), say_minutes(135)
    ('42 min', '2 h 15 min')
    """
    if math.isinf(minutes):
        return "more than 12 h"
    whole = round(minutes)
    if whole < 120:
        return f"{whole} min"
    return f"{whole // 60} h" + (f" {whole % 60} min" if whole % 60 else "")


def say_figure(value: float) -> str:
    """Two figures, or three from 100 on, and not more: a model knows no more than that.

    >>> say_figure(216.6), say_figure(47.31), say_figure(2.04)
    ('217', '47', '2')
    """
    return write_number(float(f"{value:.{3 if value >= 100 else 2}g}"))


def say_reading(reading: Reading) -> tuple[str, ...]:
    """What the curve says, how sure that is, and what it does not say.

    >>> from openkap.clinical.kinetics import Client, Dose, read_curve
    >>> from openkap.knowledge.kinetics import read_model
    >>> dose = Dose(route="iv", mg=7, start_min=0)
    >>> reading = read_curve(read_model("domino-1984"), client=Client(weight_kg=70), doses=[dose], level_ng_per_ml=50)
    >>> print(say_reading(reading)[2])
    It is highest about 0 min after the first dose, at about 1590 ng/mL.
    """
    question, level = reading.question, say_figure(reading.level_ng_per_ml)
    seen = question.seen(reading.analyte)
    title = _TITLES.get(reading.analyte, reading.analyte.capitalize())
    site = "sampling site not stated" if seen.sampling == "not stated" else f"{seen.sampling} blood"
    lines = [
        f"{title} by {question.model.id} ({site}; confidence {seen.confidence}; this route: {question.certainty})."
    ]
    others = round(100 * reading.onset_min.share)
    if reading.onset_min.usual is None:
        some = f"; in {others} of 100 clients it does not" if others else ""
        lines.append(f"It stays below {level} ng/mL{some}.")
    else:
        missing = f"; in {100 - others} of 100 clients it never does" if others < 100 else ""
        lines.append(f"It passes {level} ng/mL {_when(reading.onset_min)}{missing}.")
    peak = f"{say_figure(reading.peak_ng_per_ml.usual or 0)} ng/mL{_range(reading.peak_ng_per_ml, say_figure)}"
    lines.append(f"It is highest {_when(reading.peak_min)}, at about {peak}.")
    lines.append(f"It is half-way down {_when(reading.half_down_min)}.")
    if reading.below_min.usual is not None:
        lines.append(f"It is below {level} ng/mL again {_when(reading.below_min)}.")
    area = f"{say_figure(reading.area_ng_h_per_ml.usual or 0)} ng·h/mL{_range(reading.area_ng_h_per_ml, say_figure)}"
    lines.append(f"The area under the whole curve is about {area}.")
    return (*lines, *_how_sure(reading))


def _how_sure(reading: Reading) -> list[str]:
    question, lines = reading.question, []
    if reading.banded:
        lines.append("Brackets hold nine virtual clients in ten; a client may fall outside them.")
    else:
        lines.append("No range between clients is known for this model, so none is given.")
    if question.certainty == "least certain":
        lines.append(f"This route is least certain: {question.model.confidence_note}.")
    if reading.sampling == "venous":
        lines.append("Blood from a vein lags behind what is felt at first, and no effect site stands behind it.")
    lines.append("It is a guide to timing, not a clearance to stand up, drive or leave.")
    return lines


def _when(landmark: Landmark) -> str:
    usual = landmark.usual or 0.0
    about = "" if math.isinf(usual) else "about "
    return f"{about}{say_minutes(usual)} after the first dose{_range(landmark, say_minutes)}"


def _range(landmark: Landmark, say: Callable[[float], str]) -> str:
    if landmark.low is None or landmark.high is None:
        return ""
    low, high = say(landmark.low), say(landmark.high)
    return f" ({low})" if low == high else f" ({low} to {high})"
