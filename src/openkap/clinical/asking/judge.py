"""What is due of a client now, what was, what comes; whom to remind, and when to tell a person. Changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from openkap.clinical.asking.facts import Asked, AskingFacts
from openkap.clinical.asking.slots import Slot, slots
from openkap.knowledge.schedules import Schedule

__all__ = ["Asking", "Judgement", "State", "judge"]


class State(StrEnum):
    """How a slot stands."""

    AHEAD = "ahead"
    DUE = "due"
    LATE = "late"
    ANSWERED = "answered"
    STANDS = "stands"
    """Something so fresh was answered that it is not asked again."""
    CLOSED = "closed"
    """Its time passed without an answer."""


@dataclass(frozen=True, slots=True)
class Asking:
    slot: Slot
    state: State

    @property
    def is_due(self) -> bool:
        return self.state in (State.DUE, State.LATE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """askings: every slot of a measure that may be asked, in the order in which they open. to_ask: those to ask now,
    each once. to_remind, to_tell: keys of the slots to remind of today, and to tell a person of. quiet: a medicine
    session goes on or its peak has not passed: nothing is asked."""

    askings: tuple[Asking, ...]
    to_ask: tuple[Slot, ...]
    to_remind: tuple[str, ...]
    to_tell: tuple[str, ...]
    quiet: bool

    @property
    def due(self) -> tuple[Asking, ...]:
        return () if self.quiet else tuple(one for one in self.askings if one.is_due)

    @property
    def has_work(self) -> bool:
        return bool(self.to_ask or self.to_remind or self.to_tell)


def judge(schedule: Schedule, facts: AskingFacts, at: datetime) -> Judgement:
    """How everything that the schedule asks stands at this moment.

    While the client has stopped questionnaires nothing new is asked, nobody is reminded and nobody is told; what was
    asked before can still be answered.
    """
    laid_out = [slot for slot in slots(schedule, facts) if slot.measure in facts.askable]
    askings = tuple(Asking(slot, _state(schedule, facts, slot, at)) for slot in laid_out)
    quiet = _is_quiet(schedule, facts, at)
    active = [] if quiet or not facts.wants else [one for one in askings if one.is_due]
    waiting = {one.slot.key: facts.asked[one.slot.key] for one in active if one.slot.key in facts.asked}
    return Judgement(
        askings=askings,
        to_ask=tuple(one.slot for one in active if one.slot.key not in facts.asked),
        to_remind=_to_remind(schedule, facts, waiting, at),
        to_tell=tuple(key for key, asked in waiting.items() if _is_for_a_person(schedule, facts, asked, at)),
        quiet=quiet,
    )


def _state(schedule: Schedule, facts: AskingFacts, slot: Slot, at: datetime) -> State:
    asked = facts.asked.get(slot.key)
    if asked is not None and asked.answered_at is not None and asked.answered_at <= at:
        return State.ANSWERED
    if at < slot.opens_at:
        return State.AHEAD
    if asked is None and _stands(schedule, facts, slot, at):
        return State.STANDS
    if not slot.is_open(at):
        return State.CLOSED
    return State.LATE if at >= slot.late_at else State.DUE


def _stands(schedule: Schedule, facts: AskingFacts, slot: Slot, at: datetime) -> bool:
    """Whether the measure was sent since the event, no longer than some days before the slot opened."""
    earliest = max(slot.since, slot.opens_at - timedelta(days=schedule.stands_for_days))
    return any(measure == slot.measure and earliest <= sent <= at for measure, sent in facts.answered)


def _is_quiet(schedule: Schedule, facts: AskingFacts, at: datetime) -> bool:
    """Nobody in a medicine session is asked or reminded of anything, nor before its peak has passed."""
    return any(
        one.first_at <= at
        and (one.ended_at is None or at < one.ended_at or at < one.in_at + timedelta(minutes=schedule.peak_minutes))
        for one in facts.dosed[-1:]
    )


def _to_remind(schedule: Schedule, facts: AskingFacts, waiting: dict[str, Asked], at: datetime) -> tuple[str, ...]:
    """At most one reminder a day, for everything that waits since an earlier day; inside the hours for it."""
    today, clock = facts.day(at), at.astimezone(facts.zone).time()
    if not schedule.reminders.earliest <= clock < schedule.reminders.latest:
        return ()
    if any(today in asked.reminded for asked in facts.asked.values()):
        return ()
    return tuple(
        key
        for key, asked in waiting.items()
        if facts.day(asked.asked_at) < today
        and len(asked.reminded) < schedule.reminders.most
        and all(day < today for day in asked.reminded)
    )


def _is_for_a_person(schedule: Schedule, facts: AskingFacts, asked: Asked, at: datetime) -> bool:
    """The reminders are used up, the last on an earlier day, and nobody was told yet."""
    return (
        not asked.told
        and len(asked.reminded) >= schedule.reminders.most
        and all(day < facts.day(at) for day in asked.reminded)
        and facts.day(asked.asked_at) < facts.day(at)
    )
