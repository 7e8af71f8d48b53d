"""Who holds a measure, what may be shown of it, and on what condition."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Citation", "Confidence", "Licence", "Rights"]


class Confidence(StrEnum):
    """How sure the source of a figure is: read at a source, or general knowledge that a reader should check."""

    RETRIEVED = "S"
    GENERAL = "K"


class Licence(StrEnum):
    """What may be shipped of a measure."""

    FREE = "A"
    """The wording may be shipped."""
    CONDITIONAL = "B"
    """The wording may be shipped on a stated condition (a notice, a registration, no commercial use)."""
    SCORING_ONLY = "C"
    """Item numbers, ranges and scoring only, until the holder permits more in writing."""
    COMMERCIAL = "D"
    """Sold by its holder: numbers, ranges and scoring only."""


@dataclass(frozen=True, slots=True)
class Rights:
    """The licence of the instrument itself, which is not the licence of the paper that prints it.

    may_show_text: whether openkap may put its wording before a person, once `condition` is kept.
    condition: what the practice must do or refrain from first; empty when nothing.
    verified_on: when the terms were read at the holder's own page; None until someone has.
    """

    licence: Licence
    may_show_text: bool
    holder: str
    terms: str
    confidence: Confidence
    url: str | None = None
    condition: str = ""
    verified_on: date | None = None
    verified_by: str | None = None

    def __post_init__(self) -> None:
        if self.may_show_text and self.licence in (Licence.SCORING_ONLY, Licence.COMMERCIAL):
            raise ValueError(f"rights: text under licence class {self.licence} must not be shown")
        if (self.verified_on is None) != (self.verified_by is None):
            raise ValueError("rights: verified_on and verified_by belong together")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a measure or a figure was published."""

    text: str
    doi: str | None = None
