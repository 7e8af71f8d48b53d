"""The desk's words for what the records name by key, and the addresses of two screens that other interfaces own."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from openkap.interfaces.kit import written
from openkap.records.sessions.shapes import Session

__all__ = [
    "KINDS",
    "appointment_words",
    "client_link_path",
    "room_path",
    "state_words",
    "waited",
]

KINDS = {
    "consult": "Consult",
    "preparation": "Preparation",
    "medicine": "Medicine session",
    "integration": "Integration",
}
_STATES = {"planned": "planned", "live": "going on", "ended": "held", "cancelled": "cancelled"}
_LESS_THAN_A_DAY = 24 * 60


def state_words(session: Session, at: datetime) -> str:
    """planned, going on, held, cancelled; or "not recorded yet" where its time has passed without a word."""
    return "not recorded yet" if session.is_overdue(at) else _STATES[session.state]


def appointment_words(at: datetime, zone: ZoneInfo) -> str:
    """Tuesday 24-Nov-2026 14:05."""
    return f"{written.weekday(at.astimezone(zone).date())} {written.clock(at, zone)}"


def waited(since: datetime, now: datetime) -> str:
    """How long something has waited: to the minute on its first day, in days after that."""
    minutes = max(0, int((now - since).total_seconds()) // 60)
    if minutes < _LESS_THAN_A_DAY:
        return written.duration(minutes)
    days = minutes // _LESS_THAN_A_DAY
    return f"{days} day{'' if days == 1 else 's'}"


def room_path(session_id: UUID) -> str:
    """The session room of this session (interfaces/console)."""
    return f"/room/{session_id}/"


def client_link_path(token: str) -> str:
    """Where a client's one-time link leads (interfaces/portal)."""
    return f"/c/{token}/"
