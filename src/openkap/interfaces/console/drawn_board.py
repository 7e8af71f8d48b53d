"""The board's cards, drawn once for all who look: twenty boards of one practice cost as much as one.

A card is drawn anew when its room has a newer entry, or when it is older than `_KEEPS` (a phase begins by the
clock alone). One thread draws while the others wait for what it draws.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from django.template.loader import render_to_string

from openkap.interfaces.console.shown.board import BoardRow, clinical_row, plain_row
from openkap.records.base import give_back_connection
from openkap.records.people import find as people
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Session
from openkap.services.read_bedsides import read_bedsides

__all__ = ["Card", "DrawnBoard", "draw_board"]

_KEEPS = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Card:
    """One room. `seq`: its newest entry when it was read; `html` has the element's id `room-…`."""

    row: BoardRow
    seq: int
    html: str
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class DrawnBoard:
    """`cards`: what is due first stands first; a room without anything due comes after. `mark` is another one as soon
    as a session begins or ends, or an entry comes into one."""

    cards: tuple[Card, ...] = ()
    mark: str = ""
    began: float = float("-inf")


@dataclass(slots=True)
class _Place:
    lock: threading.Lock = field(default_factory=threading.Lock)
    board: DrawnBoard = DrawnBoard()


_PLACES: dict[tuple[UUID, bool], _Place] = {}
_NEW_PLACE = threading.Lock()


def draw_board(*, within: UUID, zone: tzinfo, at: datetime, clinical: bool, since: float) -> DrawnBoard:
    """The practice's board as it stood at `since` (of `time.monotonic`) or later.

    `clinical`: for those who may enter the rooms; else a card says who is where, and nothing else.
    """
    with _NEW_PLACE:
        place = _PLACES.setdefault((within, clinical), _Place())
    give_back_connection()
    with place.lock:
        if place.board.began < since:
            place.board = _drawn(place.board, within=within, zone=zone, at=at, clinical=clinical)
        return place.board


def _drawn(last: DrawnBoard, *, within: UUID, zone: tzinfo, at: datetime, clinical: bool) -> DrawnBoard:
    began = time.monotonic()
    live = [session for session in sessions.live(within=within) if session.kind == "medicine"]
    newest = timeline.newest(within=within, session_ids=[session.id for session in live])
    good = {
        card.row.id: card
        for card in last.cards
        if card.seq == newest.get(card.row.id) and abs(at - card.drawn_at) < _KEEPS
    }
    stale = [session for session in live if session.id not in good]
    fresh = [
        Card(row, newest[row.id], render_to_string("console/board_room.html", {"row": row, "now": at}).strip(), at)
        for row in _rows(stale, within=within, zone=zone, at=at, clinical=clinical)
    ]
    cards = sorted([*good.values(), *fresh], key=_place_of)
    return DrawnBoard(tuple(cards), f"{len(live)}-{sum(newest.values())}", began)


def _rows(wanted: list[Session], *, within: UUID, zone: tzinfo, at: datetime, clinical: bool) -> Iterable[BoardRow]:
    if not wanted:
        return []
    if clinical:
        beds = read_bedsides(within=within, sessions=wanted, at=at)
        return [clinical_row(bed, zone=zone, at=at) for bed in beds]
    ids = {session.client_id for session in wanted}
    clients = {client.id: client for client in people.clients(within=within, ids=ids, limit=len(ids))}
    return [plain_row(session, clients[session.client_id], zone=zone) for session in wanted]


def _place_of(card: Card) -> tuple[bool, float, str, str]:
    due = card.row.due
    return due is None, due.at.timestamp() if due else 0.0, card.row.room, str(card.row.id)
