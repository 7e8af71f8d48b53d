"""Why ways in feel different, in plain words for the public page."""

from dataclasses import dataclass
from functools import cache

from openkap.knowledge.reading import read_toml

__all__ = ["WayIn", "ways_in"]


@dataclass(frozen=True, slots=True)
class WayIn:
    """A route of the record under the name that a person would use, and what happens by it; `_es` in Spanish."""

    route: str
    title: str
    title_es: str
    words: str
    words_es: str


@cache
def ways_in() -> tuple[WayIn, ...]:
    """In the order in which they are shown.

    >>> ways_in()[0].title
    'Into a vein'
    """
    return tuple(WayIn(**entry) for entry in read_toml("texts", "ways_in")["way"])
