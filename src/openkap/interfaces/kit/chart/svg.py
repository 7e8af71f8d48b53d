"""The pencil: elements with everything escaped, scales, and one drawing at two widths."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

__all__ = [
    "LETTER",
    "NARROW",
    "WIDE",
    "Scale",
    "Svg",
    "at_two_widths",
    "clear_of",
    "element",
    "events",
    "minutes_axis",
    "path",
    "picture",
    "runs",
    "text",
    "thin",
]

NARROW, WIDE = 320, 640
_STEPS_MINUTES = (5, 10, 15, 30, 60, 120, 240)
LETTER = 7.4  # what a letter of the charts' type takes, on the safe side: to see whether two labels would touch


class Svg(str):
    """A finished drawing. Templates show it as it is, for all words in it were escaped when it was drawn."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Scale:
    """From values `low`–`high` to places `start`–`end`. A scale without extent puts everything in the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def thin(number: float) -> str:
    """A coordinate with one decimal at most.

    >>> thin(12.04), thin(3.25), thin(-0.01)
    ('12', '3.2', '0')
    """
    written = f"{number:.1f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def element(name: str, *inside: str, cls: str = "", **attributes: float | str) -> str:
    """An element. `inside` is finished markup; attribute values are escaped here.

    >>> element("circle", cls="c-dot", cx=3.0, cy=4.5)
    '<circle class="c-dot" cx="3" cy="4.5"/>'
    """
    pairs = ({"class": cls} if cls else {}) | attributes
    written = "".join(
        f' {key.replace("_", "-")}="{escape(value) if isinstance(value, str) else thin(value)}"'
        for key, value in pairs.items()
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def text(words: str, x: float, y: float, *, cls: str = "", anchor: str = "start") -> str:
    """Words at a place, escaped."""
    return element("text", escape(words), cls=cls, x=x, y=y, text_anchor=anchor)


def path(places: list[tuple[float, float]], *, cls: str) -> str:
    """A line through places; nothing for fewer than two."""
    if len(places) < 2:
        return ""
    return element("path", cls=cls, d="M" + "L".join(f"{thin(x)} {thin(y)}" for x, y in places))


def runs(places: Iterable[tuple[float, float, float | None]], *, gap: float | None) -> list[list[tuple[float, float]]]:
    """Places joined where they belong together. Each is (when, x, y): a y of None breaks the line, and so does a pause
    in `when` longer than `gap`.

    >>> runs([(0, 1, 9), (1, 2, None), (2, 3, 9), (9, 4, 9)], gap=5)
    [[(1, 9)], [(3, 9)], [(4, 9)]]
    """
    found: list[list[tuple[float, float]]] = [[]]
    before: float | None = None
    for when, x, y in places:
        if y is None or (before is not None and gap is not None and when - before > gap):
            found.append([])
        if y is not None:
            found[-1].append((x, y))
        before = when
    return [run for run in found if run]


def clear_of(lines: list[list[tuple[float, float]]], x: float, y: float, width: float, height: float) -> bool:
    """Whether a box (its upper left corner, its size) lies beside every line, so that words in it can be read.

    >>> clear_of([[(0, 0), (100, 0)]], x=10, y=-5, width=20, height=10), clear_of([[(0, 0), (100, 0)]], 10, 5, 20, 10)
    (False, True)
    """
    for line in lines:
        for (x1, y1), (x2, y2) in zip(line, line[1:] or line, strict=False):
            for part in range(33):
                px, py = x1 + (x2 - x1) * part / 32, y1 + (y2 - y1) * part / 32
                if x - 6 <= px <= x + width + 6 and y <= py <= y + height:
                    return False
    return True


def events(marks: Iterable[tuple[float, str, str, str]], *, top: float, foot: float, width: float) -> Iterator[str]:
    """Lines for what happened, each (x, kind, label, label with its time), in order of x. A dose has a diamond."""
    free_from = 0.0
    for x, kind, label, told in marks:
        line = element("path", cls="c-mark", d=f"M{thin(x)} {thin(top - 7)}V{thin(foot)}")
        sign = element("path", cls="c-diamond", d=f"M{thin(x)} {thin(top - 19)}l5 5-5 5-5-5z") if kind == "dose" else ""
        half = len(label) * LETTER / 2
        middle = min(max(x, half), width - half)
        words = ""
        if middle - half >= free_from:  # a label that would touch its neighbour is left to the title and the table
            words = text(label, middle, top - 25, anchor="middle")
            free_from = middle + half + LETTER
        yield element("g", element("title", escape(told)), line, sign, words)


def minutes_axis(first: float, last: float, across: Scale, left: float, right: float, foot: float) -> Iterator[str]:
    """The foot of a picture whose clock counts minutes since a dose."""
    yield element("path", cls="c-axis", d=f"M{thin(left)} {thin(foot)}H{thin(right)}")
    room = (right - left) / 52
    step = next((step for step in _STEPS_MINUTES if (last - first) / step <= room), _STEPS_MINUTES[-1])
    minute = -(-int(first) // step) * step if first >= 0 else -(int(-first) // step) * step
    while minute <= last:
        x = across(minute)
        yield element("path", cls="c-axis", d=f"M{thin(x)} {thin(foot)}v5")
        yield text(str(minute).replace("-", "−"), x, foot + 20, anchor="middle")
        minute += step
    yield text("min", right + 12, foot + 20)


def picture(*inside: str, width: float, height: float, title: str, description: str, links: bool = False) -> Svg:
    """The whole drawing, with what it is and what it shows in words. links: parts of it lead somewhere."""
    return Svg(
        element(
            "svg",
            element("title", escape(title)),
            element("desc", escape(description)),
            *inside,
            cls="chart-narrow" if width < WIDE else "chart-wide",
            viewBox=f"0 0 {thin(width)} {thin(height)}",
            role="group" if links else "img",
            aria_label=f"{title}. {description}",
            lang="en",  # the description, on every page
        )
    )


def at_two_widths(draw: Callable[[int], Svg]) -> Svg:
    """One drawing for narrow places and one for wide ones; the style sheet shows the one that can be read."""
    return Svg(draw(NARROW) + draw(WIDE))
