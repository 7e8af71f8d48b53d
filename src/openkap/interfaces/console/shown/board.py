"""One row of the board: a room with a session going on."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from django.urls import reverse

from openkap.interfaces.console.shown.room import Due, due_in, phases_of
from openkap.interfaces.kit import written
from openkap.records.people.shapes import Client
from openkap.records.sessions.shapes import Session
from openkap.services.read_bedsides import Bedside

__all__ = ["BoardRow", "clinical_row", "plain_row"]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """url, dosed_at, due: empty for those who may not enter the room. state: what is said in place of a due reading."""

    id: UUID
    room: str
    client: str
    guide: str
    since: str
    url: str = ""
    phase: str = ""
    reminders: int = 0
    dosed_at: datetime | None = None
    due: Due | None = None
    state: str = ""


def plain_row(session: Session, client: Client, *, zone: tzinfo) -> BoardRow:
    return BoardRow(
        id=session.id,
        room=session.room_name or "No room named",
        client=written.name(client.family_name, client.given_name),
        guide=session.guide_name or "",
        since=written.clock(session.started_at, zone) if session.started_at else "",
    )


def clinical_row(room: Bedside, *, zone: tzinfo, at: datetime) -> BoardRow:
    plain = plain_row(room.session, room.client, zone=zone)
    due = due_in(room)
    if room.last_dose is None:
        state = "No dose yet"
    elif room.discharged:
        state = "Discharged"
    else:
        state = "No further timed reading"
    return BoardRow(
        id=plain.id,
        room=plain.room,
        client=plain.client,
        guide=plain.guide,
        since=plain.since,
        url=reverse("console:room", args=[room.session.id]),
        phase=next(phase.label for phase in phases_of(room, at) if phase.now),
        reminders=len(room.crossed),
        dosed_at=room.last_dose.given_at if room.last_dose else None,
        due=None if room.discharged else due,
        state=state,
    )
