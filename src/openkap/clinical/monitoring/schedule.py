"""When the next reading is due, and how long it has been waited for. The caller brings the time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from openkap.knowledge.routes.schema import Schedule

__all__ = ["DueState", "NextDue", "next_due"]


class DueState(StrEnum):
    NOT_DUE = "not due"
    DUE = "due"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class NextDue:
    """due_at: UTC; None where the schedule has no further timed reading (one is still taken before going home)."""

    due_at: datetime | None
    state: DueState


def next_due(
    *, route_schedule: Schedule, dosed_at: datetime, last_reading_at: datetime | None, now: datetime
) -> NextDue:
    """The first reading of the schedule that has not been taken.

    dosed_at: the last dose or booster, for each booster begins the schedule again; for an infusion its start.
    A reading serves every time of the schedule up to it, and one that follows it within the grace of TH-MISS.

    >>> from decimal import Decimal
    >>> plan = Schedule((5, 10), 15, Decimal(2), Decimal(5))
    >>> dosed = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    >>> now = dosed + timedelta(minutes=8)
    >>> next_due(route_schedule=plan, dosed_at=dosed, last_reading_at=None, now=now).state.value
    'amber'
    """
    began, present = dosed_at.astimezone(UTC), now.astimezone(UTC)
    early = timedelta(minutes=float(route_schedule.amber_after_minutes))
    served = None if last_reading_at is None else last_reading_at.astimezone(UTC) + early - began
    due = _first_after(route_schedule, served)
    if due is None:
        return NextDue(None, DueState.NOT_DUE)
    late = present - (began + due)
    if late < timedelta(0):
        state = DueState.NOT_DUE
    elif late < early:
        state = DueState.DUE
    elif late < timedelta(minutes=float(route_schedule.red_after_minutes)):
        state = DueState.AMBER
    else:
        state = DueState.RED
    return NextDue(began + due, state)


def _first_after(schedule: Schedule, served: timedelta | None) -> timedelta | None:
    """The first time of the schedule later than `served`, counted from the dose."""
    fixed = [timedelta(minutes=minute) for minute in schedule.at_minutes]
    for time in fixed:
        if served is None or time > served:
            return time
    if schedule.then_every_minutes is None:
        return None
    last, step = (fixed[-1] if fixed else timedelta(0)), timedelta(minutes=schedule.then_every_minutes)
    if served is None or served < last:
        return last + step
    return last + step * ((served - last) // step + 1)
