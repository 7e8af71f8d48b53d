"""What is read out on the telephone when help is called: where, who, what was given, how the client is."""

from datetime import tzinfo

from openkap.interfaces.console.shown.lines import written_dose
from openkap.interfaces.console.shown.signs import written_reading
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Line
from openkap.records.practice.shapes import Practice
from openkap.services.read_room import Room

__all__ = ["emergency"]


def emergency(room: Room, practice: Practice, zone: tzinfo) -> list[Line]:
    """As it was when the page was opened or an entry came; what is not known is said."""
    client = room.client
    born = f", born {written.born(client.born_on, room.session.planned_at.date())}" if client.born_on else ""
    given = [f"{written_dose(dose)} at {written.clock(dose.given_at, zone)}" for dose in room.doses]
    last = room.readings[-1] if room.readings else None
    signs = written_reading(last.reading) if last is not None and last.reading is not None else ""
    room_name = f", room {room.session.room_name}" if room.session.room_name else ""
    return [
        Line(term="Where", value=f"{practice.address}{room_name}", unknown="the address of the clinic is not entered"),
        Line(term="Call back", value=practice.phone),
        Line(term="Who", value=f"{written.name(client.family_name, client.given_name)}{born}, {client.identifier}"),
        Line(term="Given", value="; ".join(given), unknown="no medicine yet"),
        Line(
            term="Last vital signs",
            value=f"{signs}, at {written.clock(last.at, zone)}" if last is not None else "",
            unknown="not taken yet",
        ),
    ]
