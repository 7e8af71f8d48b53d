"""What a person said to one item of a measure. An answer of 0 is an answer; a gap is a gap, and says which kind."""

from dataclasses import dataclass

__all__ = ["Answer", "Answered", "NotAsked", "Skipped"]


@dataclass(frozen=True, slots=True)
class Answered:
    """The person chose this value. `Answered(0)` is as much an answer as any other."""

    value: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """The item was shown and the person left it or said so."""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The item was not shown (a branch not taken), so its absence says nothing about the person."""


Answer = Answered | Skipped | NotAsked
