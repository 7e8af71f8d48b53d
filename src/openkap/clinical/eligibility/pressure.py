"""Blood pressure before the dose: measured, measured again after rest, held for the prescriber, or another day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from openkap.terms.refusal import BadInput

__all__ = ["Pressure", "PressureHold", "PressureState", "pressure_hold"]

_READINGS_UNTIL_HELD = 3  # the first, and two after rest (RC-01)


@dataclass(frozen=True, slots=True)
class Pressure:
    """One blood pressure of today, mmHg. A reading that was corrected is given as it stands now, once."""

    at: datetime
    sbp: int
    dbp: int


class PressureState(StrEnum):
    UNKNOWN = "unknown"
    FINE = "fine"
    REPEAT = "repeat after rest"
    HELD = "held for the prescriber"
    DEFERRED = "another day"


@dataclass(frozen=True, slots=True)
class PressureHold:
    """because: the sentence. repeat_from: the earliest moment of the next reading (UTC), where one is asked for."""

    state: PressureState
    because: str
    repeat_from: datetime | None = None


def pressure_hold(*, readings: Sequence[Pressure], at: datetime, values: Mapping[str, Decimal]) -> PressureHold:
    """What today's blood pressures come to at the moment `at`, whose zone is that of the clinic's clock: times are said
    by it.

    readings: today's, in any order. values: the site's numbers (`knowledge.rules.site_values`): the hold and defer
    limits, the rest, and how old the last reading may be. Raises BadInput for a reading in the future.

    A reading at or above the defer limit ends the day by policy. One at or above the hold limit is measured again after
    rest; the third high one, each at least the rest apart, is the prescriber's to weigh. A reading below the limits
    clears, however many were high before it.

    >>> from openkap.knowledge.rules import DEFAULT_SITE, site_values
    >>> noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    >>> pressure_hold(readings=[Pressure(noon, 142, 84)], at=noon, values=site_values(DEFAULT_SITE)).state.value
    'repeat after rest'
    """
    now = at.astimezone(UTC)
    local = [replace(reading, at=reading.at.astimezone(at.tzinfo)) for reading in readings]
    today = sorted(local, key=lambda reading: reading.at.astimezone(UTC))
    if not today:
        return PressureHold(PressureState.UNKNOWN, "No blood pressure has been measured today.")
    last = today[-1]
    if last.at.astimezone(UTC) > now:
        raise BadInput("blood pressure", "A reading lies in the future; check its time.")
    deferring = [each for each in today if _reaches(each, values, "bp-defer")]
    if deferring:
        return PressureHold(
            PressureState.DEFERRED,
            f"{_spoken(deferring[-1])} is {_limit(values, 'bp-defer')} or more: by policy no dose on this day.",
        )
    if now - last.at.astimezone(UTC) > timedelta(minutes=int(values["vitals-age"])):
        return PressureHold(PressureState.UNKNOWN, f"The last blood pressure is older than {values['vitals-age']} min.")
    if not _reaches(last, values, "bp-hold"):
        return PressureHold(PressureState.FINE, f"{_spoken(last)} is below {_limit(values, 'bp-hold')}.")
    return _after_rest(today, values)


def _after_rest(today: Sequence[Pressure], values: Mapping[str, Decimal]) -> PressureHold:
    """Counts the high readings at the end of the day so far that lie at least the rest apart."""
    rest = timedelta(minutes=int(values["bp-rest-low"]))
    counted: list[Pressure] = []
    for reading in today:
        if not _reaches(reading, values, "bp-hold"):
            counted = []
        elif not counted or reading.at.astimezone(UTC) - counted[-1].at.astimezone(UTC) >= rest:
            counted.append(reading)
    spoken = f"{_spoken(today[-1])} is {_limit(values, 'bp-hold')} or more"
    if len(counted) >= _READINGS_UNTIL_HELD:
        return PressureHold(
            PressureState.HELD, f"{spoken}, and was so on {len(counted)} readings after rest: the prescriber weighs it."
        )
    return PressureHold(
        PressureState.REPEAT,
        f"{spoken}: measure again after {values['bp-rest-low']} to {values['bp-rest-high']} min of rest "
        f"(reading {len(counted)} of {_READINGS_UNTIL_HELD}).",
        counted[-1].at.astimezone(UTC) + rest,
    )


def _reaches(reading: Pressure, values: Mapping[str, Decimal], limit: str) -> bool:
    return reading.sbp >= values[f"{limit}-systolic"] or reading.dbp >= values[f"{limit}-diastolic"]


def _spoken(reading: Pressure) -> str:
    return f"{reading.sbp}/{reading.dbp} mmHg at {reading.at:%H:%M}"


def _limit(values: Mapping[str, Decimal], limit: str) -> str:
    return f"{values[f'{limit}-systolic']}/{values[f'{limit}-diastolic']} mmHg"
