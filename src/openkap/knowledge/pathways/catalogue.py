"""Reads pathway files. A missing or unknown key is our own fault and says where."""

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from openkap.knowledge.pathways.schema import Criterion, LeftOut, Pathway, Phase, SessionKind, Window
from openkap.knowledge.reading import KnowledgeError, read_toml
from openkap.terms.refusal import BadInput

__all__ = ["pathway", "pathways"]

_KEYS = ("kap", "iv_only")
_PARTS: dict[str, type] = {
    "phases": Phase,
    "sessions": SessionKind,
    "windows": Window,
    "criteria": Criterion,
    "leaves_out": LeftOut,
}
T = TypeVar("T")


@cache
def pathway(key: str) -> Pathway:
    """The pathway with this key, in its current edition. BadInput for a key nobody knows."""
    if key not in _KEYS:
        raise BadInput("pathway", f'There is no pathway "{key}". Known: {", ".join(_KEYS)}.')
    raw = read_toml("pathways", key)
    parts: dict[str, Any] = {
        part: tuple(_make(kind, row, key) for row in raw.pop(part, [])) for part, kind in _PARTS.items()
    }
    return _make(Pathway, {**raw, **parts, "topics": tuple(raw["topics"]), "sources": tuple(raw["sources"])}, key)


def pathways() -> tuple[Pathway, ...]:
    return tuple(pathway(key) for key in _KEYS)


def _make(kind: type[T], row: dict[str, Any], where: str) -> T:
    unknown = set(row) - {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if unknown:
        raise KnowledgeError(f"pathways/{where}.toml: {kind.__name__} has no {', '.join(sorted(unknown))}")
    try:
        return kind(**row)
    except TypeError as error:
        raise KnowledgeError(f"pathways/{where}.toml: {error}") from None
