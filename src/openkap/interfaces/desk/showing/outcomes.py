"""Scores of one measure as words: the table, and what the change since the baseline comes to, with each definition."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from django.urls import reverse

from openkap.clinical.measures import Judged
from openkap.interfaces.kit import chart, written
from openkap.interfaces.kit.parts import Cell, Column, Line, Row
from openkap.knowledge.measures import measure
from openkap.records.responses.shapes import Response
from openkap.records.sessions.shapes import Dose
from openkap.services.read_outcomes import Outcomes, Scored
from openkap.terms.quantity import write_number

__all__ = ["SCORE_COLUMNS", "change_lines", "latest_line", "score_chart", "score_rows", "signed"]

SCORE_COLUMNS = (
    Column(label="Sent"),
    Column(label="Total", number=True),
    Column(label="Severity"),
    Column(label="Since baseline", number=True),
    Column(label="Asked"),
)


def signed(points: Decimal | int) -> str:
    """Points with their sign; a true minus, as in print.

    >>> signed(Decimal("-12")), signed(3), signed(0)
    ('−12', '+3', '0')
    """
    if points == 0:
        return "0"
    return f"{'−' if points < 0 else '+'}{write_number(abs(points))}"


def score_rows(request: HttpRequest, outcomes: Outcomes) -> list[Row]:
    """The newest first; each leads to its answers."""
    return [_row(request, one, outcomes) for one in reversed(outcomes.scores)]


def score_chart(request: HttpRequest, outcomes: Outcomes, doses: Iterable[Dose]) -> chart.Svg | None:
    """The line of the totals over the measure's severity bands, with a mark for each dose. None without a score."""
    scale = outcomes.measure.total
    if not outcomes.scores or scale is None:
        return None
    points = [
        chart.TrendPoint(
            at=one.at,
            value=None if one.total is None else float(one.total),
            label="not complete" if one.total is None else f"{write_number(one.total)}, {one.band}",
        )
        for one in outcomes.scores
    ]
    bands = [chart.TrendBand(float(band.low), float(band.high), band.name) for band in outcomes.measure.bands]
    marks = [chart.TrendMark(dose.given_at, "dose", f"Dose {number}") for number, dose in enumerate(doses, 1)]

    def draw(width: int) -> chart.Svg:
        return chart.trend(
            points,
            bands,
            marks,
            low=float(scale.low),
            high=float(scale.high),
            title=outcomes.measure.short_title,
            zone=request.practice.zone,
            width=width,
        )

    return chart.at_two_widths(draw)


def change_lines(request: HttpRequest, outcomes: Outcomes) -> list[Line]:
    """Baseline, latest, and whether each published definition of change is met."""
    baseline, latest, found = outcomes.baseline, outcomes.latest, outcomes.change
    if baseline is None or baseline.total is None:
        return []
    note = "The last score before the first dose." if outcomes.dosed else "So far; it stands once a dose is given."
    lines = [Line(term="Baseline", value=_scored(request, baseline), note=note)]
    if latest is None or latest.total is None or found is None or found.points is None:
        return lines
    percent = "" if found.percent is None else f" ({signed(found.percent)} %)"
    lines.append(Line(term="Latest", value=_scored(request, latest)))
    lines.append(Line(term="Change", value=f"{signed(found.points)} points{percent}"))
    for term, judged in (
        ("Reliable change", found.reliable),
        ("Response", found.response),
        ("Remission", found.remission),
        ("Worse", found.deterioration),
    ):
        lines.append(_judged(term, judged))
    return lines


def latest_line(request: HttpRequest, responses: Iterable[Response], key: str) -> Line:
    """The latest sent score of a measure, in one line."""
    term = measure(key).short_title
    sent = [one for one in responses if one.measure == key and one.submitted_at is not None]
    if not sent or sent[-1].submitted_at is None:
        return Line(term=term, unknown="not sent yet")
    latest, when = sent[-1], _moment(request, sent[-1].submitted_at)
    if latest.total is None:
        return Line(term=term, value="not complete", note=f"sent {when}")
    return Line(term=term, value=f"{write_number(latest.total)}, {latest.band}", note=f"sent {when}")


def _judged(term: str, judged: Judged) -> Line:
    value = {True: "yes", False: "not at this score", None: ""}[judged.met]
    note = f"{judged.definition[:1].upper()}{judged.definition[1:]}"
    return Line(
        term=term, value=value, note=f"{note} ({judged.source})" if judged.source else note, unknown="not judged"
    )


def _row(request: HttpRequest, one: Scored, outcomes: Outcomes) -> Row:
    is_baseline = outcomes.baseline is not None and one.response_id == outcomes.baseline.response_id
    since = "baseline" if is_baseline else "" if one.since_baseline is None else signed(one.since_baseline)
    return Row(
        cells=(
            Cell(text=_moment(request, one.at), url=reverse("desk:response", args=[one.response_id])),
            "not complete" if one.total is None else write_number(one.total),
            one.band or "no total",
            since,
            one.occasion,
        )
    )


def _scored(request: HttpRequest, one: Scored) -> str:
    total = "not complete" if one.total is None else write_number(one.total)
    return f"{total}, {one.band}, on {written.day(one.at.astimezone(request.practice.zone).date())}"


def _moment(request: HttpRequest, at: datetime) -> str:
    return written.moment(at, request.practice.zone)
