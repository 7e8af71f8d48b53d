"""The places at which a schedule asks something of a client, laid out around the doses as they were given."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from openkap.clinical.asking.days import add_months, at_clock
from openkap.clinical.asking.facts import AskingFacts, Dosed
from openkap.knowledge.schedules import Anchor, Occasion, Schedule

__all__ = ["Slot", "slots"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One measure on one occasion, counted from one event.

    key: the same for as long as the event stands, so that it is asked once. since: that event; an answer from before it
    does not stand for this slot. closes_at: from when it is no longer asked; None: stays open until it is answered.
    """

    key: str
    occasion: str
    measure: str
    since: datetime
    opens_at: datetime
    late_at: datetime
    closes_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an occasion falls, once for all its measures."""

    event: str
    since: datetime
    opens_at: datetime
    late_at: datetime
    closes_at: datetime | None = None


def slots(schedule: Schedule, facts: AskingFacts) -> list[Slot]:
    """Every slot that the facts give rise to, also ahead of time, in the order in which they open.

    Only the last dose counts: a new one takes the place of what counted from the one before. Of two slots that ask the
    same measure after a dose, the later closes the earlier, so that nobody finds the same form twice.
    """
    found = [
        Slot(f"{occasion.key}:{place.event}:{ask.measure}", occasion.key, ask.measure, *_times(place))
        for occasion in schedule.occasions
        for place in _PLACES[occasion.anchor](schedule, occasion, facts)
        if place.closes_at is None or place.opens_at < place.closes_at
        for ask in occasion.asks
    ]
    found.sort(key=lambda slot: slot.opens_at)
    ends: dict[str, datetime] = {}
    settled = []
    after_dose = _of_dose(schedule)
    for slot in reversed(found):
        later = ends.get(slot.measure)
        if slot.occasion in after_dose:
            if later is not None and slot.opens_at < later:
                slot = replace(slot, closes_at=min(later, slot.closes_at) if slot.closes_at else later)
            ends[slot.measure] = slot.opens_at
        settled.append(slot)
    return settled[::-1]


def _of_dose(schedule: Schedule) -> frozenset[str]:
    early = (Anchor.COURSE, Anchor.PREPARATION)
    return frozenset(occasion.key for occasion in schedule.occasions if occasion.anchor not in early)


def _times(place: _Place) -> tuple[datetime, datetime, datetime, datetime | None]:
    return place.since, place.opens_at, place.late_at, place.closes_at


def _place(schedule: Schedule, occasion: Occasion, facts: AskingFacts, event: str, since: datetime) -> _Place:
    """Counted from `since`: hours as real hours, days and months on the practice's calendar."""
    opens_at = since + timedelta(hours=occasion.opens_hours)
    if occasion.opens_days or occasion.opens_months:
        day = add_months(facts.day(since), occasion.opens_months) + timedelta(days=occasion.opens_days)
        opens_at = at_clock(day, schedule.opens_at, facts.zone)
    return _Place(event, since, opens_at, opens_at + timedelta(hours=occasion.late_hours), _closing(occasion, opens_at))


def _closing(occasion: Occasion, opens_at: datetime) -> datetime | None:
    return opens_at + timedelta(hours=occasion.closes_hours) if occasion.closes_hours else None


def _from_course(schedule: Schedule, occasion: Occasion, facts: AskingFacts) -> Iterator[_Place]:
    yield _place(schedule, occasion, facts, "course", facts.began_at)


def _before_preparation(schedule: Schedule, occasion: Occasion, facts: AskingFacts) -> Iterator[_Place]:
    """The next session takes the place of the one before, and a dose of them all."""
    visits = [visit for visit in facts.visits if visit.kind == "preparation"]
    opened = [visit.planned_at + timedelta(hours=occasion.opens_hours) for visit in visits]
    for number, visit in enumerate(visits):
        dose = next((one.first_at for one in facts.dosed if one.first_at > visit.planned_at), None)
        following = visit.planned_at if number + 1 < len(visits) else None
        ends = [end for end in (dose, following) if end is not None]
        # From the end of the one before on, so that two that are booked at once do not both ask.
        opens_at = max(opened[number], visits[number - 1].planned_at) if number else opened[number]
        yield _Place(visit.id, opens_at, opens_at, visit.planned_at, min(ends, default=None))


def _on_day_of_dose(schedule: Schedule, occasion: Occasion, facts: AskingFacts) -> Iterator[_Place]:
    for visit in facts.visits:
        if visit.kind == "medicine":
            day = facts.day(visit.planned_at)
            starts = at_clock(day, time.min, facts.zone)
            ends = at_clock(day + timedelta(days=1), time.min, facts.zone)
            dose = next((one.first_at for one in facts.dosed if one.id == visit.id), ends)
            yield _Place(visit.id, starts, starts, visit.planned_at, min(dose, ends))


def _after_return(schedule: Schedule, occasion: Occasion, facts: AskingFacts) -> Iterator[_Place]:
    """Once the client has left and the peak has passed, whichever is later."""
    last = _last(facts)
    if last is not None and last.ended_at is not None:
        returned = max(last.ended_at, last.in_at + timedelta(minutes=schedule.peak_minutes))
        yield _place(schedule, occasion, facts, last.id, returned)


def _after_dose(schedule: Schedule, occasion: Occasion, facts: AskingFacts) -> Iterator[_Place]:
    last = _last(facts)
    if last is None:
        return
    first = _place(schedule, occasion, facts, last.id, last.last_at)
    yield from _repeated(schedule, occasion, facts, first)


def _in_series(schedule: Schedule, occasion: Occasion, facts: AskingFacts) -> Iterator[_Place]:
    series = _series(schedule, facts)
    if series:
        first = _place(schedule, occasion, facts, series[0].id, series[0].last_at)
        yield from _repeated(schedule, occasion, facts, first)


def _at_end_of_series(schedule: Schedule, occasion: Occasion, facts: AskingFacts) -> Iterator[_Place]:
    last = _last(facts)
    if last is not None:
        place = _place(schedule, occasion, facts, last.id, last.last_at)
        opens_at = max(place.opens_at, _series_over_at(schedule, facts, last))
        late_at = opens_at + timedelta(hours=occasion.late_hours)
        yield replace(place, opens_at=opens_at, late_at=late_at, closes_at=_closing(occasion, opens_at))


def _repeated(schedule: Schedule, occasion: Occasion, facts: AskingFacts, first: _Place) -> Iterator[_Place]:
    """The place itself, or one at each interval until the series is over."""
    last = _last(facts)
    if not occasion.every_days or last is None:
        yield first
        return
    over_at = _series_over_at(schedule, facts, last)
    number, day = 1, facts.day(first.opens_at)
    while (opens_at := at_clock(day, schedule.opens_at, facts.zone)) < over_at:
        day += timedelta(days=occasion.every_days)
        following = at_clock(day, schedule.opens_at, facts.zone)
        late_at = opens_at + timedelta(hours=occasion.late_hours)
        yield _Place(f"{first.event}:{number}", first.since, opens_at, late_at, min(following, over_at))
        number += 1


def _series_over_at(schedule: Schedule, facts: AskingFacts, last: Dosed) -> datetime:
    """When the series is over: with its last usual dose, else so many days after the last one there was."""
    if len(_series(schedule, facts)) >= facts.doses_typical:
        return last.last_at
    return at_clock(
        facts.day(last.last_at) + timedelta(days=schedule.series_over_after_days), schedule.opens_at, facts.zone
    )


def _series(schedule: Schedule, facts: AskingFacts) -> list[Dosed]:
    """The doses of the last series: those with no longer pause between them than ends one."""
    series: list[Dosed] = []
    for dosed in facts.dosed:
        pause = facts.day(dosed.first_at) - facts.day(series[-1].last_at) if series else timedelta()
        series = [dosed] if pause.days > schedule.series_over_after_days else [*series, dosed]
    return series


def _last(facts: AskingFacts) -> Dosed | None:
    return facts.dosed[-1] if facts.dosed else None


_PLACES = {
    Anchor.COURSE: _from_course,
    Anchor.PREPARATION: _before_preparation,
    Anchor.DAY_OF_DOSE: _on_day_of_dose,
    Anchor.RETURN: _after_return,
    Anchor.DOSE: _after_dose,
    Anchor.SERIES: _in_series,
    Anchor.SERIES_END: _at_end_of_series,
}
