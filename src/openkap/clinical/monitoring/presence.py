"""Who is in the room with the client, and for how long nobody was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

__all__ = ["Passage", "Presence", "who_was_there"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Someone came in, or went out."""

    at: datetime
    who: str
    came: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """inside: who is there, with since when. alone_since: since when nobody is; None while somebody is, or while it is
    not known. alone: how long nobody was there in all, the present stretch included. known_since: from the first
    passage on."""

    inside: tuple[tuple[str, datetime], ...]
    alone_since: datetime | None
    alone: timedelta
    known_since: datetime | None


def who_was_there(passages: Iterable[Passage], *, until: datetime) -> Presence:
    """Before the first passage nobody has said who is there: that counts neither as company nor as being alone.

    >>> from datetime import UTC
    >>> began = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    >>> there = [Passage(began, "Mara", True), Passage(began + timedelta(minutes=20), "Mara", False)]
    >>> who_was_there(there, until=began + timedelta(minutes=32)).alone
    datetime.timedelta(seconds=720)
    """
    inside: dict[str, datetime] = {}
    alone, alone_since, known_since = timedelta(0), None, None
    for passage in sorted(passages, key=lambda one: one.at):
        known_since = known_since or passage.at
        if passage.came:
            inside.setdefault(passage.who, passage.at)
        else:
            inside.pop(passage.who, None)
        if inside and alone_since is not None:
            alone, alone_since = alone + (passage.at - alone_since), None
        elif not inside and alone_since is None:
            alone_since = passage.at
    if alone_since is not None:
        alone += max(until - alone_since, timedelta(0))
    return Presence(tuple(inside.items()), alone_since, alone, known_since)
