"""The room's forms as they stand: fields with what was typed, what is still wrong, and the last value in grey."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from openkap.clinical.monitoring import EntryLimit
from openkap.interfaces.console.shown.lines import line_words
from openkap.interfaces.console.shown.signs import LABELS
from openkap.interfaces.console.typed import Typed
from openkap.interfaces.kit import written
from openkap.interfaces.kit.ordered import order_words
from openkap.interfaces.kit.parts import Choice
from openkap.knowledge.routes import routes
from openkap.knowledge.texts import marks
from openkap.knowledge.thresholds import signs
from openkap.records.orders.shapes import Order
from openkap.records.people.shapes import Staff
from openkap.records.sessions.shapes import Dose, Entry

__all__ = [
    "DoseForm",
    "MarkButton",
    "SignField",
    "StrikeForm",
    "dose_form",
    "mark_buttons",
    "sign_buttons",
    "sign_fields",
    "strike_form",
]

_STOP = "stop_signal"


@dataclass(frozen=True, slots=True)
class SignField:
    """One vital sign to type. last: the value before, shown grey and never copied."""

    name: str
    label: str
    unit: str
    value: str
    last: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class MarkButton:
    """last: when it was last tapped, as written. kind: "" | "danger", as the kit draws it."""

    key: str
    label: str
    last: str
    kind: str


@dataclass(frozen=True, slots=True)
class DoseForm:
    """routes: none chosen unless an earlier dose in this session was given by one. words: the dose to be confirmed.
    ordered: the order that stands, in words. waits: what the gate of the day waits for before the first dose. others:
    who can have read a dose back, besides the person here."""

    routes: tuple[Choice, ...]
    values: Mapping[str, str]
    field: str
    read_back: bool
    confirming: bool
    words: str
    again: bool
    ordered: str
    waits: str
    others: tuple[Choice, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class StrikeForm:
    """entry: what is to be struck, in words; empty until one was chosen."""

    struck_id: str
    entry: str
    reason: str


def sign_fields(typed: Typed | None, last: Mapping[str, str], limits: Mapping[str, EntryLimit]) -> list[SignField]:
    values = typed.data if typed else {}
    wrong = typed.field if typed else ""
    return [
        SignField(name, label, limits[name].unit, values.get(name, ""), last.get(name, ""), wrong == name)
        for name, label in LABELS.items()
    ]


def mark_buttons(marked: Mapping[str, str], *, first: str) -> list[MarkButton]:
    """The one-tap marks, those that `first` usually writes on top; the stop signal always in the last corner."""
    order = sorted(marks().values(), key=lambda mark: (mark.key == _STOP, mark.writer != first))
    return [
        MarkButton(mark.key, mark.label, marked.get(mark.key, ""), "danger" if mark.key == _STOP else "")
        for mark in order
    ]


def sign_buttons(marked: Mapping[str, str]) -> list[MarkButton]:
    """Signs that a person may see and that a threshold looks for; those that are marks already stand there."""
    return [
        MarkButton(key, words[0].upper() + words[1:], marked.get(key, ""), "danger")
        for key, words in signs().items()
        if key not in marks()
    ]


def dose_form(
    typed: Typed | None,
    doses: tuple[Dose, ...],
    *,
    order: Order | None = None,
    others: Iterable[Staff] = (),
    waits: str = "",
) -> DoseForm:
    values = dict(typed.data) if typed else {}
    chosen = values.get("route", doses[-1].route if doses else "")
    known = {route.id: route.title for route in routes()}
    over = f" over {values['infusion_min']} min" if values.get("infusion_min") else ""
    vial = f", vial {values['vial'].strip()}" if values.get("vial", "").strip() else ""
    names = {str(one.id): one.name for one in others}
    reader = names.get(values.get("read_back_by", ""))
    second = f", read back by {reader}" if reader else ", not read back by a second person"
    at = f", given at {values['happened_at']}" if values.get("happened_at") else ""
    return DoseForm(
        routes=tuple(Choice(value=key, label=title, checked=key == chosen) for key, title in known.items()),
        values=values,
        field=typed.field if typed else "",
        read_back=typed is not None and (typed.field == "read_back" or bool(values.get("read_back"))),
        confirming=typed is not None and typed.confirming,
        words=f"{values.get('dose', '')} {values.get('unit', '')}, {known.get(chosen, '')}{over}{vial}{at}{second}",
        again=bool(doses),
        ordered=order_words(order) if order else "",
        waits=waits,
        others=tuple(
            Choice(value=key, label=name, checked=values.get("read_back_by") == key) for key, name in names.items()
        ),
        differs=bool(values.get("deviation")) or (typed is not None and typed.field == "deviation"),
    )


def strike_form(typed: Typed | None, entries: Iterable[Entry], asked: str, zone: tzinfo) -> StrikeForm:
    own = typed if typed is not None and typed.kind == "strike" else None
    wanted = own.data.get("struck_id", "") if own else asked
    entry = next((one for one in entries if str(one.id) == wanted), None)
    if entry is None:
        return StrikeForm("", "", "")
    return StrikeForm(
        struck_id=wanted,
        entry=f"{written.clock(entry.at, zone)} {line_words(entry)}",
        reason=own.data.get("reason", "") if own else "",
    )
