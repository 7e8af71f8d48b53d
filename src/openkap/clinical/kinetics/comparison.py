"""Two readings side by side, when they are alike enough to be compared: same analyte, same drug, same kind of blood."""

import math
from dataclasses import dataclass
from typing import Protocol

from openkap.clinical.kinetics.reading import Landmark, Reading
from openkap.clinical.kinetics.speaking import say_figure, say_minutes
from openkap.terms.refusal import RuleRefusal

__all__ = ["Comparison", "Side", "compare", "tell_apart"]


class Side(Protocol):
    """What a comparison asks of each of its two sides: a reading of one scenario, or the exposure of one session."""

    @property
    def analyte(self) -> str: ...
    @property
    def drug(self) -> str: ...
    @property
    def sampling(self) -> str: ...
    @property
    def model_ids(self) -> tuple[str, ...]: ...
    @property
    def unsure_because(self) -> str: ...
    @property
    def peak_min(self) -> Landmark: ...
    @property
    def half_down_min(self) -> Landmark: ...
    @property
    def peak_ng_per_ml(self) -> Landmark: ...
    @property
    def area_ng_h_per_ml(self) -> Landmark: ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both readings, and what differs in sentences."""

    one: Reading
    other: Reading
    sentences: tuple[str, ...]


def compare(one: Reading, other: Reading) -> Comparison:
    """Sets two readings side by side. Raises RuleRefusal, with the reasons, when they are not of the same kind."""
    names = (f"the first ({one.question.model.id})", f"the second ({other.question.model.id})")
    return Comparison(one, other, tell_apart(one, other, names=names))


def tell_apart(one: Side, other: Side, *, names: tuple[str, str]) -> tuple[str, ...]:
    """What differs, in sentences that call the sides by `names`. Raises RuleRefusal as `compare` does."""
    reasons = _why_not(one, other)
    if reasons:
        raise RuleRefusal("these two curves cannot be compared.", reasons=reasons)
    first, second = names
    lines = [
        f"{_begin(second)} is highest {_later(one.peak_min, other.peak_min, first)}.",
        f"It is half-way down {_later(one.half_down_min, other.half_down_min, first)}.",
        f"Its peak is {_times(one.peak_ng_per_ml, other.peak_ng_per_ml, first)}.",
        f"Its area under the curve is {_times(one.area_ng_h_per_ml, other.area_ng_h_per_ml, first)}.",
    ]
    for name, side in zip(names, (one, other), strict=True):
        if side.unsure_because:
            lines.append(f"{_begin(name)} is least certain: {side.unsure_because}.")
    return tuple(lines)


def _begin(name: str) -> str:
    return name[:1].upper() + name[1:]


def _why_not(one: Side, other: Side) -> tuple[str, ...]:
    reasons = []
    if one.analyte != other.analyte:
        reasons.append(f"The first is of {one.analyte}, the second of {other.analyte}: ask both for the same analyte.")
    if one.drug != other.drug:
        reasons.append(
            f"The first is of {one.drug}, the second of {other.drug}: racemate and enantiomer "
            "are different drugs at the same concentration."
        )
    if one.sampling != other.sampling:
        reasons.append(
            f"The first is {one.sampling}, the second {other.sampling}: blood from an artery and from a vein differ "
            "most when it matters. Choose two models of one kind."
        )
    elif one.sampling == "not stated" and one.model_ids != other.model_ids:
        reasons.append("Neither model states from where blood was taken, so they may differ in it.")
    return tuple(reasons)


def _later(one: Landmark, other: Landmark, first: str) -> str:
    usual, then = one.usual or 0.0, other.usual or 0.0
    if math.isinf(usual) or math.isinf(then) or round(abs(then - usual)) == 0:
        return f"after {say_minutes(then)}, {first} after {say_minutes(usual)}"
    way = "later" if then > usual else "earlier"
    return f"{say_minutes(abs(then - usual))} {way} than {first} ({say_minutes(then)} against {say_minutes(usual)})"


def _times(one: Landmark, other: Landmark, first: str) -> str:
    """How many times the second is of the first, and whether that is more than clients differ from one another."""
    figure = say_figure((other.usual or 0.0) / (one.usual or 1.0))
    said = f"about that of {first}" if figure == "1" else f"{figure} times that of {first}"
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return said
    apart = one.high < other.low or other.high < one.low
    return said + (", more than clients differ from one another" if apart else ", within what clients differ")
