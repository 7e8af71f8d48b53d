"""The client's line: each sent PHQ-9 as a point, its severity bands, and the days on which medicine was given.

A form that is not complete has no total and is no point; it stays visible as one that is not complete.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Column, Row
from openkap.knowledge.measures import Measure, measure
from openkap.records.responses.shapes import Response
from openkap.records.sessions.shapes import Dose
from openkap.terms.quantity import write_number

__all__ = ["MEASURE", "Line", "last_value", "line"]

MEASURE = "phq9"


@dataclass(frozen=True, slots=True)
class Line:
    """`words` is the last value in a sentence, empty before the first. `rows` are newest first, for a table."""

    words: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def last_value(responses: Sequence[Response]) -> str:
    """ "12 of 27", or nothing before the first complete form."""
    sent = _complete(responses)
    return f"{write_number(sent[-1].total)} of {_highest(sent[-1])}" if sent else ""


def line(responses: Sequence[Response], doses: Sequence[Dose], *, zone: tzinfo) -> Line:
    """From everything the client was asked, and every dose they were given."""
    sent = _complete(responses)
    events: list[tuple[datetime, tuple[str, str]]] = [
        (response.submitted_at, _cells(response)) for response in _sent(responses) if response.submitted_at
    ]
    events += [(dose.given_at, ("", "Medicine session")) for dose in doses]
    events.sort(key=lambda event: event[0], reverse=True)
    return Line(
        words=_in_words(sent[-1]) if sent else "",
        columns=(Column(label="Day"), Column(label="Sum", number=True), Column(label="In words")),
        rows=tuple(Row(cells=(written.day(at.astimezone(zone).date()), *cells)) for at, cells in events),
    )


def _sent(responses: Sequence[Response]) -> list[Response]:
    found = [response for response in responses if response.measure == MEASURE and response.submitted_at is not None]
    return sorted(found, key=lambda response: (response.submitted_at, response.id))


def _complete(responses: Sequence[Response]) -> list[Response]:
    return [response for response in _sent(responses) if response.total is not None]


def _edition(response: Response) -> Measure:
    return measure(response.measure, response.edition)


def _highest(response: Response) -> str:
    scale = _edition(response).total
    return "" if scale is None else write_number(scale.high)


def _cells(response: Response) -> tuple[str, str]:
    if response.total is None:
        return ("–", "Not complete, so there is no sum")
    return (f"{write_number(response.total)} of {_highest(response)}", response.band or "")


def _in_words(response: Response) -> str:
    words = f"Your last answers add up to {write_number(response.total)} of {_highest(response)}."
    return f"{words} That is in the range called {response.band}." if response.band else words
