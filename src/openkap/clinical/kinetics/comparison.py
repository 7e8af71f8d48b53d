"""Two readings side by side, when they are alike enough to be compared: same analyte, same drug, same kind of blood."""

import math
from dataclasses import dataclass

from openkap.clinical.kinetics.reading import Landmark, Reading
from openkap.clinical.kinetics.speaking import say_figure, say_minutes
from openkap.terms.refusal import RuleRefusal

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both readings, and what differs in sentences."""

    one: Reading
    other: Reading
    sentences: tuple[str, ...]


def compare(one: Reading, other: Reading) -> Comparison:
    """Sets two readings side by side. Raises RuleRefusal, with the reasons, when they are not of the same kind."""
    reasons = _why_not(one, other)
    if reasons:
        raise RuleRefusal("these two curves cannot be compared.", reasons=reasons)
    first, second = f"the first ({one.question.model.id})", f"the second ({other.question.model.id})"
    lines = [
        f"{second.capitalize()} is highest {_later(one.peak_min, other.peak_min, first)}.",
        f"It is half-way down {_later(one.half_down_min, other.half_down_min, first)}.",
        f"Its peak is {_times(one.peak_ng_per_ml, other.peak_ng_per_ml)}.",
        f"Its area under the curve is {_times(one.area_ng_h_per_ml, other.area_ng_h_per_ml)}.",
    ]
    for name, reading in ((first, one), (second, other)):
        if reading.question.certainty == "least certain":
            lines.append(f"{name.capitalize()} is least certain: {reading.question.model.confidence_note}.")
    return Comparison(one, other, tuple(lines))


def _why_not(one: Reading, other: Reading) -> tuple[str, ...]:
    reasons = []
    if one.analyte != other.analyte:
        reasons.append(f"The first is of {one.analyte}, the second of {other.analyte}: ask both for the same analyte.")
    if one.question.drug != other.question.drug:
        reasons.append(
            f"The first is of {one.question.drug}, the second of {other.question.drug}: racemate and enantiomer "
            "are different drugs at the same concentration."
        )
    if one.sampling != other.sampling:
        reasons.append(
            f"The first is {one.sampling}, the second {other.sampling}: blood from an artery and from a vein differ "
            "most when it matters. Choose two models of one kind."
        )
    elif one.sampling == "not stated" and one.question.model.id != other.question.model.id:
        reasons.append("Neither model states from where blood was taken, so they may differ in it.")
    return tuple(reasons)


def _later(one: Landmark, other: Landmark, first: str) -> str:
    usual, then = one.usual or 0.0, other.usual or 0.0
    if math.isinf(usual) or math.isinf(then) or round(abs(then - usual)) == 0:
        return f"after {say_minutes(then)}, {first} after {say_minutes(usual)}"
    way = "later" if then > usual else "earlier"
    return f"{say_minutes(abs(then - usual))} {way} than {first} ({say_minutes(then)} against {say_minutes(usual)})"


def _times(one: Landmark, other: Landmark) -> str:
    """How many times the second is of the first, and whether that is more than clients differ from one another."""
    said = f"{say_figure((other.usual or 0.0) / (one.usual or 1.0))} times that of the first"
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return said
    apart = one.high < other.low or other.high < one.low
    return said + (", more than clients differ from one another" if apart else ", within what clients differ")
