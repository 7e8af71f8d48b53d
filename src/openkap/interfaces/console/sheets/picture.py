"""The session in one picture for print: pressure, heart rate, oxygen and distress on the clock of the first dose."""

from datetime import datetime
from xml.sax.saxutils import escape

from openkap.services.read_room import Room

__all__ = ["picture"]

_WIDTH, _LEFT, _RIGHT = 760, 34, 8
_UPPER = (10, 150, 40.0, 200.0)  # top, bottom, lowest and highest value: mmHg and beats per minute
_OXYGEN = (158, 190, 85.0, 100.0)
_DISTRESS = (198, 230, 0.0, 10.0)
_HEIGHT = 262


def picture(room: Room) -> str | None:
    """SVG with nothing outside itself; None where nothing was measured."""
    if not room.readings:
        return None
    zero = room.doses[0].given_at if room.doses else room.readings[0].at
    moments = [one.at for one in room.entries] + [one.at for one in room.readings]
    first, last = _minute(zero, min(moments)), max(_minute(zero, max(moments)), 30.0)

    def x(at: datetime) -> float:
        return _LEFT + (_minute(zero, at) - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    parts = [_frame(band) for band in (_UPPER, _OXYGEN, _DISTRESS)]
    parts += [_label(2, y, words) for y, words in ((70, "mmHg"), (82, "/min"), (176, "SpO₂"), (216, "0–10"))]
    for minute in range(int(first // 15 * 15), int(last) + 1, 15):
        if minute >= first:
            at = _LEFT + (minute - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)
            parts.append(_rule(at, 10, 230, "#ddd"))
            parts.append(_label(at, 244, f"{minute}", "middle"))
    readings = [(x(one.at), one.reading) for one in room.readings if one.reading is not None]
    for name, colour in (("systolic_mmhg", "#333"), ("diastolic_mmhg", "#333"), ("heart_rate_per_min", "#b4513a")):
        parts.append(_line([(at, getattr(signs, name)) for at, signs in readings], _UPPER, colour))
    parts.append(_line([(at, signs.spo2_percent) for at, signs in readings], _OXYGEN, "#2b6a7c"))
    parts.append(_line([(x(at), level) for at, level in room.distress.levels], _DISTRESS, "#7a5a9a"))
    for dose in room.doses:
        parts.append(_rule(x(dose.given_at), 4, 230, "#a86a10", 1.4))
        parts.append(f'<path d="M{x(dose.given_at):.1f} 0l4 4-4 4-4-4z" fill="#a86a10"/>')
    for entry in room.entries:
        if entry.kind == "event" and not entry.struck:
            parts.append(_rule(x(entry.at), 250, 258, "#777"))
    body = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-size="9">{body}</svg>'


def _minute(zero: datetime, at: datetime) -> float:
    return (at - zero).total_seconds() / 60


def _frame(band: tuple[int, int, float, float]) -> str:
    top, bottom, low, high = band
    width = _WIDTH - _LEFT - _RIGHT
    box = f'<rect x="{_LEFT}" y="{top}" width="{width}" height="{bottom - top}" fill="none" stroke="#bbb"/>'
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
