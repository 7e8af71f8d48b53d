"""How an answer came in: kept with it, so that a reader can tell a private phone from a screen of the clinic."""

from enum import StrEnum

__all__ = ["Source"]


class Source(StrEnum):
    PHONE = "phone"
    """The client's own device, by their link."""
    TABLET = "tablet"
    """A tablet of the clinic, by a code."""
    DEVICE = "device"
    """A staff device that was handed over, or the client's spoken answers tapped in by staff."""
    PAPER = "paper"
    """Filled in on paper, typed in by staff."""
