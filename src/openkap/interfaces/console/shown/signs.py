"""The latest vital signs, each with its age and how it stands to the one before the dose."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from openkap.clinical.monitoring import ENTRY_LIMITS
from openkap.records.sessions.shapes import Dose, Entry, Reading

__all__ = ["LABELS", "READ", "Sign", "latest", "latest_signs", "written_reading"]

# Short names that fit above a field, and the values that are read, in the order in which monitors take them.
LABELS = {"sbp": "Systolic", "dbp": "Diastolic", "hr": "Heart rate", "spo2": "SpO₂", "rr": "Breaths", "moaas": "MOAA/S"}
READ: dict[str, Callable[[Reading], int | None]] = {
    "sbp": lambda reading: reading.systolic_mmhg,
    "dbp": lambda reading: reading.diastolic_mmhg,
    "hr": lambda reading: reading.heart_rate_per_min,
    "spo2": lambda reading: reading.spo2_percent,
    "rr": lambda reading: reading.respiratory_rate_per_min,
    "moaas": lambda reading: reading.moaas,
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One vital sign as it was last taken. taken_at: None where it was not taken yet; then value is empty.

    trend: the change since the last value before the first dose ("+18"); empty before a dose.
    """

    label: str
    value: str
    unit: str
    taken_at: datetime | None
    trend: str


@dataclass(frozen=True, slots=True)
class _Taken:
    value: int
    at: datetime


def latest(readings: Iterable[Entry]) -> dict[str, str]:
    """The last value of each sign, by the names of `clinical.monitoring.Vitals`; only those that were taken."""
    return {name: str(taken.value) for name in READ if (taken := _last(readings, name)) is not None}


def latest_signs(readings: tuple[Entry, ...], doses: tuple[Dose, ...]) -> tuple[Sign, ...]:
    """Blood pressure as one pair, then the others. `readings` in order of time, none of them struck."""
    before = [one for one in readings if doses and one.at <= doses[0].given_at]
    found = [_pressure(readings, before, bool(doses))]
    for name in ("hr", "spo2", "rr", "moaas"):
        taken, baseline = _last(readings, name), _last(before, name)
        unit = ENTRY_LIMITS[name].unit
        if taken is None:
            found.append(Sign(LABELS[name], "", unit, None, ""))
        else:
            trend = _trend(taken, baseline) if doses else ""
            found.append(Sign(LABELS[name], str(taken.value), unit, taken.at, trend))
    return tuple(found)


def written_reading(reading: Reading) -> str:
    """One reading in a line of the timeline: what was taken, nothing else."""
    parts = []
    if reading.systolic_mmhg is not None and reading.diastolic_mmhg is not None:
        parts.append(f"{reading.systolic_mmhg}/{reading.diastolic_mmhg} mmHg")
    for name in ("hr", "spo2", "rr", "moaas"):
        value = READ[name](reading)
        if value is not None:
            parts.append(f"{LABELS[name]} {value} {ENTRY_LIMITS[name].unit}".rstrip())
    return " · ".join(parts)


def _last(readings: Iterable[Entry], name: str) -> _Taken | None:
    found = None
    for entry in readings:
        if entry.reading is not None and (value := READ[name](entry.reading)) is not None:
            found = _Taken(value, entry.at)
    return found


def _pressure(readings: tuple[Entry, ...], before: list[Entry], dosed: bool) -> Sign:
    upper, lower = _last(readings, "sbp"), _last(readings, "dbp")
    if upper is None or lower is None:
        return Sign("Blood pressure", "", "mmHg", None, "")
    trend = ""
    if dosed:
        first, second = _last(before, "sbp"), _last(before, "dbp")
        if first is None or second is None:
            trend = "none before the dose"
        else:
            trend = f"{_signed(upper.value - first.value)}/{_signed(lower.value - second.value)}"
    return Sign("Blood pressure", f"{upper.value}/{lower.value}", "mmHg", upper.at, trend)


def _trend(taken: _Taken, baseline: _Taken | None) -> str:
    return "none before the dose" if baseline is None else _signed(taken.value - baseline.value)


def _signed(change: int) -> str:
    return "±0" if change == 0 else f"{'+' if change > 0 else '−'}{abs(change)}"
