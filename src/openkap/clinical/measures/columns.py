"""Scores many filled-in measures at once, a column of numbers for each item: the path of outcomes over whole clinics.

It reads the same data as `score` and gives the same totals, subscales and bands; flags are judged one form at a time,
where a person acts on them. Not imported by the package itself, so that scoring one form needs no numpy.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openkap.knowledge.measures import Item, Kind, Measure, Scale
from openkap.terms.refusal import BadInput

__all__ = ["GAP", "ColumnScores", "can_score_columns", "score_columns"]

GAP = -128
"""Stands in a column where there is no answer. Never a value of an item."""

Column = NDArray[np.int8]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ColumnScores:
    """total and each subscale: NaN where an item of it is open; total is None where the measure has none.

    band: the place of the band in `measure.bands`, -1 without a total; None where the measure has no bands.
    """

    total: Values | None
    subscales: Mapping[str, Values]
    band: NDArray[np.int8] | None


def can_score_columns(measure: Measure) -> bool:
    """Whether every number of it comes from plain scales: no branch, no alternatives, no grades, no sleep times."""
    plain = all(
        not (scale.scales or scale.grades or scale.grades_below) and scale.kind is not Kind.SLEEP_EFFICIENCY
        for scale in measure.scales
    )
    used = {number for scale in measure.scales for number in scale.members}
    return plain and not measure.alternatives and not any(i.asked_if for i in measure.items if i.number in used)


def score_columns(measure: Measure, answers: Mapping[str, Column]) -> ColumnScores:
    """The scores of as many forms as the columns are long. Raises BadInput as `score` does, by item and allowed values.

    >>> from openkap.knowledge.measures import measure
    >>> forms = {"1": np.array([3, 1, GAP], np.int8), "2": np.array([3, 0, 2], np.int8)}
    >>> score_columns(measure("phq2"), forms).total
    array([ 6.,  1., nan])
    """
    if not can_score_columns(measure):
        raise BadInput("measure", f"{measure.short_title} is scored one form at a time: its scales branch.")
    if strangers := set(answers) - {item.number for item in measure.items}:
        raise BadInput("answers", f"{measure.short_title} has no item {', '.join(sorted(strangers))}.")
    if len({column.shape for column in answers.values()}) != 1:
        raise BadInput("answers", "Give the answers to each item as a column; all columns are of one length.")
    for number, column in answers.items():
        _check(measure, number, column)
    by_key = {scale.key: _scale(measure, scale, answers) for scale in measure.scales}
    total = by_key.pop("total", None)
    return ColumnScores(total, by_key, _bands(measure, total) if total is not None and measure.bands else None)


def _check(measure: Measure, number: str, column: Column) -> None:
    item = measure.item(number)
    if item is None or column.dtype != np.int8 or column.ndim != 1:
        raise BadInput(f"answers.{number}", f"Item {number} is a column of whole numbers (int8), {GAP} for a gap.")
    gapless = not item.options or len(item.options) == item.highest - item.lowest + 1
    if gapless and column.size and item.lowest <= column.min() and column.max() <= item.highest:
        return
    given = column[column != GAP]
    allowed = (given >= item.lowest) & (given <= item.highest)
    if not gapless:
        allowed &= np.isin(given, [option.value for option in item.options])
    if not allowed.all():
        raise BadInput(f"answers.{number}", f"Item {number} takes {item.allowed}; {GAP} stands for a gap.")


def _scale(measure: Measure, scale: Scale, answers: Mapping[str, Column]) -> Values:
    items = [item for item in measure.items if item.number in scale.members]
    length = next(iter(answers.values())).size
    columns = {item.number: answers[item.number] for item in items if item.number in answers}
    if len(columns) < len(items):
        return np.full(length, np.nan)
    value = _arithmetic(scale, items, columns)
    for column in columns.values():
        if column.size and column.min() == GAP:
            value[column == GAP] = np.nan
    return value


def _arithmetic(scale: Scale, items: list[Item], columns: Mapping[str, Column]) -> Values:
    counted = {item.number: _counted(item, columns[item.number]) for item in items}
    match scale.kind:
        case Kind.COUNT:
            reached = [(column >= (scale.at_least or 0)).astype(np.int16) for column in counted.values()]
            return _sum(reached).astype(np.float64)
        case Kind.SUM_OF_MAXIMA:
            highest = [np.maximum.reduce([counted[number] for number in group]) for group in scale.groups]
            return _sum(highest).astype(np.float64)
        case Kind.MEAN:
            return _rounded(_sum(list(counted.values())), len(items))
        case Kind.PERCENT_OF_RANGE:
            lowest, most = sum(item.lowest for item in items), sum(item.highest for item in items)
            return _rounded(100 * (_sum(list(counted.values())) - lowest), most - lowest)
    return _sum(list(counted.values())).astype(np.float64)


def _counted(item: Item, column: Column) -> NDArray[np.int16]:
    wide = column.astype(np.int16)
    return np.asarray(item.lowest + item.highest - wide, np.int16) if item.reverse else wide


def _sum(columns: list[NDArray[np.int16]]) -> NDArray[np.int32]:
    total = columns[0].astype(np.int32)
    for column in columns[1:]:
        total += column
    return total


def _rounded(numerator: NDArray[np.int32], denominator: int) -> Values:
    """Two decimals, half up, worked out in whole numbers: as `scales.written` rounds."""
    hundredths = (numerator.astype(np.int64) * 200 // denominator + 1) // 2
    return np.asarray(hundredths / 100, np.float64)


def _bands(measure: Measure, total: Values) -> NDArray[np.int8]:
    """Bands rise; a total that falls between two of them has none. NaN reaches no band."""
    place = np.full(total.size, -1, np.int8)
    for band in measure.bands:
        place += total >= float(band.low)
    highs = np.array([float(band.high) for band in measure.bands])
    place[total > highs[place]] = -1
    return place
