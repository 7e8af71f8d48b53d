"""Everything that happens in the demo, as steps in time. Steps of all people are done in the order of the clock, so
that the ledger of the demo reads like the ledger of a real clinic."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from openkap.services.ask_what_is_due import ask_what_is_due
from openkap.services.hand_over_reminder import hand_over_reminder, reminders_of_today
from openkap.terms.identity import Actor
from openkap.terms.moment import at_wall_clock

__all__ = ["Clinic", "Diary", "Script", "Step"]


@dataclass(frozen=True, slots=True)
class Clinic:
    """What the steps need to know of the clinic: its id, its zone, who works there, its rooms."""

    id: UUID
    zone: ZoneInfo
    now: datetime
    front: Actor
    guides: tuple[Actor, ...]
    prescriber: Actor
    monitor: Actor
    rooms: tuple[UUID, ...]

    def day(self, days_ago: int) -> date:
        return (self.now.astimezone(self.zone) - timedelta(days=days_ago)).date()

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        """A moment by the clinic's clock, so many days ago (negative: days ahead)."""
        return at_wall_clock(self.day(days_ago), time(hour, minute), self.zone)

    def ask(self, at: datetime) -> None:
        """What `openkap ask-due` does once a minute, in the demo once a day; the front desk hands the reminders over,
        but for those of today."""
        ask_what_is_due(within=self.id, at=at)
        if at < self.at(0, 0):
            for one in reminders_of_today(within=self.id, at=at):
                hand_over_reminder(within=self.id, by=self.front, at=at, client_id=one.client.id)


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    do: Callable[[datetime], object]


@dataclass(slots=True)
class Script:
    """The steps of one person. A step that would lie in the future is left out, and so is all that follows it."""

    now: datetime
    steps: list[Step] = field(default_factory=list)
    over: bool = False

    def add(self, at: datetime, do: Callable[[datetime], object]) -> None:
        if self.over or at > self.now:
            self.over = True
            return
        self.steps.append(Step(at, do))


@dataclass(slots=True)
class Diary:
    """Who and which room is taken when, so that the demo books as a front desk would: the first that is free."""

    taken: dict[UUID, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def book(self, needs: tuple[UUID, ...], start: datetime, minutes: int) -> datetime:
        """The first quarter of an hour from `start` on at which everything needed is free."""
        while not self._free(needs, start, minutes):
            start += timedelta(minutes=15)
        for need in needs:
            self.taken.setdefault(need, []).append((start, start + timedelta(minutes=minutes)))
        return start

    def _free(self, needs: tuple[UUID, ...], start: datetime, minutes: int) -> bool:
        end = start + timedelta(minutes=minutes)
        return all(end <= begins or start >= ends for need in needs for begins, ends in self.taken.get(need, []))
