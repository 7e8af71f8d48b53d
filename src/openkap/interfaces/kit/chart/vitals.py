"""Blood pressure, pulse and oxygen over the minutes since the dose, one above the other on one clock."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from openkap.interfaces.kit import written
from openkap.interfaces.kit.chart.svg import (
    WIDE,
    Scale,
    Svg,
    element,
    events,
    minutes_axis,
    path,
    picture,
    runs,
    text,
    thin,
)
from openkap.interfaces.kit.parts import Column, Row
from openkap.terms.quantity import write_number

__all__ = ["VitalLimit", "VitalMark", "VitalReading", "vitals", "vitals_columns", "vitals_rows"]


@dataclass(frozen=True, slots=True)
class VitalReading:
    """What was read `minute` minutes after the (first) dose; before it the minute is negative. None = not taken.

    systolic, diastolic: mmHg; pulse: beats per minute; spo2: percent.
    """

    minute: float
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    spo2: int | None = None


@dataclass(frozen=True, slots=True)
class VitalMark:
    """Something that happened at a minute. Kind "dose" has a diamond."""

    minute: float
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class VitalLimit:
    """A limit that the site has set. sign: "bp", "pulse" or "spo2"; shown as a dashed line with its value."""

    sign: str
    value: float


@dataclass(frozen=True, slots=True)
class _Panel:
    """One sign: its name and unit, the range always shown, and how a reading gives its values."""

    sign: str
    name: str
    unit: str
    low: float
    high: float
    height: float
    values: tuple[Callable[[VitalReading], int | None], ...]


# The ranges are only how tall a panel is drawn; a value outside widens its panel. They are no limits.
_PANELS = (
    _Panel("bp", "Blood pressure", "mmHg", 60, 180, 110, (lambda r: r.systolic, lambda r: r.diastolic)),
    _Panel("pulse", "Pulse", "/min", 50, 120, 70, (lambda r: r.pulse,)),
    _Panel("spo2", "SpO₂", "%", 88, 100, 60, (lambda r: r.spo2,)),
)


def vitals(
    readings: Sequence[VitalReading],
    marks: Sequence[VitalMark],
    *,
    title: str,
    limits: Sequence[VitalLimit] = (),
    width: int = WIDE,
    gap_minutes: float | None = None,
    until: float = 5.0,
) -> Svg:
    """Three panels on one clock, which runs `until` that minute at least. A line breaks where a value was not taken and
    where readings lie further apart than `gap_minutes`. With no reading the picture says so."""
    ordered = sorted(readings, key=lambda reading: reading.minute)
    if not ordered:
        nothing = "No readings yet."
        words = text(nothing, width / 2, 42, anchor="middle")
        return picture(words, width=width, height=76, title=title, description=nothing)
    left, right, top = 34.0, width - 64.0, 42.0
    minutes = [*(reading.minute for reading in ordered), *(mark.minute for mark in marks)]
    first, last = min(0.0, *minutes), max(until, *minutes)
    across = Scale(first, last, left + 6, right - 6)
    drawn: list[str] = []
    upper = top
    for panel in _PANELS:
        drawn.extend(_panel(panel, ordered, limits, across, left, right, upper + 20, gap_minutes))
        upper += panel.height + 30
    foot = upper
    return picture(
        *minutes_axis(first, last, across, left, right, foot),
        *_events(marks, across, top, foot, width),
        *drawn,
        width=width,
        height=foot + 32,
        title=title,
        description=_in_words(ordered, marks),
    )


def vitals_columns() -> tuple[Column, ...]:
    """Heads for `vitals_rows`."""
    return (
        Column(label="Since dose"),
        Column(label="Blood pressure", number=True),
        Column(label="Pulse", number=True),
        Column(label="SpO₂", number=True),
        Column(label="Event"),
    )


def vitals_rows(readings: Sequence[VitalReading], marks: Sequence[VitalMark]) -> list[Row]:
    """The same rows as the picture in order of time."""
    rows: list[tuple[float, tuple[str, ...]]] = [
        (
            reading.minute,
            (
                written.blood_pressure(reading.systolic, reading.diastolic),
                _taken(reading.pulse, "/min"),
                _taken(reading.spo2, "%"),
                "",
            ),
        )
        for reading in readings
    ]
    rows.extend((mark.minute, ("", "", "", mark.label)) for mark in marks)
    rows.sort(key=lambda row: row[0])
    return [Row(cells=(_since(minute), *cells)) for minute, cells in rows]


def _taken(value: int | None, unit: str) -> str:
    return "not taken" if value is None else written.amount(value, unit)


def _panel(
    panel: _Panel,
    readings: Sequence[VitalReading],
    limits: Sequence[VitalLimit],
    across: Scale,
    left: float,
    right: float,
    upper: float,
    gap_minutes: float | None,
) -> Iterator[str]:
    own_limits = [limit.value for limit in limits if limit.sign == panel.sign]
    taken = [value for reading in readings for read in panel.values if (value := read(reading)) is not None]
    low, high = min([panel.low, *own_limits, *taken]), max([panel.high, *own_limits, *taken])
    lower = upper + panel.height
    up = Scale(low, high, lower, upper)
    yield text(f"{panel.name}, {panel.unit}", left + 2, upper - 7, cls="c-name")
    for end in (low, high):
        yield element("path", cls="c-axis", d=f"M{thin(left)} {thin(up(end))}H{thin(right)}")
        yield text(write_number(end), left - 6, up(end) + 4, anchor="end")
    for limit in own_limits:
        yield element("path", cls="c-limit", d=f"M{thin(left)} {thin(up(limit))}H{thin(right)}")
        if min(up(limit) - upper, lower - up(limit)) >= 15:
            yield text(write_number(limit), left - 6, up(limit) + 4, anchor="end")
    for number, read in enumerate(panel.values):
        places = ((r.minute, across(r.minute), None if (v := read(r)) is None else up(v)) for r in readings)
        for run in runs(places, gap=gap_minutes):
            yield path(run, cls="c-line c-line-2" if number else "c-line")
    if panel.sign == "bp":
        yield from _pressure_bars(readings, across, up)
    for read in panel.values:
        for reading in readings:
            if (value := read(reading)) is not None:
                yield element("circle", cls="c-dot", cx=across(reading.minute), cy=up(value), r=3.0)
    yield from _latest(panel, readings, across, up, right)


def _pressure_bars(readings: Sequence[VitalReading], across: Scale, up: Scale) -> Iterator[str]:
    for reading in readings:
        if reading.systolic is not None and reading.diastolic is not None:
            x, upper, lower = across(reading.minute), up(reading.systolic), up(reading.diastolic)
            yield element("path", cls="c-bar", d=f"M{thin(x)} {thin(upper)}V{thin(lower)}")


def _latest(panel: _Panel, readings: Sequence[VitalReading], across: Scale, up: Scale, right: float) -> Iterator[str]:
    for reading in reversed(readings):
        # Both halves of a pair come from one reading: 138 now and 98 half an hour ago are not 138/98.
        halves = [read(reading) for read in panel.values]
        places = [up(half) for half in halves if half is not None]
        if places:
            for y in places:
                yield element("circle", cls="c-last", cx=across(reading.minute), cy=y, r=4.5)
            words = "/".join("–" if half is None else str(half) for half in halves)
            yield text(words, right + 4, sum(places) / len(places) + 5, cls="c-strong")
            return


def _events(marks: Sequence[VitalMark], across: Scale, top: float, foot: float, width: float) -> Iterator[str]:
    placed = (
        (across(mark.minute), mark.kind, mark.label, f"{_since(mark.minute)}: {mark.label}")
        for mark in sorted(marks, key=lambda mark: mark.minute)
    )
    return events(placed, top=top, foot=foot, width=width)


def _since(minute: float) -> str:
    return f"{write_number(round(minute, 1))} min".replace("-", "−")


def _in_words(readings: Sequence[VitalReading], marks: Sequence[VitalMark]) -> str:
    last = readings[-1]
    words = (
        f"{len(readings)} reading{'s' if len(readings) > 1 else ''}. The last, at {_since(last.minute)}: blood pressure"
        f" {written.blood_pressure(last.systolic, last.diastolic)}, pulse {_taken(last.pulse, '/min')},"
        f" SpO₂ {_taken(last.spo2, '%')}."
    )
    if marks:
        told = written.listed([f"{mark.label} at {_since(mark.minute)}" for mark in marks])
        words += f" Marked: {told}."
    return words
