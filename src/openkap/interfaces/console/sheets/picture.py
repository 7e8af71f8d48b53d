"""The session in one picture for print: pressure, heart rate, oxygen, distress and the predicted concentration on the
clock of the first dose."""

from collections.abc import Callable
from datetime import datetime
from xml.sax.saxutils import escape

from openkap.clinical.kinetics import Exposure
from openkap.services.read_room import Room

__all__ = ["picture"]

_WIDTH, _LEFT, _RIGHT = 760, 34, 8
_INSIDE = _WIDTH - _LEFT - _RIGHT
_UPPER = (10, 150, 40.0, 200.0)  # top, bottom, lowest and highest value: mmHg and beats per minute
_OXYGEN = (158, 190, 85.0, 100.0)
_DISTRESS = (198, 230, 0.0, 10.0)
_PREDICTED = (238, 284)  # top, bottom; from 0 to the highest value of the band


def picture(room: Room, exposure: Exposure | None = None) -> str | None:
    """SVG with nothing outside itself; None where nothing was measured. exposure: what is predicted of the doses."""
    if not room.readings:
        return None
    zero = room.doses[0].given_at if room.doses else room.readings[0].at
    moments = [one.at for one in room.entries] + [one.at for one in room.readings]
    first, last = _minute(zero, min(moments)), max(_minute(zero, max(moments)), 30.0)

    def x(at: datetime) -> float:
        return _LEFT + (_minute(zero, at) - first) / (last - first) * _INSIDE

    foot = _PREDICTED[1] if exposure else _DISTRESS[1]
    parts = [_frame(band) for band in (_UPPER, _OXYGEN, _DISTRESS)]
    if exposure:
        parts += _predicted(exposure, lambda minute: _LEFT + (minute - first) / (last - first) * _INSIDE, first, last)
    parts += [_label(2, y, words) for y, words in ((70, "mmHg"), (82, "/min"), (176, "SpO₂"), (216, "0–10"))]
    for minute in range(int(first // 15 * 15), int(last) + 1, 15):
        if minute >= first:
            at = _LEFT + (minute - first) / (last - first) * _INSIDE
            parts.append(_rule(at, 10, foot, "#ddd"))
            parts.append(_label(at, foot + 14, f"{minute}", "middle"))
    readings = [(x(one.at), one.reading) for one in room.readings if one.reading is not None]
    for name, colour in (("systolic_mmhg", "#333"), ("diastolic_mmhg", "#333"), ("heart_rate_per_min", "#b4513a")):
        parts.append(_line([(at, getattr(signs, name)) for at, signs in readings], _UPPER, colour))
    parts.append(_line([(at, signs.spo2_percent) for at, signs in readings], _OXYGEN, "#2b6a7c"))
    parts.append(_line([(x(at), level) for at, level in room.distress.levels], _DISTRESS, "#7a5a9a"))
    for dose in room.doses:
        parts.append(_rule(x(dose.given_at), 4, foot, "#a86a10", 1.4))
        parts.append(f'<path d="M{x(dose.given_at):.1f} 0l4 4-4 4-4-4z" fill="#a86a10"/>')
    for entry in room.entries:
        if entry.kind == "event" and not entry.struck:
            parts.append(_rule(x(entry.at), foot + 20, foot + 28, "#777"))
    body = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {foot + 32}" font-size="9">{body}</svg>'


def _predicted(exposure: Exposure, x: Callable[[float], float], first: float, last: float) -> list[str]:
    """The band, its middle, and the unit. A prediction, drawn as no reading is: filled and grey."""
    top, bottom = _PREDICTED
    rows = zip(exposure.minutes, exposure.low, exposure.middle, exposure.high, strict=True)
    shown = [row for row in rows if first <= row[0] <= last]
    highest = max((row[3] for row in shown), default=0.0) or 1.0

    def point(minute: float, value: float) -> str:
        return f"{x(minute):.1f},{bottom - value / highest * (bottom - top):.1f}"

    band = [point(row[0], row[3]) for row in shown] + [point(row[0], row[1]) for row in reversed(shown)]
    middle = " ".join(point(row[0], row[2]) for row in shown)
    return [
        _frame((top, bottom, 0.0, float(f"{highest:.2g}"))),
        f'<polygon points="{" ".join(band)}" fill="#e3e3e3"/>',
        f'<polyline points="{middle}" fill="none" stroke="#888" stroke-dasharray="4 2"/>',
        _label(2, 258, "ng/mL"),
        _label(_LEFT + _INSIDE - 4, top + 10, "predicted", "end"),
    ]


def _minute(zero: datetime, at: datetime) -> float:
    return (at - zero).total_seconds() / 60


def _frame(band: tuple[int, int, float, float]) -> str:
    top, bottom, low, high = band
    box = f'<rect x="{_LEFT}" y="{top}" width="{_INSIDE}" height="{bottom - top}" fill="none" stroke="#bbb"/>'
    return box + _label(_LEFT - 3, top + 8, f"{high:g}", "end") + _label(_LEFT - 3, bottom, f"{low:g}", "end")


def _line(points: list[tuple[float, int | None]], band: tuple[int, int, float, float], colour: str) -> str:
    top, bottom, low, high = band
    known = [
        (at, bottom - (min(max(value, low), high) - low) / (high - low) * (bottom - top))
        for at, value in points
        if value is not None
    ]
    path = " ".join(f"{at:.1f},{y:.1f}" for at, y in known)
    dots = "".join(f'<circle cx="{at:.1f}" cy="{y:.1f}" r="1.8" fill="{colour}"/>' for at, y in known)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.2"/>{dots}'


def _rule(at: float, top: float, bottom: float, colour: str, width: float = 0.6) -> str:
    return f'<path d="M{at:.1f} {top}V{bottom}" stroke="{colour}" stroke-width="{width}"/>'


def _label(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y}" fill="#555" text-anchor="{anchor}">{escape(words)}</text>'
