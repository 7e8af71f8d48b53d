"""A room with a name, and a list of lamps, as whoever runs the server would write it."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.support.people import Place

from openkap.records.calendar.models import Appointment, Room

__all__ = ["hold_in_north", "list_lamps", "wled"]


def hold_in_north(place: Place) -> None:
    """Puts the appointments of this practice into its North room, where a booking with a room would have put them."""
    north = Room.objects.get(practice_id=place.id, name="North")
    Appointment.objects.filter(practice_id=place.id).update(room_id=north.id)


def list_lamps(path: Path, *rows: Mapping[str, str]) -> Path:
    tables = ["\n".join(["[[lamp]]", *(f"{name} = {json.dumps(said)}" for name, said in row.items())]) for row in rows]
    path.write_text("\n".join(tables))
    return path


def wled(address: str, **other: str) -> dict[str, str]:
    return {"practice": "Alder House", "room": "North", "speaks": "wled", "address": address, **other}
