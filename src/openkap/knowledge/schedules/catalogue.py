"""Reads schedule files. A missing or unknown key is our own fault and says where."""

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from openkap.knowledge.reading import KnowledgeError, read_toml
from openkap.knowledge.schedules.schema import Anchor, Ask, LeftOut, Occasion, Reminders, Schedule
from openkap.terms.refusal import BadInput

__all__ = ["read_schedule", "schedule", "schedule_keys", "schedules"]

_KEYS = ("kap", "iv_only")
T = TypeVar("T")


def schedule_keys() -> tuple[str, ...]:
    return _KEYS


@cache
def schedule(key: str) -> Schedule:
    """The schedule with this key, in its current edition. BadInput for a key nobody knows."""
    if key not in _KEYS:
        raise BadInput("schedule", f'There is no schedule "{key}". Known: {", ".join(_KEYS)}.')
    return read_schedule(read_toml("schedules", key), f"schedules/{key}.toml")


def schedules() -> tuple[Schedule, ...]:
    return tuple(schedule(key) for key in _KEYS)


def read_schedule(raw: dict[str, Any], where: str) -> Schedule:
    """A schedule from its file's contents. KnowledgeError names the file and what is wrong in it."""
    try:
        occasions = tuple(
            _make(
                Occasion,
                {
                    **row,
                    "anchor": Anchor(row["anchor"]),
                    "asks": tuple(_make(Ask, ask) for ask in row["asks"]),
                },
            )
            for row in raw["occasions"]
        )
        parts = {
            "occasions": occasions,
            "reminders": _make(Reminders, raw["reminders"]),
            "left_out": tuple(_make(LeftOut, row) for row in raw.get("left_out", [])),
            "sources": tuple(raw["sources"]),
        }
        return _make(Schedule, {**raw, **parts})
    except KeyError as error:
        raise KnowledgeError(f"{where}: {error.args[0]} is missing") from None
    except (TypeError, ValueError) as error:
        raise KnowledgeError(f"{where}: {error}") from None


def _make(kind: type[T], row: dict[str, Any]) -> T:
    unknown = set(row) - {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**row)
