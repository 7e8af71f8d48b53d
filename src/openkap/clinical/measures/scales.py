"""The arithmetic of scales, exact until the last step: nothing is summed around a gap."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from openkap.clinical.measures.result import Number
from openkap.clinical.measures.sheet import Sheet
from openkap.knowledge.measures import Item, Kind, Scale

__all__ = ["prorated_total", "scale_value", "written"]


def scale_value(sheet: Sheet, scale: Scale) -> Fraction | None:
    """The exact value of a scale; None while an item of it is open."""
    items = _items(sheet, scale.members)
    if any(sheet.is_open(item) for item in items):
        return None
    value = _arithmetic(sheet, scale, items)
    for other in (one for one in sheet.measure.scales if one.key in scale.scales):
        part = scale_value(sheet, other)
        value = None if value is None or part is None else value + part
    if value is None:
        return None
    if scale.grades:
        return Fraction(sum(1 for grade in scale.grades if value >= Fraction(grade)))
    if scale.grades_below:
        return Fraction(sum(1 for grade in scale.grades_below if value < Fraction(grade)))
    return value


def _arithmetic(sheet: Sheet, scale: Scale, items: list[Item]) -> Fraction | None:
    counted = {item.number: value for item in items if (value := sheet.counted(item)) is not None}
    values = list(counted.values())
    match scale.kind:
        case Kind.SUM:
            return Fraction(sum(values))
        case Kind.MEAN:
            return Fraction(sum(values), len(values)) if values else None
        case Kind.COUNT:
            return Fraction(sum(1 for value in values if scale.at_least is not None and value >= scale.at_least))
        case Kind.SUM_OF_MAXIMA:
            groups = [[counted[number] for number in group if number in counted] for group in scale.groups]
            return Fraction(sum(max(group) for group in groups)) if all(groups) else None
        case Kind.PERCENT_OF_RANGE:
            lowest, highest = sum(item.lowest for item in items), sum(item.highest for item in items)
            return Fraction(100 * (sum(values) - lowest), highest - lowest)
        case Kind.SLEEP_EFFICIENCY:
            return _sleep_efficiency(*values)


def _sleep_efficiency(asleep: int, bed: int, rise: int) -> Fraction | None:
    """Percent of the time in bed, over midnight where need be. None where more was slept than lain: ask again."""
    in_bed = (rise - bed) % (24 * 60)
    return Fraction(100 * asleep, in_bed) if in_bed > 0 and asleep <= in_bed else None


def prorated_total(sheet: Sheet) -> int | None:
    """The estimate mean × number of items, rounded half up, where the measure allows one for so many missing items."""
    total, rule = sheet.measure.total, sheet.measure.prorate
    if total is None or rule is None:
        return None
    items = _items(sheet, total.members)
    values = [value for item in items if (value := sheet.counted(item)) is not None]
    if not 1 <= len(items) - len(values) <= rule.most_missing:
        return None
    return int(written(Fraction(sum(values) * len(items), len(values)), places=0))


def written(value: Fraction, *, places: int = 2) -> Number:
    """A whole number as an int, all else as a Decimal with at most `places` decimals, rounded half up.

    >>> written(Fraction(8, 2)), written(Fraction(10, 3))
    (4, Decimal('3.33'))
    """
    if value.denominator == 1:
        return value.numerator
    step = Decimal(1).scaleb(-places)
    # The integer division is exact, so that a half is seen as a half.
    doubled = value * 2 * 10**places
    return (Decimal((doubled.numerator // doubled.denominator + 1) // 2) * step).quantize(step, ROUND_HALF_UP)


def _items(sheet: Sheet, numbers: tuple[str, ...]) -> list[Item]:
    return [item for number in numbers if (item := sheet.measure.item(number)) is not None]
