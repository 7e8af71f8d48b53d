"""How a room is set, under a name."""

from typing import Any
from uuid import UUID

from django import forms

from openkap.records.calendar.shapes import Preset, Room
from openkap.services.set_light import LIGHT_LEVELS
from openkap.terms.quantity import write_number

__all__ = ["KeepPreset", "TakeAway"]

_OPEN = ("", "not said")


class KeepPreset(forms.Form):
    mark_optional = False
    name = forms.CharField(
        label="Name", required=False, help_text="A name that stands already is set anew.", max_length=200
    )
    room_id = forms.TypedChoiceField(label="Room", coerce=UUID, empty_value=None, required=False)
    light = forms.ChoiceField(label="Light", required=False, choices=[("", "leave it as it is"), *LIGHT_LEVELS.items()])
    temperature = forms.CharField(
        label="Temperature, °C", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    recliner = forms.CharField(label="Recliner", required=False, help_text="Such as flat, or half up.")
    eyeshade = forms.ChoiceField(label="Eyeshade", required=False, choices=[_OPEN, ("yes", "on"), ("no", "off")])
    blanket = forms.ChoiceField(label="Blanket", required=False, choices=[_OPEN, ("yes", "yes"), ("no", "no")])
    camera_off = forms.ChoiceField(
        label="Camera", required=False, choices=[_OPEN, ("yes", "off"), ("no", "on, as agreed")]
    )

    def __init__(self, *args: Any, rooms: list[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room_id"].choices = [("", "Every room"), *((str(room.id), room.name) for room in rooms)]

    @classmethod
    def initial_of(cls, one: Preset) -> dict[str, Any]:
        """What stands under a name, to be changed."""
        return {
            "name": one.name,
            "room_id": one.room_id,
            "light": "" if one.light_percent is None else str(one.light_percent),
            "temperature": "" if one.temperature_celsius is None else write_number(one.temperature_celsius),
            "recliner": one.recliner,
            "eyeshade": _said(one.eyeshade),
            "blanket": _said(one.blanket),
            "camera_off": _said(one.camera_off),
        }


class TakeAway(forms.Form):
    name = forms.CharField(widget=forms.HiddenInput, required=False)


def _said(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]
