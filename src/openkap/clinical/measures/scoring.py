"""Scores one filled-in measure by its data: total, subscales, band, flags, and what follows from them."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from openkap.clinical.measures.algorithms import ALGORITHMS
from openkap.clinical.measures.answers import check_answers
from openkap.clinical.measures.flags import raised_flags
from openkap.clinical.measures.result import Derived, Number, Score
from openkap.clinical.measures.scales import prorated_total, scale_value, written
from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import CutOff, Measure
from openkap.terms.answer import Answer

__all__ = ["score"]


def score(measure: Measure, answers: Mapping[str, Answer]) -> Score:
    """The score of `answers` to `measure`, complete or not. Raises BadInput for an answer that cannot be.

    >>> from openkap.knowledge.measures import measure
    >>> from openkap.terms.answer import Answered
    >>> score(measure("phq2"), {"1": Answered(2), "2": Answered(1)}).total
    3
    >>> score(measure("phq2"), {"1": Answered(0)}).missing
    ('2',)
    """
    check_answers(measure, answers)
    sheet = Sheet(measure, answers)
    exact = {scale.key: scale_value(sheet, scale) for scale in measure.scales}
    shown: dict[str, Number | None] = {key: None if value is None else written(value) for key, value in exact.items()}
    derived: dict[str, Derived] = {}
    for rule in measure.algorithms:
        derived |= ALGORITHMS[rule.name](sheet, rule)
    if measure.cut_offs:
        derived["cut_offs_reached"] = _cut_offs_reached(measure, exact)
    if (estimate := prorated_total(sheet)) is not None:
        derived["prorated_total"] = estimate
    total = shown.pop("total", None)
    return Score(
        measure=measure.key,
        edition=measure.edition,
        total=total,
        missing=sheet.missing,
        subscales=MappingProxyType(shown),
        band=_band(measure, total, derived),
        flags=raised_flags(sheet),
        derived=MappingProxyType(derived),
    )


def _band(measure: Measure, total: Number | None, derived: Mapping[str, Derived]) -> str | None:
    if measure.band_from is not None:
        category = derived.get(measure.band_from)
        return category if isinstance(category, str) else None
    if total is None:
        return None
    return next((band.name for band in measure.bands if band.low <= total <= band.high), None)


def _cut_offs_reached(measure: Measure, exact: Mapping[str, Fraction | None]) -> tuple[str, ...] | None:
    """The cut-offs reached by the scales that are known, as sentences; None while none of those scales is known."""
    known = [(rule, value) for rule in measure.cut_offs if (value := exact.get(rule.scale)) is not None]
    return tuple(rule.sentence for rule, value in known if _reaches(rule, value)) if known else None


def _reaches(rule: CutOff, value: Fraction) -> bool:
    if rule.at_least is not None:
        return value >= Fraction(rule.at_least)
    return rule.at_most is not None and value <= Fraction(rule.at_most)
