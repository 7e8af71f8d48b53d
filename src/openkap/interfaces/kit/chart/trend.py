"""A course of values over weeks: severity bands as quiet tints, doses as diamonds, the last value written out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from html import escape

from django.utils.translation import gettext as _

from openkap.interfaces.kit import written
from openkap.interfaces.kit.chart.svg import (
    LETTER,
    WIDE,
    Scale,
    Svg,
    clear_of,
    element,
    events,
    path,
    picture,
    runs,
    text,
    thin,
)
from openkap.interfaces.kit.parts import Column, Row
from openkap.terms.quantity import write_number

__all__ = ["TrendBand", "TrendMark", "TrendPoint", "trend", "trend_columns", "trend_rows"]

_DATE_WIDTH = 96  # "23-Nov-2026" with air


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One value and what it is called ("14, moderate").

    A value of None is a gap that is known of: asked for, and not complete. It is drawn as one, a cross at the foot.
    `url`: where a tap on it leads.
    """

    at: datetime
    value: float | None
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TrendBand:
    """A named range of values, `low` to `high`. The first band given has the lightest tint."""

    low: float
    high: float
    name: str


@dataclass(frozen=True, slots=True)
class TrendMark:
    """Something that happened. Kind "dose" has a diamond; any other has its line and label only."""

    at: datetime
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the picture's inside lies, and how moments and values become places in it."""

    left: float
    right: float
    top: float
    bottom: float
    width: float
    across: Scale
    up: Scale
    day_zero: datetime | None


def trend(
    points: Sequence[TrendPoint],
    bands: Sequence[TrendBand],
    marks: Sequence[TrendMark],
    *,
    low: float,
    high: float,
    title: str,
    zone: tzinfo,
    unit: str = "",
    width: int = WIDE,
    gap: timedelta | None = None,
    baseline: float | None = None,
    day_zero: datetime | None = None,
) -> Svg:
    """The course of a value; `low` and `high` are the measure's own range, widened where a value lies outside it.

    The line breaks at a point without a value, and between points further apart than `gap`. Points may come in any
    order. With no value at all the picture says so. zone: the practice's, for the dates. baseline: a value that is
    held against the others, as a line across. day_zero: the axis counts days from here (a first dose), not dates.
    """
    ordered = sorted(points, key=lambda point: point.at)
    values = [point.value for point in ordered if point.value is not None]
    if not values:
        nothing = "Nothing to draw yet."
        words = text(nothing, width / 2, 42, anchor="middle")
        return picture(words, width=width, height=76, title=title, description=nothing)
    height = 280 if width >= WIDE else 250
    moments = [*(point.at for point in ordered), *(mark.at for mark in marks)]
    first, last = min(moments), max(moments)
    left, right, top, bottom = 34, width - 46, 42 if marks else 16, height - 30
    floor, ceiling = min(low, *values), max(high, *values)
    frame = _Frame(
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        width=width,
        across=Scale(first.timestamp(), last.timestamp(), left + 14, right - 8),
        up=Scale(floor, ceiling, bottom, top),
        day_zero=day_zero,
    )
    lines = _lines(ordered, gap, frame)
    return picture(
        *_bands(bands, [*lines, *([] if baseline is None else [_word_of(baseline, frame)])], frame),
        *_levels([floor, *(band.low for band in bands), ceiling], frame),
        *_days(first, last, zone, frame),
        *_events(marks, zone, frame),
        *([] if baseline is None else _baseline(baseline, frame)),
        *(path(line, cls="c-line") for line in lines),
        *_points(ordered, zone, frame),
        width=width,
        height=height,
        title=title,
        description=_in_words(ordered, marks, zone, unit),
        links=any(point.url for point in ordered),
    )


def trend_columns(value: str) -> tuple[Column, ...]:
    """Heads for `trend_rows`; `value` names what was measured."""
    return (Column(label=_("Day")), Column(label=value, number=True), Column(label=_("Note")))


def trend_rows(points: Sequence[TrendPoint], marks: Sequence[TrendMark], *, zone: tzinfo, unit: str = "") -> list[Row]:
    """The same rows as the picture, newest first: the form that can be read aloud."""
    rows: list[tuple[datetime, tuple[str, str]]] = [
        (point.at, ("not complete" if point.value is None else written.amount(point.value, unit), point.label))
        for point in points
    ]
    rows.extend((mark.at, ("", mark.label)) for mark in marks)
    rows.sort(key=lambda row: row[0], reverse=True)
    return [Row(cells=(_day_of(at, zone), *cells)) for at, cells in rows]


def _day_of(at: datetime, zone: tzinfo) -> str:
    return written.day(at.astimezone(zone).date())


def _bands(bands: Sequence[TrendBand], lines: list[list[tuple[float, float]]], frame: _Frame) -> Iterator[str]:
    for number, band in enumerate(bands):
        upper, lower = max(frame.up(band.high), frame.top), min(frame.up(band.low), frame.bottom)
        yield element(
            "rect",
            cls=f"c-band c-band-{min(number, 4)}",
            x=frame.left,
            y=upper,
            width=frame.right - frame.left,
            height=max(lower - upper, 0),
        )
        if lower - upper >= 17:
            long = len(band.name) * LETTER
            places = (frame.left + 7, frame.right - 7 - long, (frame.left + frame.right - long) / 2)
            x = next((x for x in places if clear_of(lines, x, upper, long, 19)), places[0])
            yield text(band.name, x, upper + 15)


def _levels(values: list[float], frame: _Frame) -> Iterator[str]:
    written_at = float("inf")
    for value in sorted(set(values)):
        y = frame.up(value)
        if written_at - y >= 15:
            yield text(write_number(value), frame.left - 7, y + 4, anchor="end")
            written_at = y


def _days(first: datetime, last: datetime, zone: tzinfo, frame: _Frame) -> Iterator[str]:
    yield element("path", cls="c-axis", d=f"M{thin(frame.left)} {thin(frame.bottom)}H{thin(frame.right)}")
    room = int((frame.right - frame.left) // _DATE_WIDTH) + 1
    pieces = 0 if first == last else max(1, min(room - 1, (last - first).days))
    for number in range(pieces + 1):
        at = first + (last - first) * (number / max(pieces, 1))
        x = frame.across(at.timestamp())
        label_at = min(max(x, frame.left + 8), frame.width - _DATE_WIDTH / 2)
        yield element("path", cls="c-axis", d=f"M{thin(x)} {thin(frame.bottom)}v5")
        said = _day_of(at, zone) if frame.day_zero is None else _counted(at, frame.day_zero)
        yield text(said, label_at, frame.bottom + 21, anchor="middle")


def _counted(at: datetime, zero: datetime) -> str:
    days = round((at - zero) / timedelta(days=1))
    return f"day {'−' if days < 0 else ''}{abs(days)}"


def _word_of(baseline: float, frame: _Frame) -> list[tuple[float, float]]:
    """Where the word on the baseline stands, for the names of the bands to keep clear of."""
    y = frame.up(baseline) - 8
    return [(frame.right - 8 * LETTER, y), (frame.right, y)]


def _baseline(value: float, frame: _Frame) -> Iterator[str]:
    y = frame.up(value)
    yield element("path", cls="c-limit", d=f"M{thin(frame.left)} {thin(y)}H{thin(frame.right)}")
    yield text("baseline", frame.right - 4, y - 5, anchor="end", cls="c-name")


def _events(marks: Sequence[TrendMark], zone: tzinfo, frame: _Frame) -> Iterator[str]:
    placed = (
        (frame.across(mark.at.timestamp()), mark.kind, mark.label, f"{_day_of(mark.at, zone)}: {mark.label}")
        for mark in sorted(marks, key=lambda mark: mark.at)
    )
    return events(placed, top=frame.top, foot=frame.bottom, width=frame.width)


def _lines(points: Sequence[TrendPoint], gap: timedelta | None, frame: _Frame) -> list[list[tuple[float, float]]]:
    places = (
        (
            point.at.timestamp(),
            frame.across(point.at.timestamp()),
            None if point.value is None else frame.up(point.value),
        )
        for point in points
    )
    return runs(places, gap=None if gap is None else gap.total_seconds())


def _points(points: Sequence[TrendPoint], zone: tzinfo, frame: _Frame) -> Iterator[str]:
    latest = max((number for number, point in enumerate(points) if point.value is not None), default=-1)
    for number, point in enumerate(points):
        x = frame.across(point.at.timestamp())
        told = element("title", escape(f"{_day_of(point.at, zone)}: {point.label}"))
        if point.value is None:
            cross = f"M{thin(x - 4)} {thin(frame.bottom - 12)}l8 8m0-8l-8 8"
            yield _leading(
                point, x, frame.bottom - 8, zone, element("g", told, element("path", cls="c-missing", d=cross))
            )
        elif number == latest:
            y = frame.up(point.value)
            yield _leading(point, x, y, zone, element("circle", told, cls="c-last", cx=x, cy=y, r=6.0))
            yield text(write_number(point.value), x + 11, y + 5, cls="c-strong")
        else:
            y = frame.up(point.value)
            yield _leading(point, x, y, zone, element("circle", told, cls="c-dot", cx=x, cy=y, r=4.5))


def _leading(point: TrendPoint, x: float, y: float, zone: tzinfo, drawn: str) -> str:
    """A point as a link where it leads somewhere, with room for a finger around it."""
    if not point.url:
        return drawn
    room = element("circle", cls="c-tap", cx=x, cy=y, r=29.0)
    return element("a", room, drawn, href=point.url, aria_label=f"{_day_of(point.at, zone)}: {point.label}")


def _in_words(points: Sequence[TrendPoint], marks: Sequence[TrendMark], zone: tzinfo, unit: str) -> str:
    known = [(point, point.value) for point in points if point.value is not None]
    values = [value for _, value in known]
    first, last = (_day_of(known[i][0].at, zone) for i in (0, -1))
    if len(known) == 1:
        words = f"One value, on {first}: {known[0][0].label}."
    else:
        words = (
            f"{len(known)} values from {first} to {last}, between {write_number(min(values))} and"
            f" {written.amount(max(values), unit)}. The last is {known[-1][0].label}."
        )
    missing = len(points) - len(known)
    if missing:
        words += f" {missing} not complete."
    if marks:
        words += f" {written.listed([mark.label for mark in marks])} {'is' if len(marks) == 1 else 'are'} marked."
    return words
