"""The timeline's lines as text: what, when, by whom; what was struck stays readable, with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from uuid import UUID

from openkap.interfaces.console.shown.signs import written_reading
from openkap.interfaces.kit import written
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.rules.schema import Drug
from openkap.knowledge.texts import happenings
from openkap.records.sessions.shapes import Dose, Entry

__all__ = ["TimelineLine", "line_words", "lines", "written_dose"]

_TITLES = {
    "start": "Session started",
    "end": "Session ended",
    "discharge": "Discharged",
    "note": "Note",
    "reading": "Vital signs",
}
_DRUGS = {Drug.RACEMIC.value: "ketamine", Drug.ESKETAMINE.value: "esketamine"}
# An entry that was written down this much later than it happened says so.
_LATE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """kind: "" | "dose" | "alert", as the kit draws an entry. text: a second line, or empty."""

    id: UUID
    title: str
    text: str
    when: str
    who: str
    kind: str
    struck: str
    may_strike: bool


def lines(entries: Iterable[Entry], *, day: date, zone: tzinfo, open_to_strike: bool) -> list[TimelineLine]:
    """The newest on top, by when it happened; strikes themselves stand with what they struck.

    day: the day of the session, in that zone; only what happened on another one says its date.
    """
    shown = sorted((one for one in entries if one.kind != "strike"), key=lambda one: one.order, reverse=True)
    return [_line(one, day=day, zone=zone, open_to_strike=open_to_strike) for one in shown]


def written_dose(dose: Dose) -> str:
    """ "85 mg ketamine, IM injection"; an infusion with its minutes; the vial where it was written down."""
    over = "" if dose.infusion_min is None else f" over {dose.infusion_min} min"
    vial = f", vial {dose.vial}" if dose.vial else ""
    return f"{written.amount(dose.dose_mg, 'mg')} {_DRUGS[dose.drug]}, {route_named(dose.route).title}{over}{vial}"


def line_words(entry: Entry, *, longest: int | None = 60) -> str:
    """One entry in a line: in few words for the form that strikes it, in all of them (None) for print."""
    title, text = _words(entry)
    return f"{title}: {text[:longest]}" if text else title


def _line(entry: Entry, *, day: date, zone: tzinfo, open_to_strike: bool) -> TimelineLine:
    title, text = _words(entry)
    return TimelineLine(
        id=entry.id,
        title=title,
        text=text,
        when=_when(entry, day, zone),
        who=entry.entered_by_name,
        kind="dose" if entry.dose is not None else "alert" if entry.what == "stop_signal" else "",
        struck=entry.struck_because or "",
        may_strike=open_to_strike and not entry.struck and entry.kind not in ("start", "end"),
    )


def _words(entry: Entry) -> tuple[str, str]:
    if entry.dose is not None:
        return written_dose(entry.dose), entry.words or ""
    if entry.reading is not None:
        return written_reading(entry.reading), ""
    if entry.kind == "event":
        known = happenings().get(entry.what or "", (entry.what or "").replace("_", " ").capitalize())
        return (f"{known} {entry.level} of 10" if entry.level is not None else known), entry.words or ""
    return _TITLES[entry.kind], entry.words or ""


def _when(entry: Entry, day: date, zone: tzinfo) -> str:
    same_day = entry.at.astimezone(zone).date() == day
    at = written.clock(entry.at, zone) if same_day else written.moment(entry.at, zone)
    late = entry.entered_at - entry.at >= _LATE
    return f"{at}, entered {written.clock(entry.entered_at, zone)}" if late else at
