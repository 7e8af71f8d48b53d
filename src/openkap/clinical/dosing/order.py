"""An order for a dose, valid once it exists. The prescriber writes it; nothing here proposes one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from openkap.terms.fact import Fact, Unknown

__all__ = ["Booster", "Indication", "Model", "Order", "PreviousDose", "WeightBasis"]

_NOT_SAID = Unknown("not in the order")


class WeightBasis(StrEnum):
    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"


class Indication(StrEnum):
    """The two labelled indications of esketamine."""

    TRD = "treatment-resistant depression"
    MDD_SI = "depression with acute suicidality"


class Model(StrEnum):
    KAP = "kap"
    IV_ONLY = "iv-only"


@dataclass(frozen=True, slots=True)
class Booster:
    """A further dose that is planned, so many minutes after the one before."""

    dose_mg: Decimal
    after_minutes: Decimal


@dataclass(frozen=True, slots=True)
class PreviousDose:
    """The person's last dose: by which route, how much in all, when, and per kilogram where that was recorded."""

    route: str
    dose_mg: Decimal
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """One order. Units stand in the names; None where the order does not say; `Unknown` where nobody has said.

    dose_mg: the first or only dose, without boosters. dose_mg_per_kg: as the prescriber wrote it beside the mg.
    weight: kilograms with the moment of weighing. previous: the last dose, None for somebody who has had none.
    device_minutes: when each Spravato device is used, counted from the first.
    """

    drug: str
    route: str
    dose_mg: Decimal
    planned_at: datetime
    dose_mg_per_kg: Decimal | None = None
    weight_kg: Fact[Decimal] = _NOT_SAID
    weight_basis: WeightBasis | None = None
    height_cm: Decimal | None = None
    sex_at_birth: str | None = None
    age_years: int | None = None
    concentration_mg_per_ml: Decimal | None = None
    volume_ml: Decimal | None = None
    infusion_minutes: Decimal | None = None
    boosters: tuple[Booster, ...] = ()
    devices: int | None = None
    device_minutes: tuple[Decimal, ...] | None = None
    indication: Indication | None = None
    previous: Fact[PreviousDose | None] = _NOT_SAID
    model: Model | None = None
    treatment_week: int | None = None
    doses_in_last_7_days: int | None = None
    ordered_by: str = ""
    confirmed_by: str = ""

    def __post_init__(self) -> None:
        numbers = [self.dose_mg, *(booster.dose_mg for booster in self.boosters)]
        if not all(number.is_finite() and number > 0 for number in numbers):
            raise ValueError("a dose is a number above 0")
        if self.planned_at.utcoffset() is None:
            raise ValueError("planned_at needs its offset from UTC")

    @property
    def total_mg(self) -> Decimal:
        """The dose with all its boosters."""
        return self.dose_mg + sum((booster.dose_mg for booster in self.boosters), Decimal(0))
