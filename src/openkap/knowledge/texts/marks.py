"""The one-tap marks of the session room: what can happen, in words that fit beside a time."""

from dataclasses import dataclass
from functools import cache

from openkap.knowledge.reading import read_toml

__all__ = ["Mark", "marks"]


@dataclass(frozen=True, slots=True)
class Mark:
    """`writer` is who usually taps it, guide or monitor; either may."""

    key: str
    label: str
    writer: str


@cache
def marks() -> dict[str, Mark]:
    """Every mark by its key, in the order of the room's buttons."""
    return {row["key"]: Mark(**row) for row in read_toml("texts", "marks")["marks"]}
