"""Actual, ideal and adjusted weight, and a dose per kilogram of each."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from openkap.clinical.dosing.order import WeightBasis

__all__ = ["Weights", "weigh_up"]

# Devine: 50 kg (men) or 45.5 kg (women) at 60 inches, 2.3 kg for each inch above. It says nothing below 60 inches.
_AT_60_INCHES_KG = {"male": Decimal("50"), "female": Decimal("45.5")}
_KG_PER_INCH = Decimal("2.3")
_CM_PER_INCH = Decimal("2.54")


@dataclass(frozen=True, slots=True)
class Weights:
    """Kilograms; None where it cannot be worked out. why_not: the reason for a missing ideal weight."""

    actual_kg: Decimal
    ideal_kg: Decimal | None
    adjusted_kg: Decimal | None
    why_not: str = ""

    def of(self, basis: WeightBasis) -> Decimal | None:
        return {
            WeightBasis.ACTUAL: self.actual_kg,
            WeightBasis.IDEAL: self.ideal_kg,
            WeightBasis.ADJUSTED: self.adjusted_kg,
        }[basis]


def weigh_up(
    *, actual_kg: Decimal, height_cm: Decimal | None, sex_at_birth: str | None, adjusted_factor: Decimal
) -> Weights:
    """The three weights, rounded to 0.1 kg. Devine's formula [K]; adjusted = ideal + factor × (actual − ideal).

    >>> tall = dict(height_cm=Decimal("177.8"), sex_at_birth="male")
    >>> weigh_up(actual_kg=Decimal(100), adjusted_factor=Decimal("0.4"), **tall)
    Weights(actual_kg=Decimal('100'), ideal_kg=Decimal('73.0'), adjusted_kg=Decimal('83.8'), why_not='')
    """
    if height_cm is None or sex_at_birth not in _AT_60_INCHES_KG:
        return Weights(actual_kg, None, None, "needs height, and the sex recorded at birth (male or female)")
    inches = height_cm / _CM_PER_INCH
    if inches < 60:
        return Weights(actual_kg, None, None, "the formula of ideal weight begins at 152.4 cm")
    ideal = _AT_60_INCHES_KG[sex_at_birth] + _KG_PER_INCH * (inches - 60)
    adjusted = ideal + adjusted_factor * (actual_kg - ideal)
    return Weights(actual_kg, _rounded(ideal), _rounded(adjusted))


def _rounded(kilograms: Decimal) -> Decimal:
    return kilograms.quantize(Decimal("0.1"), ROUND_HALF_UP)
