"""The integration window: a session belongs from so many to so many hours after each dose."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from openkap.knowledge.pathways import Window

__all__ = ["WindowState", "window_after"]


@dataclass(frozen=True, slots=True)
class WindowState:
    """opens_at and closes_at are instants; state is "not open yet", "open" or "missed" at the moment asked about."""

    opens_at: datetime
    closes_at: datetime
    state: str


def window_after(window: Window, dose_at: datetime, now: datetime) -> WindowState:
    """Where `now` stands in the window that a dose opened. Hours are real hours, whatever the clocks do.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> window_after(Window("integration", 24, 72, ""), noon, noon + timedelta(hours=30)).state
    'open'
    """
    opens_at = dose_at + timedelta(hours=window.from_hours)
    closes_at = dose_at + timedelta(hours=window.to_hours)
    state = "open" if now <= closes_at else "missed"
    if now < opens_at:
        state = "not open yet"
    return WindowState(opens_at, closes_at, state)
