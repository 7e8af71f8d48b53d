"""How a room is set: light, temperature, recliner, eyeshade, blanket, camera, kept under a name and set by one tap."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.calendar import find as find_calendar
from openkap.records.calendar import keep as calendar
from openkap.records.calendar.shapes import Preset
from openkap.services.set_light import LIGHT_LEVELS
from openkap.terms.identity import Actor
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput
from openkap.terms.text import line

__all__ = ["TEMPERATURE_CELSIUS", "RoomPreset", "keep_preset", "preset_words", "presets_of_room", "take_away_preset"]

# Against a slip of the pen (a Fahrenheit value, say). Which temperature is right, no source says.
TEMPERATURE_CELSIUS = (Decimal(15), Decimal(30))
_YES_NO = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class RoomPreset:
    """One button of the room. light: a key of LIGHT_LEVELS; empty where the light is left as it is."""

    name: str
    words: str
    light: str


def presets_of_room(*, within: UUID, room: str | None) -> list[RoomPreset]:
    """Those for this room, by its name, and those for every room."""
    return [
        RoomPreset(one.name, f"{one.name}: {preset_words(one)}", _light(one))
        for one in find_calendar.presets(within=within)
        if one.room_name in (None, room)
    ]


def keep_preset(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    name: str,
    room_id: UUID | None,
    light: str,
    temperature: str,
    recliner: str,
    eyeshade: str,
    blanket: str,
    camera_off: str,
) -> None:
    """Keeps it under its name, in place of what stood there. Raises BadInput that names the field, also where a name
    alone is said."""
    require(by, Doing.SET_POLICY)
    called = line(name, field="name", label="Name", longest=40)
    if light not in ("", *LIGHT_LEVELS):
        raise BadInput("light", f"Choose the light: {', '.join(LIGHT_LEVELS.values())}.")
    low, high = TEMPERATURE_CELSIUS
    celsius = None
    if temperature.strip():
        celsius = parse_decimal(temperature, field="temperature", low=low, high=high, unit="°C", places=1)
    said: dict[str, Any] = {
        "light_percent": int(light) if light else None,
        "temperature_celsius": celsius,
        "recliner": line(recliner, field="recliner", label="Recliner", longest=60, needed=False),
        "eyeshade": _yes_no("eyeshade", eyeshade),
        "blanket": _yes_no("blanket", blanket),
        "camera_off": _yes_no("camera_off", camera_off),
    }
    if all(value in (None, "") for value in said.values()):
        raise BadInput("light", "Say how the room is set: one thing at least.")
    if room_id is not None and room_id not in {room.id for room in find_calendar.rooms(within=within)}:
        raise BadInput("room_id", "Choose one of the rooms.")
    with transaction.atomic():
        calendar.preset(Act(within=within, by=by, at=at), name=called, room_id=room_id, **said)


def take_away_preset(*, within: UUID, by: Actor, at: datetime, name: str) -> None:
    """It is no longer offered; what was set with it stays on the timelines."""
    require(by, Doing.SET_POLICY)
    if name not in {one.name for one in find_calendar.presets(within=within)}:
        raise BadInput("name", "There is no such setting of a room any more.")
    with transaction.atomic():
        calendar.preset(Act(within=within, by=by, at=at), name=name, stands=False)


def preset_words(one: Preset) -> str:
    """Light 5 %, 22 °C (72 °F), recliner half up, eyeshade, blanket, camera off."""
    said = []
    if light := _light(one):
        said.append(f"light {LIGHT_LEVELS[light]}")
    if one.temperature_celsius is not None:
        fahrenheit = one.temperature_celsius * 9 / 5 + 32
        said.append(f"{write_number(one.temperature_celsius)} °C ({write_number(round(fahrenheit))} °F)")
    if one.recliner:
        said.append(f"recliner {one.recliner}")
    for value, yes, no in (
        (one.eyeshade, "eyeshade", "no eyeshade"),
        (one.blanket, "blanket", "no blanket"),
        (one.camera_off, "camera off", "camera on, as agreed"),
    ):
        if value is not None:
            said.append(yes if value else no)
    return ", ".join(said)


def _light(one: Preset) -> str:
    return "" if one.light_percent is None else str(one.light_percent)


def _yes_no(field: str, said: str) -> bool | None:
    if said not in _YES_NO:
        raise BadInput(field, "Choose yes, no, or leave it open.")
    return _YES_NO[said]
