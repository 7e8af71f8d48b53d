"""The words of the session room beside its marks: phases, what is offered when it is hard, phrases, all happenings."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from openkap.knowledge.reading import read_toml
from openkap.knowledge.texts.marks import marks
from openkap.knowledge.thresholds import signs, thresholds

__all__ = ["Phase", "Support", "happenings", "phases", "phrases", "setting", "supports"]


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the session. from_minute: since the first dose, as a session usually goes; below 0 for before it."""

    key: str
    label: str
    from_minute: int


@dataclass(frozen=True, slots=True)
class Support:
    """Something that can be offered when it is hard, or that is looked at in the room."""

    key: str
    label: str


# What the room itself tells: its preset, and which music is out for this client until it is let in again.
_OF_THE_ROOM = {"preset": "Room set", "music_out": "Music not for this client", "music_in": "Music welcome again"}


@cache
def phases() -> tuple[Phase, ...]:
    return tuple(Phase(**row) for row in _words()["phases"])


@cache
def supports() -> tuple[Support, ...]:
    return tuple(Support(**row) for row in _words()["supports"])


@cache
def setting() -> tuple[Support, ...]:
    """What is looked at in the room before the session: the setting, item by item."""
    return tuple(Support(**row) for row in _words()["setting"])


@cache
def phrases() -> tuple[str, ...]:
    return tuple(row["text"] for row in _words()["phrases"])


@cache
def happenings() -> dict[str, str]:
    """Everything that an event of the timeline can say, by its key: marks, signs that a person saw, what is done about
    reminders ("seen:TH-BP1") and distress ("offered:breathing", "helped:breathing"), phases, who is in the room."""
    said = {mark.key: mark.label for mark in marks().values()}
    said |= {key: words[0].upper() + words[1:] for key, words in signs().items() if key not in said}
    for phase in phases():
        said[f"phase:{phase.key}"] = f"{phase.label} begins"
    for support in supports():
        said[f"offered:{support.key}"] = f"Offered: {support.label.lower()}"
        said[f"helped:{support.key}"] = f"Helped: {support.label.lower()}"
    for item in setting():
        said[f"setting:{item.key}"] = f"Setting: {item.label[0].lower()}{item.label[1:]}"
    for threshold in thresholds():
        said[f"seen:{threshold.id}"] = f"Seen: {threshold.title} ({threshold.id})"
        said[f"resolved:{threshold.id}"] = f"Resolved: {threshold.title} ({threshold.id})"
    said |= {"came_in": "Came in", "went_out": "Went out", "distress": "Distress", "light": "Light"}
    return said | _OF_THE_ROOM


def _words() -> dict[str, Any]:
    return read_toml("texts", "room")
