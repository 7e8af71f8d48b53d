"""How distress went through a session: its peak, what was offered and what helped, and when it had settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Course", "Said", "course_of"]


@dataclass(frozen=True, slots=True)
class Said:
    """One entry: a level from 0 to 10, or something that was offered, that helped, or that it had settled."""

    at: datetime
    level: int | None = None
    offered: str = ""
    helped: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """levels: by time. peak: the highest, the first of several. settled_at: when, after the peak, it was first said to
    have settled, or the level was 0; None where neither was entered."""

    levels: tuple[tuple[datetime, int], ...]
    peak: tuple[datetime, int] | None
    settled_at: datetime | None
    offered: tuple[str, ...]
    helped: tuple[str, ...]


def course_of(said: Iterable[Said]) -> Course:
    """Nothing entered is nothing known: no level is not a level of 0.

    >>> course_of([]).peak is None
    True
    """
    told = sorted(said, key=lambda one: one.at)
    levels = tuple((one.at, one.level) for one in told if one.level is not None)
    peak = max(levels, key=lambda pair: pair[1], default=None)
    settled = [one.at for one in told if peak and one.at > peak[0] and (one.settled or one.level == 0)]
    return Course(
        levels=levels,
        peak=peak,
        settled_at=settled[0] if settled and peak and peak[1] > 0 else None,
        offered=tuple(dict.fromkeys(one.offered for one in told if one.offered)),
        helped=tuple(dict.fromkeys(one.helped for one in told if one.helped)),
    )
