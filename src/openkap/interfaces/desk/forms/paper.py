"""A form on paper, to be typed in: a small field for each question, the moment on the paper, and its own total."""

from decimal import Decimal
from typing import Any

from django import forms

from openkap.interfaces.kit.forms import MeasuredField, MomentField
from openkap.knowledge.measures import Item, Measure
from openkap.knowledge.measures.wording import Words

__all__ = ["Paper"]

_ITEM = "answers."


class Paper(forms.Form):
    """Every question of the edition that was asked; a question that was left open on the paper stays empty."""

    mark_optional = False
    answered_at = MomentField(
        label="Filled in",
        help_text="The day on the paper, and the time as well as it is known.",
        error_messages={"required": "Enter the day and the time the paper was filled in."},
    )

    def __init__(self, asked: Measure, words: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in asked.items:
            self.fields[_ITEM + item.number] = _field(item, words)
        if asked.total is not None:
            self.fields["paper_total"] = MeasuredField(
                label="Total on the paper",
                low=asked.total.low,
                high=asked.total.high,
                unit="points",
                places=2,
                required=False,
                help_text="Added up on the paper, by somebody else than you. It shows a slip of the fingers at once.",
            )

    @property
    def given(self) -> dict[str, str]:
        """What was typed, by item."""
        return {name.removeprefix(_ITEM): value for name, value in self.cleaned_data.items() if name.startswith(_ITEM)}

    @property
    def paper_total(self) -> Decimal | None:
        return self.cleaned_data.get("paper_total")


def _field(item: Item, words: Words) -> forms.CharField:
    asked = words.item(item) or f"Question {item.number}"
    values = [option.value for option in item.options if (item.number, option.value) in words.options]
    named = [f"{value} {words.option(item, value)}" for value in values]
    return forms.CharField(
        label=f"{item.number}. {asked}" if item.number.isdigit() and words.item(item) else asked,
        required=False,
        help_text=", ".join(named) or item.allowed.capitalize(),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6", "size": "4"}),
    )
