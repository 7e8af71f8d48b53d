"""The part of the day that changes by the minute: alerts that stand open, sessions going on, today's appointments.

Read from the tables themselves at each asking, so that it is true whether or not a worker runs.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpRequest
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.showing.banner import name_of, today_of
from openkap.interfaces.desk.wording import KINDS, state_words, waited
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Cell, Column, Link, Row
from openkap.records.alerts import find as alerts
from openkap.records.alerts.shapes import Alert
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Session

__all__ = ["DAY_COLUMNS", "AlertLine", "LiveLine", "Now", "alert_line", "day_bounds", "read_now"]

DAY_COLUMNS = (
    Column(label="Time"),
    Column(label="Client"),
    Column(label="Kind"),
    Column(label="Room"),
    Column(label="Guide"),
    Column(label="State"),
)
_TONES = {"going on": "note", "held": "ok", "not recorded yet": "watch"}


@dataclass(frozen=True, slots=True)
class AlertLine:
    title: str
    sentence: str
    waited: str
    url: str


@dataclass(frozen=True, slots=True)
class LiveLine:
    """`room` is the way into the session room; None for those who do not enter it."""

    name: str
    what: str
    note: str
    room: Link | None


@dataclass(frozen=True, slots=True)
class Now:
    """`alerts` is None for those who do not read clinical records: nothing is claimed, neither none nor some. planned:
    today's sessions."""

    alerts: tuple[AlertLine, ...] | None
    live: tuple[LiveLine, ...]
    rows: tuple[Row, ...]
    planned: tuple[Session, ...]


def read_now(request: HttpRequest) -> Now:
    within, at = request.practice.id, request.now
    clinical = may(request.actor, Doing.SEE_CLINICAL)
    opened = alerts.open_alerts(within=within) if clinical else []
    going_on = sessions.live(within=within)
    starts, ends = day_bounds(request)
    planned = sessions.between(within=within, starts=starts, ends=ends)
    ids = {one.client_id for one in (*opened, *going_on, *planned)}
    clients = {client.id: client for client in people.clients(within=within, ids=ids, limit=len(ids))}
    return Now(
        alerts=tuple(alert_line(one, clients[one.client_id], at) for one in opened) if clinical else None,
        live=tuple(_live_line(request, one, clients[one.client_id]) for one in going_on),
        rows=tuple(_row(request, one, clients[one.client_id]) for one in planned),
        planned=tuple(planned),
    )


def day_bounds(request: HttpRequest) -> tuple[datetime, datetime]:
    """From midnight to midnight by the practice's clock; a day of a clock change is as long as it is."""
    today, zone = today_of(request), request.practice.zone
    return (
        datetime.combine(today, time.min, tzinfo=zone),
        datetime.combine(today + timedelta(days=1), time.min, tzinfo=zone),
    )


def alert_line(alert: Alert, client: Client, now: datetime) -> AlertLine:
    return AlertLine(
        title=name_of(client),
        sentence=alert.sentence,
        waited=waited(alert.raised_at, now),
        url=reverse("desk:alert", args=[alert.id]),
    )


def _live_line(request: HttpRequest, session: Session, client: Client) -> LiveLine:
    since = written.clock(session.started_at, request.practice.zone) if session.started_at else ""
    with_whom = [words for words in (session.room_name, session.guide_name) if words]
    enters = may(request.actor, Doing.ENTER_ROOM) and session.kind == "medicine"
    return LiveLine(
        name=name_of(client),
        what=f"{KINDS[session.kind]}, since {since}",
        note=" · ".join(with_whom),
        room=Link(label="Open the session room", url=reverse("console:room", args=[session.id])) if enters else None,
    )


def _row(request: HttpRequest, session: Session, client: Client) -> Row:
    state = state_words(session, request.now)
    zone = request.practice.zone
    return Row(
        cells=(
            f"{written.clock(session.planned_at, zone)}–{written.clock(session.planned_until, zone)}",
            Cell(text=name_of(client), url=reverse("desk:client", args=[client.id])),
            Cell(text=KINDS[session.kind], url=reverse("desk:session", args=[session.id])),
            session.room_name or "no room yet",
            session.guide_name or "no guide",
            Cell(text=state, tone=_TONES[state]) if state in _TONES else state,
        )
    )
