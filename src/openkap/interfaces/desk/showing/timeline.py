"""A session's timeline in short: what was given, what happened, what was noted. Readings stay in the session room."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from openkap.interfaces.kit import written
from openkap.knowledge.routes import route
from openkap.knowledge.texts import marks
from openkap.records.sessions.shapes import Dose, Entry

__all__ = ["Happening", "in_short"]

_TITLES = {"start": "Began", "end": "Ended", "note": "Note", "discharge": "Discharged"}


@dataclass(frozen=True, slots=True)
class Happening:
    title: str
    when: str
    kind: str
    who: str
    words: str
    struck: str


def in_short(request: HttpRequest, entries: Iterable[Entry]) -> list[Happening]:
    """In order of time. What was struck out stays readable, with its reason."""
    shown = [entry for entry in entries if entry.kind not in ("reading", "strike")]
    return [_happening(request, entry) for entry in sorted(shown, key=lambda entry: (entry.at, entry.seq))]


def _happening(request: HttpRequest, entry: Entry) -> Happening:
    title = _TITLES.get(entry.kind, "")
    if entry.dose is not None:
        title = _dose_words(entry.dose)
    elif entry.kind == "event" and entry.what is not None:
        title = marks()[entry.what].label
    return Happening(
        title=title,
        when=written.clock(entry.at, request.practice.zone),
        kind="dose" if entry.dose is not None else "",
        who=entry.entered_by_name,
        words=entry.words or "",
        struck=entry.struck_because or "",
    )


def _dose_words(dose: Dose) -> str:
    words = f"{dose.drug.capitalize()} ketamine" if dose.drug == "racemic" else dose.drug.capitalize()
    over = f" over {written.duration(dose.infusion_min)}" if dose.infusion_min else ""
    return f"{words}, {written.amount(dose.dose_mg, 'mg')}, {route(dose.route).title}{over}"
