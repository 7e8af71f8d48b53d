"""An order as a prescriber writes it: numbers with their unit beside them, nothing filled in that is a dose."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from django import forms

from openkap.clinical.dosing import ORDER_FIELDS, Indication, WeightBasis
from openkap.clinical.dosing.fields import BOOSTER_AFTER, OrderField
from openkap.interfaces.kit.forms import MeasuredField, MomentField, Rows
from openkap.knowledge.routes import routes
from openkap.terms.quantity import write_number

__all__ = ["CancelOrder", "OrderForm", "WeightForm"]

_BOOSTERS = 2
_NOT_SAID = ("", "Not said")


def _measured(field: OrderField, label: str, *, unit: str = "", hint: str = "") -> MeasuredField:
    return MeasuredField(
        label=label,
        low=field.low,
        high=field.high,
        unit=unit or field.unit,
        places=field.places,
        required=False,
        help_text=hint,
    )


def _choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    return [_NOT_SAID, *((one.value, one.value.capitalize()) for one in kind)]


def _rows(label: str, choices: list[tuple[str, str]], hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=choices, initial="", widget=Rows(inline=True), help_text=hint
    )


class OrderForm(forms.Form):
    """What `services.sign_order` takes, by `said()`. Height, sex at birth and weight basis come again from the last
    order; the dose never does."""

    mark_optional = False
    route = forms.ChoiceField(label="Drug and route", required=False)
    dose = _measured(ORDER_FIELDS["dose"], "Dose", hint="The first or only dose, without boosters.")
    dose_per_kg = _measured(ORDER_FIELDS["dose_per_kg"], "Dose per kilogram", hint="It is held against the dose.")
    weight_basis = _rows("The weight it rests on", _choices(WeightBasis))
    height = _measured(ORDER_FIELDS["height"], "Height")
    sex_at_birth = _rows(
        "Sex recorded at birth",
        [_NOT_SAID, ("female", "Female"), ("male", "Male"), ("intersex", "Intersex")],
        "For the formula of ideal weight alone.",
    )
    age = _measured(ORDER_FIELDS["age"], "Age", unit="years")
    infusion_time = _measured(ORDER_FIELDS["infusion_time"], "Infusion time")
    concentration = _measured(ORDER_FIELDS["concentration"], "Concentration", hint="As on the vial, or of the bag.")
    volume = _measured(ORDER_FIELDS["volume"], "Volume", hint="It is held against dose and concentration.")
    devices = _measured(ORDER_FIELDS["devices"], "Devices", unit="devices")
    device_times = forms.CharField(
        label="Minutes of each device, from the first",
        required=False,
        help_text="Such as 0, 5, 10.",
    )
    indication = _rows("Labelled indication", _choices(Indication))
    treatment_week = _measured(ORDER_FIELDS["treatment_week"], "Week of treatment", unit="weeks")
    doses_in_last_7_days = _measured(
        ORDER_FIELDS["doses_in_last_7_days"], "Doses in the last 7 days", unit="doses", hint="Elsewhere too."
    )
    because = forms.CharField(
        label="Why you sign although something stands open",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in the record with your name. Leave it empty where nothing is open.",
    )

    def __init__(self, *args: Any, age_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["route"].choices = [("", "Choose the route"), *((one.id, one.title) for one in routes())]  # type: ignore[attr-defined]
        if age_known:
            del self.fields["age"]
        for number in range(1, _BOOSTERS + 1):
            self.fields[f"booster_{number}"] = _measured(ORDER_FIELDS["dose"], f"Booster {number}")
            self.fields[f"booster_{number}_after"] = _measured(BOOSTER_AFTER, f"Booster {number}, after")

    def clean_device_times(self) -> list[str]:
        return [f"{part.strip()} min" for part in self.cleaned_data["device_times"].split(",") if part.strip()]

    def said(self) -> dict[str, Any]:
        """The order as `openkap order check` takes it: every quantity a text with its unit."""
        kept = self.cleaned_data
        said: dict[str, Any] = {}
        for name, value in kept.items():
            field = ORDER_FIELDS.get(name)
            if field is None or value in (None, "", []):
                continue
            if field.kind == "whole":
                said[name] = int(value)
            else:
                said[name] = f"{write_number(value)} {field.unit}" if isinstance(value, Decimal) else value
        boosters = [
            {"dose": f"{write_number(dose)} mg", "after": None if after is None else f"{write_number(after)} min"}
            for number in range(1, _BOOSTERS + 1)
            if (dose := kept.get(f"booster_{number}")) is not None
            for after in [kept.get(f"booster_{number}_after")]
        ]
        return said | ({"boosters": boosters} if boosters else {})

    @property
    def booster_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("booster_")]


class WeightForm(forms.Form):
    """What the scale showed."""

    mark_optional = False
    weight = _measured(ORDER_FIELDS["weight"], "Weight")
    weighed_at = MomentField(label="Weighed", required=False, help_text="Leave it empty for now.")


class CancelOrder(forms.Form):
    """Why an order is taken back."""

    mark_optional = False
    reason = forms.CharField(label="Why you take it back", required=False)
