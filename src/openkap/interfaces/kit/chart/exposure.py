"""A predicted concentration over the minutes since the dose, as a band between people: one, or two to compare.

Predicted is never drawn like measured: a band without dots, and words in the picture that say so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
    text,
    thin,
)
from openkap.interfaces.kit.chart.vitals import VitalMark
from openkap.interfaces.kit.parts import Column, Row
from openkap.terms.quantity import write_number

__all__ = ["ExposureBand", "exposure", "exposure_columns", "exposure_rows"]

_TICKS = (1, 2, 5)
_ROW_MINUTES = 30


@dataclass(frozen=True, slots=True)
class ExposureBand:
    """One curve: at each minute since the dose the middle of all people, and between which values most of them lie."""

    name: str
    minutes: Sequence[float]
    low: Sequence[float]
    middle: Sequence[float]
    high: Sequence[float]


def exposure(
    bands: Sequence[ExposureBand],
    marks: Sequence[VitalMark],
    *,
    title: str,
    subject: str,
    unit: str = "ng/mL",
    width: int = WIDE,
    since: float = 0.0,
    now: VitalMark | None = None,
) -> Svg:
    """One band, or two: the second is drawn as an outline with a broken line, so that colour is not needed.

    subject: what is predicted ("Ketamine at the effect site"). since: where the clock begins, which lets the picture
    stand below another on one clock. now: when it was drawn.
    """
    left, right, top = 34.0, width - 64.0, 42.0 if marks else 18.0
    heads = [f"{subject}, {unit}: predicted, not measured"]
    if width < WIDE:
        heads = [f"{subject}, {unit}:", "predicted, not measured"]
    upper = top + 4 + 18 * (len(heads) + (len(bands) if len(bands) > 1 else 0))
    foot = upper + (150 if width >= WIDE else 130)
    last = max(band.minutes[-1] for band in bands)
    across = Scale(min(0.0, since), last, left + 6, right - 6)
    highest = max(max(band.high) for band in bands)
    up = Scale(0.0, highest * 1.04, foot, upper)
    placed = ((across(mark.minute), mark.kind, mark.label, _told(mark)) for mark in marks)
    return picture(
        *minutes_axis(min(0.0, since), last, across, left, right, foot),
        *_levels(highest, up, left, right),
        *(piece for number, band in enumerate(bands) for piece in _band(band, across, up, second=number > 0)),
        *events(placed, top=top, foot=foot, width=width),
        *_now(now, last, across, upper, foot),
        *(text(head, left + 2, top + 13 + 18 * number, cls="c-name") for number, head in enumerate(heads)),
        *(_legend(bands, left + 2, top + 13 + 18 * len(heads)) if len(bands) > 1 else ()),
        width=width,
        height=foot + 32,
        title=title,
        description=_in_words(bands, marks, subject, unit),
    )


def exposure_columns(bands: Sequence[ExposureBand], unit: str = "ng/mL") -> tuple[Column, ...]:
    """Heads for `exposure_rows`."""
    names = [
        f"{band.name}, {unit}" if len(bands) > 1 else _("Middle and range, %(unit)s") % {"unit": unit} for band in bands
    ]
    return (Column(label=_("Since dose")), *(Column(label=name, number=True) for name in names))


def exposure_rows(bands: Sequence[ExposureBand]) -> list[Row]:
    """The same as the picture every half hour: the middle, and in brackets between what most people lie."""
    last = max(band.minutes[-1] for band in bands)
    rows = []
    for minute in range(0, int(last) + 1, _ROW_MINUTES):
        rows.append(Row(cells=(f"{minute} min", *(_at(band, minute) for band in bands))))
    return rows


def _at(band: ExposureBand, minute: int) -> str:
    if minute > band.minutes[-1]:
        return ""
    nearest = min(range(len(band.minutes)), key=lambda at: abs(band.minutes[at] - minute))
    low, middle, high = (_figure(values[nearest]) for values in (band.low, band.middle, band.high))
    return _("%(middle)s (%(low)s to %(high)s)") % {"middle": middle, "low": low, "high": high}


def _figure(value: float) -> str:
    """Two figures, or whole numbers from 100 on: a model knows no more."""
    return write_number(float(f"{value:.2g}")) if value < 100 else str(round(value))


def _band(band: ExposureBand, across: Scale, up: Scale, *, second: bool) -> Iterator[str]:
    upper = [(across(minute), up(value)) for minute, value in zip(band.minutes, band.high, strict=True)]
    lower = [(across(minute), up(value)) for minute, value in zip(band.minutes, band.low, strict=True)]
    if second:
        yield path(upper, cls="c-edge")
        yield path(lower, cls="c-edge")
    else:
        around = "L".join(f"{thin(x)} {thin(y)}" for x, y in [*upper, *reversed(lower)])
        yield element("path", cls="c-range", d=f"M{around}Z")
    middle = [(across(minute), up(value)) for minute, value in zip(band.minutes, band.middle, strict=True)]
    yield path(middle, cls="c-line c-line-3" if second else "c-line")


def _levels(highest: float, up: Scale, left: float, right: float) -> Iterator[str]:
    """Two to five round numbers, from nothing on."""
    size = 1.0
    while size * 50 < highest:
        size *= 10
    step = next((size * tick for tick in _TICKS if highest / (size * tick) < 5.5), size * 10)
    for number in range(int(highest // step) + 1):
        y = up(number * step)
        yield element("path", cls="c-axis", d=f"M{thin(left)} {thin(y)}H{thin(right)}")
        yield text(write_number(number * step), left - 6, y + 4, anchor="end")


def _now(now: VitalMark | None, last: float, across: Scale, upper: float, foot: float) -> Iterator[str]:
    if now is not None and 0 <= now.minute <= last:
        x = across(now.minute)
        yield element("path", cls="c-now", d=f"M{thin(x)} {thin(upper)}V{thin(foot)}")
        yield text(now.label, x + 5, upper + 11)


def _legend(bands: Sequence[ExposureBand], left: float, upper: float) -> Iterator[str]:
    for number, band in enumerate(bands):
        y = upper + 18 * number
        line = element("path", cls="c-line c-line-3" if number else "c-line", d=f"M{thin(left)} {thin(y - 4)}h26")
        yield element("g", line, text(band.name, left + 34, y, cls="c-name"))


def _told(mark: VitalMark) -> str:
    return f"{write_number(round(mark.minute, 1))} min: {mark.label}"


def _in_words(bands: Sequence[ExposureBand], marks: Sequence[VitalMark], subject: str, unit: str) -> str:
    words = [f"{subject}, predicted and not measured."]
    for band in bands:
        peak = max(range(len(band.middle)), key=lambda at: band.middle[at])
        low, middle, high = (_figure(values[peak]) for values in (band.low, band.middle, band.high))
        name = f"{band.name}: the" if len(bands) > 1 else "The"
        words.append(
            f"{name} middle is highest {round(band.minutes[peak])} min after the dose, at {middle} {unit}; most people"
            f" lie between {low} and {high} then."
        )
    if marks:
        words.append(
            f"Marked: {written.listed([f'{mark.label} at {_told(mark).split(chr(58))[0]}' for mark in marks])}."
        )
    return " ".join(words)
