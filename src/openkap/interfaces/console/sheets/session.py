"""The values of the sheets: a session on one page, the paper sheet, the page that goes home."""

from datetime import datetime
from typing import Any

from openkap.interfaces.console.sheets.picture import picture
from openkap.interfaces.console.shown.lines import line_words, written_dose
from openkap.interfaces.console.shown.room import agreed, distress_words, integration_window
from openkap.interfaces.console.shown.signs import READ
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.predicted import show_prediction
from openkap.interfaces.kit.sending import text_url
from openkap.records.practice.shapes import Practice
from openkap.records.sessions.shapes import Addendum, Escort, Signature
from openkap.services.read_exposure import predict
from openkap.services.read_room import Room

__all__ = ["home_sheet", "home_ways", "paper_sheet", "session_sheet"]

# Among the criteria of release (DC-09): what the client is told in writing.
HOME = (
    "No driving, no machines and nothing dangerous until tomorrow, after a night of restful sleep.",
    "No alcohol, and no other substances that make you sleepy.",
    "No big decisions and no contracts today.",
    "Do not look after children alone until tomorrow.",
    "Go home with the person who is here for you, and rest.",
)


def session_sheet(
    room: Room,
    practice: Practice,
    *,
    at: datetime,
    signatures: list[Signature],
    addenda: list[Addendum],
) -> dict[str, Any]:
    zone, words = practice.zone, room.words.get("intention")
    prediction = predict(doses=room.doses, client=room.client)
    exposure = prediction.exposure if prediction else None
    rows = [one for one in room.entries if one.kind != "reading"]
    went = distress_words(room, zone).words
    alone = int(room.presence.alone.total_seconds() // 60)
    return {
        **_head(room, practice, "Session sheet", at),
        "when": _rows(
            ("Began", _moment(room.session.started_at, practice)),
            ("Ended", _moment(room.session.ended_at, practice)),
            ("Guide", room.session.guide_name or "none named"),
            ("Room", room.session.room_name or "none named"),
        ),
        "picture": picture(room, exposure),
        "picture_words": "Minutes since the first dose. Diamond: medicine. Ticks at the foot: events. Entered by hand, "
        "not by a monitor."
        + (f" Grey: {_small(show_prediction(prediction, zone=zone).basis)}" if prediction and exposure else ""),
        "intention": words.text if words else "",
        "doses": [f"{written_dose(dose)} at {written.clock(dose.given_at, zone)}" for dose in room.doses],
        "went": [
            went or "No distress was entered.",
            f"Unattended: {alone} min." if room.presence.known_since else "Who was in the room was not entered.",
        ],
        "readings": [
            [
                written.clock(one.at, zone),
                *([_pair(one.reading)] + [_value(READ[name](one.reading)) for name in ("hr", "spo2", "rr", "moaas")]),
            ]
            for one in room.readings
            if one.reading is not None
        ],
        "entries": [
            [written.clock(one.at, zone), line_words(one, longest=None), one.entered_by_name, one.struck_because or ""]
            for one in rows
        ],
        "small": 7.5 if len(rows) < 40 else 6.5 if len(rows) < 80 else 5.5,
        "signed": [f"{one.by_name}, {written.moment(one.at, zone)}" for one in signatures],
        "addenda": [f"{written.moment(one.at, zone)}, {one.by_name}: {one.text}" for one in addenda],
    }


def paper_sheet(room: Room, practice: Practice, *, at: datetime) -> dict[str, Any]:
    return {
        **_head(room, practice, "Paper sheet for the session", at),
        "agreed": [[line.term, line.value or line.unknown] for line in agreed(room)]
        or [["", "nothing in this pathway"]],
        "schedule": "Vital signs before the dose, then as the protocol of the route says.",
    }


def home_sheet(room: Room, practice: Practice, escort: Escort | None, *, at: datetime) -> dict[str, Any]:
    head = _head(room, practice, "Going home", at)
    return {
        **head,
        "lines": _home_lines(practice),
        "who": [
            ["Home with", escort.name if escort else "not named yet"],
            ["Your next talk", _talk(room, practice, at)],
        ],
    }


def home_ways(room: Room, practice: Practice, escort: Escort | None, *, at: datetime) -> list[Link]:
    """The same words as a text to the client, and to whoever takes them home. Nothing in them says what for."""
    lines = [*_home_lines(practice), f"Your next talk: {_talk(room, practice, at)}."]
    words = " ".join(("From today until tomorrow:", *lines))
    phones = [("Text it to the client", room.client.phone)]
    if escort:
        phones.append((f"Text it to {escort.name}", escort.phone))
    return [Link(label=label, url=text_url(phone, words)) for label, phone in phones if phone]


def _home_lines(practice: Practice) -> list[str]:
    return [*HOME, f"If anything worries you, call us at any hour: {practice.phone}."]


def _talk(room: Room, practice: Practice, at: datetime) -> str:
    booked = [
        one
        for one in room.course.sessions
        if one.kind == "integration" and one.state == "planned" and one.planned_at > at
    ]
    if booked:
        return _moment(booked[0].planned_at, practice)
    window = integration_window(room, practice.zone, at)
    return f"to be agreed, {window}" if window else "none planned"


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _head(room: Room, practice: Practice, title: str, at: datetime) -> dict[str, Any]:
    client, zone = room.client, practice.zone
    born = written.day(client.born_on) if client.born_on else "not asked yet"
    return {
        "title": title,
        "practice": practice.name,
        "footer": f"{practice.name}, {practice.phone}. Printed {written.moment(at, zone)}.",
        "who": _rows(
            ("Client", written.name(client.family_name, client.given_name)),
            ("Born", born),
            ("Number", client.identifier),
            ("Pathway", room.course.pathway.title),
        ),
    }


def _rows(*rows: tuple[str, str]) -> list[list[str]]:
    return [list(row) for row in rows]


def _moment(at: datetime | None, practice: Practice) -> str:
    return written.moment(at, practice.zone) if at is not None else "not yet"


def _pair(reading: Any) -> str:
    return f"{reading.systolic_mmhg}/{reading.diastolic_mmhg}" if reading.systolic_mmhg is not None else ""


def _value(value: int | None) -> str:
    return "" if value is None else str(value)
