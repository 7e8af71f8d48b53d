"""Whether somebody who is not a therapist is in the room of an infusion, and for how much of it."""

from enum import StrEnum

__all__ = ["Sitter"]


class Sitter(StrEnum):
    """The words of `attendance` in the pathway format."""

    NONE = "none"
    INTERMITTENT = "intermittent"
    CONTINUOUS = "continuous"
