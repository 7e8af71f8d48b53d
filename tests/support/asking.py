"""A course as the asking sees it, written as days and hours by the practice's clock, for tables and for random ways."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openkap.clinical.asking import Asked, AskingFacts, Dosed, Judgement, Visit, judge
from openkap.knowledge.schedules import Schedule

CHICAGO = ZoneInfo("America/Chicago")


def moment(day: str, clock: str = "12:00", zone: ZoneInfo = CHICAGO) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=zone).astimezone(UTC)


def every_measure(schedule: Schedule) -> frozenset[str]:
    return frozenset(ask.measure for occasion in schedule.occasions for ask in occasion.asks)


def dosed(at: datetime, *, key: str = "", minutes: int = 120, infusion: int = 0, ended: bool = True) -> Dosed:
    """A medicine session with one dose, which ended so many minutes after it."""
    return Dosed(
        id=key or f"dose of {at.isoformat()}",
        first_at=at,
        last_at=at,
        in_at=at + timedelta(minutes=infusion),
        ended_at=at + timedelta(minutes=minutes) if ended else None,
    )


class Course:
    """One course lived step by step: `pass_by` is what `openkap ask-due` does, with the records in memory."""

    def __init__(self, schedule: Schedule, began_at: datetime, *, typical: int = 3, zone: ZoneInfo = CHICAGO) -> None:
        self.schedule = schedule
        self.facts = AskingFacts(zone, began_at, typical, every_measure(schedule))
        self.messages: list[datetime] = []
        self.told: list[str] = []

    def give(self, one: Dosed) -> None:
        self.facts = replace(self.facts, dosed=(*self.facts.dosed, one))

    def visit(self, kind: str, at: datetime, key: str = "") -> None:
        visits = (*self.facts.visits, Visit(key or f"{kind} {at.isoformat()}", kind, at))
        self.facts = replace(self.facts, visits=tuple(sorted(visits, key=lambda one: one.planned_at)))

    def choose(self, wants: bool) -> None:
        self.facts = replace(self.facts, wants=wants)

    def judge(self, at: datetime) -> Judgement:
        return judge(self.schedule, self.facts, at)

    def pass_by(self, at: datetime) -> Judgement:
        """Asks, reminds and tells what is due at this moment. Gives the judgement that it was done by."""
        found = self.judge(at)
        asked = dict(self.facts.asked)
        for slot in found.to_ask:
            assert slot.key not in asked
            asked[slot.key] = Asked(at)
        for key in found.to_remind:
            asked[key] = replace(asked[key], reminded=(*asked[key].reminded, self.facts.day(at)))
        for key in found.to_tell:
            asked[key] = replace(asked[key], told=True)
        self.messages += [at] if found.to_remind else []
        self.told += found.to_tell
        self.facts = replace(self.facts, asked=asked)
        return found

    def answer(self, key: str, at: datetime) -> None:
        asked = {**self.facts.asked, key: replace(self.facts.asked[key], answered_at=at)}
        answered = (*self.facts.answered, (key.rsplit(":", 1)[1], at))
        self.facts = replace(self.facts, asked=asked, answered=answered)

    def answer_all(self, at: datetime) -> None:
        for key, asked in self.facts.asked.items():
            if asked.answered_at is None:
                self.answer(key, at)

    def due(self, at: datetime) -> dict[str, list[str]]:
        """What is due now: measures by occasion."""
        found: dict[str, list[str]] = {}
        for one in self.judge(at).due:
            found.setdefault(one.slot.occasion, []).append(one.slot.measure)
        return found
