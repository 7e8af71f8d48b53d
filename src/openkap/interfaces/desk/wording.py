"""The desk's words for what the records name by key."""

from datetime import datetime

from openkap.interfaces.kit import written
from openkap.records.sessions.shapes import Session
from openkap.terms.source import Source

__all__ = [
    "KINDS",
    "SOURCES",
    "state_words",
    "waited",
]

KINDS = {
    "consult": "Consult",
    "preparation": "Preparation",
    "medicine": "Medicine session",
    "integration": "Integration",
}
SOURCES = {
    Source.PHONE: "their own phone",
    Source.TABLET: "a tablet of the clinic",
    Source.DEVICE: "a staff device in the clinic",
    Source.PAPER: "paper",
}
_STATES = {"planned": "planned", "live": "going on", "ended": "held", "cancelled": "cancelled"}
_DAY = 24 * 60


def state_words(session: Session, at: datetime) -> str:
    """planned, going on, held, cancelled; or "not recorded yet" where its time has passed without a word."""
    return "not recorded yet" if session.is_overdue(at) else _STATES[session.state]


def waited(since: datetime, now: datetime) -> str:
    """How long something has waited, to the minute on its first day, then to the hour: 25 min, 3 h 5 min, 1 day 4 h."""
    minutes = max(0, int((now - since).total_seconds()) // 60)
    days, rest = divmod(minutes, _DAY)
    if not days:
        return written.duration(minutes)
    hours = f" {rest // 60} h" if rest >= 60 else ""
    return f"{days} day{'' if days == 1 else 's'}{hours}"
