"""What the asking is judged from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

__all__ = ["Asked", "AskingFacts", "Dosed", "Visit"]


@dataclass(frozen=True, slots=True)
class Visit:
    """A preparation or medicine session that was not cancelled, at its agreed time."""

    id: str
    kind: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class Dosed:
    """A medicine session in which medicine was given. A booster is no new dose here: the session is one.

    first_at, last_at: when the first and the last was given. in_at: when the last of it was in, the end of an infusion.
    ended_at: when the session ended and the client left; None while it goes on.
    """

    id: str
    first_at: datetime
    last_at: datetime
    in_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """An asking that was made. reminded: the practice's days on which the client was reminded of it. told: a person
    was told that it stays unanswered."""

    asked_at: datetime
    answered_at: datetime | None = None
    reminded: tuple[date, ...] = ()
    told: bool = False


@dataclass(frozen=True, slots=True)
class AskingFacts:
    """One course. doses_typical: how many make a series. dosed and visits: in order of time. asked: by the key of its
    slot. answered: when each measure was sent, however it was asked. wants: the client has not stopped questionnaires.
    askable: the measures that may be shown to this practice's clients."""

    zone: ZoneInfo
    began_at: datetime
    doses_typical: int
    askable: frozenset[str]
    dosed: tuple[Dosed, ...] = ()
    visits: tuple[Visit, ...] = ()
    asked: Mapping[str, Asked] = field(default_factory=dict)
    answered: tuple[tuple[str, datetime], ...] = ()
    wants: bool = True

    def day(self, at: datetime) -> date:
        """The practice's date at this moment."""
        return at.astimezone(self.zone).date()
