"""Holds the latest score against the declared baseline (the last valid one before the first dose), by the measure's own
published definitions of change."""

from decimal import Decimal
from fractions import Fraction

from openkap.clinical.measures.result import Change, Judged, Score
from openkap.clinical.measures.scales import written
from openkap.knowledge.measures import Better, ChangeKind, ChangeRule, Measure
from openkap.terms.quantity import write_number
from openkap.terms.refusal import BadInput

__all__ = ["change"]


def change(measure: Measure, baseline: Score, latest: Score) -> Change:
    """Points, percent, and each definition of change with its verdict. Raises BadInput for scores of another measure.

    Without both totals nothing is judged. Deterioration is the reliable change in the worse direction.

    >>> from openkap.knowledge.measures import measure
    >>> now, then = Score("phq9", "2026-11-23", 6), Score("phq9", "2026-11-23", 18)
    >>> result = change(measure("phq9"), then, now)
    >>> result.points, result.percent, result.response.met, result.remission.met
    (-12, Decimal('-66.7'), True, False)
    """
    if {baseline.measure, latest.measure} != {measure.key}:
        raise BadInput("measure", f"Both scores must be of {measure.short_title} ({measure.key}).")
    pair = None
    if baseline.total is not None and latest.total is not None:
        pair = (Fraction(baseline.total), Fraction(latest.total))
    verdicts = {kind: _judge(measure, measure.change_rule(kind), pair) for kind in ChangeKind}
    return Change(
        measure=measure.key,
        points=written(pair[1] - pair[0]) if pair else None,
        percent=_percent(pair),
        reliable=verdicts[ChangeKind.RELIABLE],
        important=verdicts[ChangeKind.IMPORTANT],
        response=verdicts[ChangeKind.RESPONSE],
        remission=verdicts[ChangeKind.REMISSION],
        deterioration=_deterioration(measure, pair),
    )


def _percent(pair: tuple[Fraction, Fraction] | None) -> Decimal | None:
    if pair is None or pair[0] == 0:
        return None
    return Decimal(written(100 * (pair[1] - pair[0]) / pair[0], places=1))


def _improvement(measure: Measure, pair: tuple[Fraction, Fraction]) -> Fraction:
    """Points towards the better end; below zero when things are worse."""
    return pair[1] - pair[0] if measure.better is Better.HIGHER else pair[0] - pair[1]


def _judge(measure: Measure, rule: ChangeRule | None, pair: tuple[Fraction, Fraction] | None) -> Judged:
    if rule is None or measure.better is Better.NEITHER:
        return Judged(None, "No definition is published that we could confirm.")
    met = None if pair is None else _is_met(measure, rule, pair)
    return Judged(met, rule.definition, rule.source)


def _is_met(measure: Measure, rule: ChangeRule, pair: tuple[Fraction, Fraction]) -> bool:
    baseline, latest = pair
    improvement = _improvement(measure, pair)
    if rule.points is not None:
        return improvement >= Fraction(rule.points)
    if rule.percent is not None:
        # From a baseline of 0 there is nothing to improve by a share of.
        return baseline > 0 and improvement >= baseline * Fraction(rule.percent) / 100
    if rule.at_most is not None:
        return latest <= Fraction(rule.at_most)
    return rule.at_least is not None and latest >= Fraction(rule.at_least)


def _deterioration(measure: Measure, pair: tuple[Fraction, Fraction] | None) -> Judged:
    rule = measure.change_rule(ChangeKind.RELIABLE)
    if rule is None or rule.points is None or measure.better is Better.NEITHER:
        return Judged(None, "No definition is published that we could confirm.")
    met = None if pair is None else -_improvement(measure, pair) >= Fraction(rule.points)
    return Judged(met, f"worse by {write_number(rule.points)} points or more", rule.source)
