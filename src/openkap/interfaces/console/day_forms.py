"""The questions of the gate of the day, and the forms for signs, safety, the escort and an override."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from openkap.clinical.eligibility import SINCE_LAST_CONTACT, asked_facts
from openkap.clinical.monitoring import ENTRY_LIMITS
from openkap.interfaces.kit.forms import MeasuredField, MomentField, Rows
from openkap.knowledge.rules import rule
from openkap.knowledge.rules.fact_spec import FactKind, FactSpec
from openkap.records.day.shapes import Fact
from openkap.services.day_facts import AT_THE_TABLET
from openkap.terms.moment import iso
from openkap.terms.quantity import write_number

__all__ = ["Answers", "Correction", "Escort", "GoPast", "Safety", "Signs"]

_YES_NO = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


class Answers(forms.Form):
    """All that these rules ask at the tablet, each question once. What was answered today comes chosen; only what
    was touched here is kept, even where somebody else has answered meanwhile."""

    mark_optional = False

    def __init__(self, data: Any = None, *, rules: Iterable[str], entered: Mapping[str, Fact]) -> None:
        super().__init__(data)
        self.by_rule: dict[str, list[str]] = {}
        for id_ in rules:
            for spec, _ in asked_facts([rule(id_)]):
                if spec.name in AT_THE_TABLET and spec.name not in self.fields:
                    kept = entered.get(spec.name)
                    self.fields[spec.name] = _field(spec, None if kept is None else _shown(spec, kept.value))
                    self.by_rule.setdefault(id_, []).append(spec.name)

    def of(self, id_: str) -> list[forms.BoundField]:
        """The questions that stand with this rule."""
        return [self[name] for name in self.by_rule.get(id_, ())]

    def said(self) -> dict[str, Any]:
        """By fact, as `services.check_day.find_out` takes it. None: asked, and not known."""
        touched = {name: self.cleaned_data[name] for name in self.changed_data}
        return {name: _written(name, value) for name, value in touched.items() if value not in (None, "")}


class Signs(forms.Form):
    """Vital signs before the dose, and the weight."""

    mark_optional = False

    def __init__(self, data: Any = None, *, last: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id="id_signs_%s")
        labels = {"sbp": "Systolic", "dbp": "Diastolic", "hr": "Heart rate", "spo2": "Oxygen", "rr": "Breathing"}
        for name, label in labels.items():
            limit = ENTRY_LIMITS[name]
            self.fields[name] = MeasuredField(
                label=label,
                low=limit.low,
                high=limit.high,
                unit=limit.unit,
                required=False,
                last=(last or {}).get(name, ""),
            )
        self.fields["weight"] = MeasuredField(label="Weight", low=25, high=350, unit="kg", places=1, required=False)

    def signs(self) -> dict[str, str]:
        return {name: _number(self.cleaned_data[name]) for name in self.fields if name != "weight"}

    def weight(self) -> str:
        return _number(self.cleaned_data["weight"])


class Correction(Signs):
    """A reading that was typed wrong, as it should have been."""

    def __init__(self, data: Any = None, *, number: int = 0) -> None:
        super().__init__(data)
        self.auto_id = f"id_correct_{number}_%s"
        del self.fields["weight"]
        self.fields["because"] = forms.CharField(label="What was wrong", required=False)

    def signs(self) -> dict[str, str]:
        return {name: _number(self.cleaned_data[name]) for name in self.fields if name != "because"}


class Safety(forms.Form):
    """Since the last contact, from the site's own form of the scale: the names here are ours, not its wording."""

    mark_optional = False

    def __init__(self, data: Any = None, *, entered: Fact | None = None) -> None:
        super().__init__(data, auto_id="id_safety_%s")
        before = (entered.detail or {}) if entered else {}
        for item, title in SINCE_LAST_CONTACT.items():
            self.fields[f"item-{item}"] = forms.ChoiceField(
                label=f"{item}. {title.capitalize()}",
                required=False,
                choices=[("yes", "Yes"), ("no", "No")],
                widget=Rows(inline=True),
                initial={True: "yes", False: "no"}.get(before.get(item), ""),
                help_text="Asked after a yes to 2." if item in ("3", "4", "5") else "",
            )

    def answers(self) -> dict[str, bool | None]:
        given = {name.removeprefix("item-"): value for name, value in self.cleaned_data.items()}
        return {item: {"yes": True, "no": False}.get(value) for item, value in given.items()}


class Escort(forms.Form):
    """Who comes for the client today, as it is said today."""

    mark_optional = False
    escort_name = forms.CharField(label="Who takes them home", required=False)
    escort_phone = forms.CharField(label="Their phone", required=False, widget=forms.TextInput(attrs={"type": "tel"}))


class GoPast(forms.Form):
    """Why somebody goes past a rule, by name."""

    mark_optional = False
    reason = forms.CharField(
        label="Why you go past it",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stands in the record with your name.",
    )

    def __init__(self, data: Any = None, *, rule: str) -> None:
        super().__init__(data, auto_id=f"id_past_{rule}_%s")


def _field(spec: FactSpec, initial: Any) -> forms.Field:
    label = spec.title[:1].upper() + spec.title[1:]
    common: dict[str, Any] = {
        "label": label,
        "required": False,
        "initial": initial,
        "help_text": spec.explain,
        "show_hidden_initial": True,
    }
    match spec.kind:
        case FactKind.YES_NO:
            return forms.ChoiceField(**common, choices=_YES_NO, widget=Rows(inline=True))
        case FactKind.CHOICE:
            choices = [(one, one.capitalize()) for one in spec.choices]
            return forms.ChoiceField(**common, choices=[*choices, ("unknown", "Not known")], widget=Rows(inline=True))
        case FactKind.NUMBER:
            low, high = spec.low or Decimal(0), spec.high or Decimal(0)
            return MeasuredField(**common, low=low, high=high, unit=spec.unit, places=spec.places)
        case FactKind.MOMENT:
            return MomentField(**common)
        case FactKind.MEDICINES:
            common["help_text"] = "One on each line, as they say it; “none” where there is none."
            return forms.CharField(**common, widget=forms.Textarea(attrs={"rows": 4}))
        case _ if spec.name.endswith("_today"):
            # Whoever it is: somebody of the staff, or somebody who helps out.
            return forms.CharField(**common, widget=forms.TextInput(attrs={"list": "staff", "autocomplete": "off"}))
        case _:
            return forms.CharField(**common)


def _shown(spec: FactSpec, value: Any) -> Any:
    """A kept value as its field shows it."""
    if value is None:
        return "unknown" if spec.kind in (FactKind.YES_NO, FactKind.CHOICE) else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if spec.kind is FactKind.MOMENT:
        return datetime.fromisoformat(value)
    return ("\n".join(value) or "none") if isinstance(value, list) else value


def _written(name: str, value: Any) -> Any:
    if value == "unknown":
        return None
    if value in ("yes", "no"):
        return value == "yes"
    if isinstance(value, datetime):
        return iso(value).replace("Z", "+00:00")
    if name == "medicines":
        lines = [line.strip() for line in value.splitlines() if line.strip()]
        return [] if [line.casefold().rstrip(".") for line in lines] == ["none"] else lines
    return write_number(value) if isinstance(value, Decimal) else value


def _number(value: Decimal | None) -> str:
    return "" if value is None else write_number(value)
