"""Scores of one measure as words: the table, and what the change since the baseline comes to, with each definition."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from openkap.clinical.measures import Judged
from openkap.interfaces.kit import chart, written
from openkap.interfaces.kit.parts import Cell, Column, Line, Link, Row
from openkap.knowledge.measures import measure
from openkap.records.responses.shapes import LifeEvent, Response
from openkap.records.sessions.shapes import Dose
from openkap.services.health_form import HEALTH
from openkap.services.read_outcomes import Outcomes, Scored, read_outcomes
from openkap.terms.quantity import write_number

__all__ = [
    "SCORE_COLUMNS",
    "change_lines",
    "latest_line",
    "note_text",
    "notes_text",
    "score_chart",
    "score_rows",
    "signed",
    "ways_to_lines",
]

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


def score_chart(
    request: HttpRequest,
    outcomes: Outcomes,
    doses: Sequence[Dose],
    events: Iterable[LifeEvent] = (),
    *,
    by_days: bool = False,
) -> chart.Svg | None:
    """The line of the totals over the measure's severity bands, with the baseline, a mark for each dose and for what
    happened. A point leads to its answers. by_days: the axis counts from the first dose. None without a score."""
    scale = outcomes.measure.total
    if not outcomes.scores or scale is None:
        return None
    points = [
        chart.TrendPoint(
            at=one.at,
            value=None if one.total is None else float(one.total),
            label="not complete" if one.total is None else _total(one),
            url=reverse("desk:response", args=[one.response_id]),
        )
        for one in outcomes.scores
    ]
    bands = [chart.TrendBand(float(band.low), float(band.high), band.name) for band in outcomes.measure.bands]
    zone = request.practice.zone
    marks = [chart.TrendMark(dose.given_at, "dose", f"Dose {number}") for number, dose in enumerate(doses, 1)]
    # A day of life has no clock: it is drawn at its noon.
    marks += [
        chart.TrendMark(datetime.combine(event.happened_on, time(12), tzinfo=zone), "event", event.words)
        for event in events
    ]
    declared = outcomes.baseline

    def draw(width: int) -> chart.Svg:
        return chart.trend(
            points,
            bands,
            marks,
            low=float(scale.low),
            high=float(scale.high),
            title=outcomes.measure.short_title,
            zone=zone,
            width=width,
            baseline=None if declared is None or declared.total is None else float(declared.total),
            day_zero=doses[0].given_at if by_days and doses else None,
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


def note_text(request: HttpRequest, outcomes: Outcomes) -> str:
    """Baseline, prior and latest in plain words, to be copied into a note. Nothing before the first score."""
    known = [one for one in outcomes.scores if one.total is not None]
    if not known:
        return ""
    baseline, latest, found = outcomes.baseline, known[-1], outcomes.change
    said = [f"latest {_scored(request, latest)}"]
    if len(known) > 1 and known[-2] != baseline:
        said.insert(0, f"prior {_scored(request, known[-2])}")
    if baseline is not None and baseline != latest:
        said.insert(0, f"baseline {_scored(request, baseline)}")
    words = f"{outcomes.measure.short_title}: {'; '.join(said)}."
    if found is None or found.points is None:
        return words
    percent = "" if found.percent is None else f" ({signed(found.percent)} %)"
    verdicts = [
        f"{term} {'yes' if judged.met else 'no'} ({judged.definition})"
        for term, judged in (
            ("reliable change", found.reliable),
            ("response", found.response),
            ("remission", found.remission),
            ("deterioration", found.deterioration),
        )
        if judged.met is not None
    ]
    told = f" {'; '.join(verdicts).capitalize()}." if verdicts else ""
    return f"{words} Change since baseline {signed(found.points)} points{percent}.{told}"


def ways_to_lines(client_id: UUID, responses: Iterable[Response]) -> list[Link]:
    """To the line over time of every measure that was sent, in the order they were first asked."""
    keys = dict.fromkeys(one.measure for one in responses if one.done and one.measure != HEALTH)
    return [Link(label=measure(key).short_title, url=reverse("desk:scores", args=[client_id, key])) for key in keys]


def notes_text(request: HttpRequest, responses: Sequence[Response], doses: Sequence[Dose]) -> str:
    """A paragraph for each measure with a score, for the note of a session."""
    keys = dict.fromkeys(one.measure for one in responses if one.total is not None)
    return "\n".join(note_text(request, read_outcomes(responses, doses, key=key)) for key in keys)


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
    total = "not complete" if one.total is None else _total(one)
    return f"{total}, on {written.day(one.at.astimezone(request.practice.zone).date())}"


def _total(one: Scored) -> str:
    """ "14, moderate"; a measure without bands has the number alone."""
    total = write_number(one.total)
    return f"{total}, {one.band}" if one.band else total


def _moment(request: HttpRequest, at: datetime) -> str:
    return written.moment(at, request.practice.zone)
