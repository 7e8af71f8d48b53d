"""What staff enter about a client's health: results of examinations with date and source, corrections, medicines."""

from typing import Any

from django import forms

from openkap.interfaces.kit.forms import MomentField, Rows
from openkap.interfaces.kit.medicines import MedicinesForm
from openkap.knowledge.rules.examinations import Examination
from openkap.knowledge.rules.fact_spec import FactKind, FactSpec, fact_spec
from openkap.terms.quantity import write_number

__all__ = ["CorrectResult", "EnterResults", "GoThroughMedicines", "field_of"]


def field_of(spec: FactSpec) -> forms.Field:
    """The field for one fact, which says what it takes. The fact's own rules read it (`services.enter_results`)."""
    if spec.kind in (FactKind.YES_NO, FactKind.CHOICE):
        choices = [(c, c.capitalize()) for c in spec.choices] or [("yes", "Yes"), ("no", "No")]
        return forms.ChoiceField(
            label=spec.title[:1].upper() + spec.title[1:],
            required=False,
            widget=Rows(inline=True),
            choices=[*choices, ("", "Not examined")],
            help_text=spec.explain,
        )
    low, high = ("" if bound is None else write_number(bound) for bound in (spec.low, spec.high))
    takes = f"From {low} to {high} {spec.unit}."
    if spec.unit == "x ULN":
        takes = "A multiple of the upper limit of normal, such as 1.3; or the result over its limit, such as 52/40."
    return forms.CharField(
        label=spec.title[:1].upper() + spec.title[1:],
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "text" if "/" in takes else "decimal", "autocomplete": "off"}),
        help_text=f"{takes} {spec.explain}".strip(),
    )


class _Dated(forms.Form):
    mark_optional = False
    observed_at = MomentField(label="Examined on", error_messages={"required": "Say when it was examined."})
    source = forms.CharField(
        label="Source", required=False, help_text="For example: measured here, the laboratory, a letter."
    )


class EnterResults(_Dated):
    """Everything of one examination, for one date and source."""

    def __init__(self, *args: Any, examination: Examination, **kwargs: Any) -> None:
        super().__init__(*args, prefix=examination.id, **kwargs)
        self.examination = examination
        for name in examination.facts:
            self.fields[name] = field_of(fact_spec(name))
        self.order_fields([*examination.facts, "observed_at", "source"])

    @property
    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.examination.facts}


class CorrectResult(_Dated):
    """Another value in place of one that was wrong; left empty, it is only taken back."""

    reason = forms.CharField(label="What was wrong", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, fact: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = field_of(fact_spec(fact))
        self.order_fields(["value", "observed_at", "source", "reason"])


class GoThroughMedicines(MedicinesForm):
    """The list as staff found it, with who or what was asked."""

    nothing = forms.BooleanField(label="Nothing at all is taken", required=False)
    source = forms.CharField(
        label="Who or what was asked", required=False, help_text="For example: the bottles, the pharmacy, the client."
    )
