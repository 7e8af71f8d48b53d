"""What every entry of the room brings with it: its own number, and when it happened."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from openkap.records.sessions.shapes import Session
from openkap.terms.moment import at_wall_clock
from openkap.terms.refusal import BadInput

__all__ = ["Posted", "read_posted"]

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,6}", re.ASCII)
_AHEAD = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Posted:
    """entry_id: made by whoever writes, so that a repeat is kept once. happened_at: None for now."""

    entry_id: UUID
    happened_at: datetime | None


def read_posted(data: Mapping[str, str], *, session: Session, now: datetime, zone: ZoneInfo) -> Posted:
    """entry_id; happened_at as the clock of the practice shows it ("14:05", or "1405" where a keypad has no colon); or
    seconds_ago, where the browser kept the entry for a while before it could send it.

    BadInput: no number, or a time that is none.
    """
    try:
        entry_id = UUID(data.get("entry_id", ""))
    except ValueError:
        raise BadInput("entry_id", "This form has lost its number. Open the room again, then enter it again.") from None
    clock = data.get("happened_at", "").strip()
    if clock:
        return Posted(entry_id, _at(clock, session=session, now=now, zone=zone))
    waited = data.get("seconds_ago", "").strip() or "0"
    if not _SECONDS.fullmatch(waited):
        raise BadInput("happened_at", "The tablet's clock could not be read. Enter when it happened, such as 14:05.")
    return Posted(entry_id, now - timedelta(seconds=int(waited)) if int(waited) else None)


def _at(clock: str, *, session: Session, now: datetime, zone: ZoneInfo) -> datetime:
    """That wall-clock time today; in a session that has crossed midnight, the one of yesterday where it fits."""
    match = _CLOCK.fullmatch(clock)
    if match is None:
        raise BadInput("happened_at", "Enter when it happened as hours and minutes, such as 14:05.")
    typed, today = time(int(match[1]), int(match[2])), now.astimezone(zone).date()
    at = at_wall_clock(today, typed, zone, field="happened_at")
    started = session.started_at
    if started is None:
        return at
    if at > now + _AHEAD and started.astimezone(zone).date() < today:
        before = at_wall_clock(today - timedelta(days=1), typed, zone, field="happened_at")
        at = before if before >= _minute(started) else at
    # A clock without seconds cannot say that it was after the start within the same minute: it is taken to be.
    return max(at, started) if _minute(started) == at else at


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
