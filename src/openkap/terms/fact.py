"""What is known about a person at a moment, or that it is not known. Absent is neither zero nor false."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

__all__ = ["Fact", "Known", "Unknown"]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Known(Generic[T_co]):
    """A value with the moment it was observed or said (None where it has no age, such as a number of sessions)."""

    value: T_co
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has said. `why` is a short phrase a clinician can read: "not asked yet", "left unanswered"."""

    why: str = "not asked yet"


Fact = Known[T_co] | Unknown
