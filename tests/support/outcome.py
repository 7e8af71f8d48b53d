"""What a call came to: its value, or the refusal it answered with. Anything else it raises is a fault."""

from collections.abc import Callable
from typing import TypeVar

from openkap.terms.refusal import Refusal

__all__ = ["outcome_of"]

T = TypeVar("T")


def outcome_of(call: Callable[[], T]) -> tuple[T | None, Refusal | None]:
    try:
        return call(), None
    except Refusal as refusal:
        return None, refusal
