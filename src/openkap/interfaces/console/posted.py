"""What every entry of the room brings with it: its own number, when it happened, and the device that it comes from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from openkap.records.sessions.shapes import Origin, Session
from openkap.terms.moment import at_wall_clock
from openkap.terms.refusal import BadInput

__all__ = ["Posted", "Sender", "read_posted"]

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])", re.ASCII)
_MILLISECONDS = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_AHEAD = timedelta(minutes=2)
# A device learns the server's time with every answer, and so by a little less than the way of the answer too late.
_ROUNDING = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and from which device. device_id: None for a browser in which no room was opened."""

    person_id: UUID
    device_id: UUID | None


@dataclass(frozen=True, slots=True)
class Posted:
    """entry_id: made by whoever writes, so that a repeat is kept once. happened_at: None for now."""

    entry_id: UUID
    happened_at: datetime | None
    origin: Origin | None = None


def read_posted(
    data: Mapping[str, str], *, session: Session, now: datetime, zone: ZoneInfo, sender: Sender | None = None
) -> Posted:
    """entry_id; happened_at as the clock of the practice shows it ("14:05", or "1405" where a keypad has no colon),
    empty for the moment of entering.

    What the room's own script sends says besides: device, person, sequence; and in milliseconds device_at, the
    device's clock at the moment of entering; offset_ms, by how much the server's clock was known to be ahead of it
    then; moved_ms and moved_in_all_ms, how far the device's clock had moved against a steady count since that was
    learned, at the entry and by now; sent_at, the device's clock now.

    BadInput: no number, a time that is none, another device or another person than the one that sends.
    """
    try:
        entry_id = UUID(data.get("entry_id", ""))
    except ValueError:
        raise BadInput("entry_id", "This form has lost its number. Open the room again, then enter it again.") from None
    clock = data.get("happened_at", "").strip()
    if "device" not in data:
        return Posted(entry_id, _at(clock, session=session, now=now, zone=zone) if clock else None)
    origin = _origin(data, session=session, now=now, sender=sender)
    happened_at = _at(clock, session=session, now=origin.written_at, zone=zone) if clock else origin.written_at
    return Posted(entry_id, happened_at, origin)


def _origin(data: Mapping[str, str], *, session: Session, now: datetime, sender: Sender | None) -> Origin:
    if sender is None or data["device"] != str(sender.device_id):
        raise BadInput(
            "device", "This was entered on another device, and only that device can send it. Enter it again here."
        )
    if data.get("person") != str(sender.person_id):
        raise BadInput("person", "This was entered by another person. It waits until they sign in on this device.")
    device_at = _moment(data, "device_at")
    sequence = _whole(data, "sequence")
    if sequence < 1:
        raise BadInput("sequence", "This entry has lost its place in the order of this device. Enter it again.")
    written_at = _by_the_server(data, device_at, session=session, now=now)
    return Origin(sender.device_id, sequence, device_at, written_at)  # type: ignore[arg-type]


def _by_the_server(data: Mapping[str, str], device_at: datetime, *, session: Session, now: datetime) -> datetime:
    """The moment of entering by the server's clock: of the ways to reckon it, the first that can be.

    What the device knew of the server's clock may have been overtaken: its own clock was set, before or after the
    entry. By how much in all, shows when it arrives; that it is the same as how far the clock has moved against the
    browser's steady count says that it was set and did not sleep, and then how far it had moved at the entry can be
    taken off. So it can where it had gone back, for nothing sleeps backwards. A tablet that slept and whose clock was
    set forward as well, both between two answers of the server, cannot be told apart: then what it knew counts.
    """
    began = session.started_at or now
    by_age = now - (_moment(data, "sent_at") - device_at)
    ways = [by_age]
    if data.get("offset_ms"):
        as_known = device_at + timedelta(milliseconds=_whole(data, "offset_ms"))
        ways.insert(0, as_known)
        moved = timedelta(milliseconds=_whole(data, "moved_ms"))
        was_set = moved < -_ROUNDING
        if data.get("moved_in_all_ms"):
            in_all = timedelta(milliseconds=_whole(data, "moved_in_all_ms"))
            was_set = was_set or abs(as_known - by_age - in_all) <= _ROUNDING
        if was_set:
            ways.insert(0, as_known - moved)
    at = next((way for way in ways if began - _ROUNDING <= way <= now + _AHEAD), ways[0])
    return max(began, min(at, now)) if began - _ROUNDING <= at <= now + _AHEAD else at


def _moment(data: Mapping[str, str], name: str) -> datetime:
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=_whole(data, name))
    except OverflowError:
        raise _no_clock() from None


def _whole(data: Mapping[str, str], name: str) -> int:
    said = data.get(name, "")
    if not _MILLISECONDS.fullmatch(said):
        raise _no_clock()
    return int(said)


def _no_clock() -> BadInput:
    return BadInput("happened_at", "The tablet's clock could not be read. Enter when it happened, such as 14:05.")


def _at(clock: str, *, session: Session, now: datetime, zone: ZoneInfo) -> datetime:
    """That wall-clock time on the day of `now`; in a session that has crossed midnight, the one of the day before where
    it fits."""
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
