"""Sessions that lie ahead, in words: what, when, how long, where and with whom."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from openkap.interfaces.kit import written
from openkap.interfaces.portal.naming import kind_name
from openkap.interfaces.portal.state import ClientState
from openkap.records.sessions.shapes import Session

__all__ = ["Appointment", "appointments", "day_and_time", "when"]


@dataclass(frozen=True, slots=True)
class Appointment:
    title: str
    when: str
    where: str
    guide: str
    url: str


def appointments(state: ClientState, address: str) -> list[Appointment]:
    """Those of today and later, in their order. `address`: where the practice is."""
    return [
        Appointment(
            title=kind_name(session.kind),
            when=f"{when(session, state)}{_long(session, state)}",
            where=", ".join(part for part in (session.room_name, address) if part),
            guide=session.guide_name or "",
            url=reverse("portal:session", args=[session.id]),
        )
        for session in state.sessions
    ]


def when(session: Session, state: ClientState) -> str:
    """ "Monday 23-Nov-2026 at 14:00", "today at 14:00"."""
    if state.is_today(session.planned_at):
        return _("%(day)s at %(time)s") % {"day": _("today"), "time": written.clock(session.planned_at, state.zone)}
    return day_and_time(session.planned_at, state.zone)


def day_and_time(at: datetime, zone: tzinfo) -> str:
    """ "Monday 23-Nov-2026 at 14:00". The names of the days are in Django's own catalogue."""
    name, day = written.weekday(at.astimezone(zone).date()).split(" ")
    return _("%(day)s at %(time)s") % {"day": " ".join((_(name), day)), "time": written.clock(at, zone)}


def _long(session: Session, state: ClientState) -> str:
    kind = state.pathway.session(session.kind) if state.pathway else None
    return _(", about %(long)s") % {"long": written.duration(kind.minutes)} if kind else ""
