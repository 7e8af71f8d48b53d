"""The client's line: each sent PHQ-9 as a point, its severity bands, and the days on which medicine was given.

A form that is not complete has no total: it is a gap that is drawn as one. Bands are the measure's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from uuid import UUID

from django.utils.translation import gettext as _

from openkap.interfaces.kit import chart
from openkap.interfaces.kit.parts import Column, Row
from openkap.knowledge.measures import Measure, measure
from openkap.records.responses.shapes import LifeEvent, Response
from openkap.records.sessions.shapes import Dose
from openkap.terms.quantity import write_number

__all__ = ["MEASURE", "Line", "last_value", "line"]

MEASURE = "phq9"


@dataclass(frozen=True, slots=True)
class Line:
    """`words`: the last value in sentences, empty before the first. `rows` tell the same as the picture."""

    title: str
    words: str
    picture: chart.Svg
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def last_value(responses: Sequence[Response]) -> str:
    """ "12 of 27", or nothing before the first complete form."""
    last = _last(responses)
    return "" if last is None else _("%(done)s of %(all)s") % _of(last)


def line(
    responses: Sequence[Response], doses: Sequence[Dose], events: Sequence[LifeEvent] = (), *, zone: tzinfo
) -> Line:
    """From everything the client was asked, every dose they were given, and what happened in their life."""
    last = _last(responses)
    shown = _edition(last) if last else measure(MEASURE)
    points = [_point(response) for response in _sent(responses)]
    marks = _marks(doses)
    # A day of life has no clock: it is drawn at its noon.
    marks += [
        chart.TrendMark(at=datetime.combine(event.happened_on, time(12), tzinfo=zone), kind="event", label=event.words)
        for event in events
    ]
    bands = [chart.TrendBand(low=float(band.low), high=float(band.high), name=band.name) for band in shown.bands]

    def draw(width: int) -> chart.Svg:
        low, high = (float(shown.total.low), float(shown.total.high)) if shown.total else (0.0, 0.0)
        return chart.trend(
            points, bands, marks, low=low, high=high, title=_("How you have been"), zone=zone, width=width
        )

    return Line(
        title=_("How you have been"),
        words=_in_words(last) if last else "",
        picture=chart.at_two_widths(draw),
        columns=chart.trend_columns(_("Sum")),
        rows=tuple(chart.trend_rows(points, marks, zone=zone)) if points else (),
    )


def _sent(responses: Sequence[Response]) -> list[Response]:
    found = [response for response in responses if response.measure == MEASURE and response.submitted_at is not None]
    return sorted(found, key=lambda response: (response.submitted_at, response.id))


def _last(responses: Sequence[Response]) -> Response | None:
    """The latest form that has a total."""
    return next((response for response in reversed(_sent(responses)) if response.total is not None), None)


def _edition(response: Response) -> Measure:
    return measure(response.measure, response.edition)


def _highest(asked: Measure) -> str:
    return "" if asked.total is None else write_number(asked.total.high)


def _point(response: Response) -> chart.TrendPoint:
    if response.submitted_at is None:
        raise ValueError("a form that was not sent is no point")
    if response.total is None:
        return chart.TrendPoint(at=response.submitted_at, value=None, label=_("some questions stayed open"))
    label = response.band or write_number(response.total)
    return chart.TrendPoint(at=response.submitted_at, value=float(response.total), label=label)


def _marks(doses: Sequence[Dose]) -> list[chart.TrendMark]:
    """One mark for each session in which medicine was given; a second dose in it is not another session."""
    first: dict[UUID, Dose] = {}
    for dose in sorted(doses, key=lambda dose: dose.given_at):
        first.setdefault(dose.session_id, dose)
    return [
        chart.TrendMark(at=dose.given_at, kind="dose", label=_("Session %(number)s") % {"number": number})
        for number, dose in enumerate(first.values(), start=1)
    ]


def _in_words(response: Response) -> str:
    words = _("Your last answers add up to %(done)s of %(all)s.") % _of(response)
    return f"{words} {_('That is in the range called %(band)s.') % {'band': response.band}}" if response.band else words


def _of(response: Response) -> dict[str, str]:
    return {"done": write_number(response.total), "all": _highest(_edition(response))}
