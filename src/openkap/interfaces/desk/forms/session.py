"""What is written down about a session at the desk: how it was held, who takes the client home, the gate, trust."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from openkap.interfaces.desk.showing.words import Said
from openkap.interfaces.kit.forms import MeasuredField, MomentField
from openkap.knowledge.measures import measure

__all__ = ["DecideGate", "Hold", "NameEscort", "Trust"]

_SAID = "said-"


class Hold(forms.Form):
    """A session as it was held. Each topic is shown with what stands; one that was not touched here is left as it is,
    even where the client has written something new meanwhile."""

    mark_optional = False
    began_at = MomentField(label="Began", error_messages={"required": "Say when it began."})
    ended_at = MomentField(label="Ended", error_messages={"required": "Say when it ended."})
    note = forms.CharField(
        label="Note for the shared record",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Everyone who cares for this client reads it. Private process notes do not belong here.",
    )

    def __init__(self, *args: Any, topics: Iterable[Said] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for said in topics:
            self.fields[_SAID + said.key] = forms.CharField(
                label=said.title,
                required=False,
                help_text=said.prompt,
                initial=said.text,
                show_hidden_initial=True,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def values(self) -> dict[str, Any]:
        """What `services.hold_session` takes."""
        kept: dict[str, datetime | str] = {name: self.cleaned_data[name] for name in ("began_at", "ended_at", "note")}
        touched = [name for name in self.changed_data if name.startswith(_SAID)]
        return {**kept, "said": {name.removeprefix(_SAID): self.cleaned_data[name] for name in touched}}

    @property
    def topic_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(_SAID)]


class NameEscort(forms.Form):
    """Who takes the client home."""

    mark_optional = False
    escort_name = forms.CharField(label="Who takes them home", required=False)
    escort_phone = forms.CharField(label="Their phone", required=False, widget=forms.TextInput(attrs={"type": "tel"}))


class DecideGate(forms.Form):
    """The decision is the judgement that is shown; a prescriber may decide against it, with a reason."""

    mark_optional = False
    override_reason = forms.CharField(
        label="Why you open it although it is not ready",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in the record with your name. Leave it empty to keep the judgement as it is.",
    )


class Trust(forms.Form):
    """The three trust questions as the client answered them on paper."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in measure("trust_sliders").items:
            self.fields[f"item-{item.number}"] = MeasuredField(
                label=item.text or item.name, low=item.lowest, high=item.highest, unit="of 10", required=False
            )

    def answers(self) -> dict[str, str]:
        """By item; what was left open on the paper is not in it."""
        given = {name.removeprefix("item-"): value for name, value in self.cleaned_data.items()}
        return {item: str(int(value)) for item, value in given.items() if value is not None}
