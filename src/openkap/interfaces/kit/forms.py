"""How Django forms are drawn (FORM_RENDERER names `Renderer`), and the fields that a clinic needs.

Numbers are read strictly (`terms.quantity`), wall-clock times in the practice's zone (`terms.moment`); both answer with
sentences that say what to do.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils import timezone

from openkap.terms.moment import parse_wall_clock
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput

__all__ = ["DayInput", "ManyRows", "Measured", "MeasuredField", "MomentField", "Renderer", "Rows"]


class Renderer(DjangoTemplates):
    """Every form through the kit's own templates: `{{ form }}` or, field by field, `{{ form.name.as_field_group }}`."""

    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"


class _InRows:
    """Options as rows that can be pressed whole; `inline` sets short ones side by side."""

    template_name = "kit/widgets/rows.html"

    def __init__(self, *args: Any, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inline = inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["inline"] = self.inline
        return context


class Rows(_InRows, forms.RadioSelect):
    """One answer among some."""


class ManyRows(_InRows, forms.CheckboxSelectMultiple):
    """Any of some answers."""


class DayInput(forms.DateInput):
    """The browser's own calendar for a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Measured(forms.TextInput):
    """A number with its unit beside it. `MeasuredField` fills in what it needs."""

    template_name = "kit/widgets/measured.html"
    extra: dict[str, Any] = {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(self.extra)
        return context


class MeasuredField(forms.Field):
    """A number from `low` to `high` in `unit`, as Decimal, or None when it is left out and may be.

    places: decimals allowed (0 = whole numbers only). last: the value before, shown grey as "last 138", never copied.
    step: shows − and + for this step, for short ranges. big: 72 px, for use in a session.
    """

    widget = Measured

    def __init__(
        self,
        *,
        low: Decimal | int,
        high: Decimal | int,
        unit: str,
        places: int = 0,
        last: str = "",
        step: Decimal | int | None = None,
        big: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.low, self.high, self.unit, self.places = Decimal(low), Decimal(high), unit, places
        self.widget.attrs.setdefault("inputmode", "decimal" if places else "numeric")
        self.widget.attrs.setdefault("autocomplete", "off")
        if last:
            self.widget.attrs["placeholder"] = f"last {last}"
        self.widget.extra = {
            "unit": unit,
            "low": write_number(self.low),
            "high": write_number(self.high),
            "step": "" if step is None else write_number(step),
            "big": big,
        }

    def prepare_value(self, value: Any) -> Any:
        return write_number(value) if isinstance(value, (Decimal, int, float)) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or not str(value).strip():
            return None
        label = str(self.label or "number")
        try:
            return parse_decimal(
                str(value), field=label, low=self.low, high=self.high, unit=self.unit, places=self.places
            )
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from None


class MomentField(forms.Field):
    """A day and wall-clock time in the practice's zone, as an instant.

    A time that the clocks skip or repeat that day is asked about, never guessed.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value is None or not str(value).strip():
            return None
        try:
            zone: Any = timezone.get_current_timezone()
            return parse_wall_clock(str(value), zone, field=str(self.label or "time"))
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from None
