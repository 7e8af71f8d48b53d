"""The answers of one form, as they were given."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.showing import answers as shown
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.desk.showing.care import form_title
from openkap.interfaces.desk.wording import SOURCES
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Line, Link
from openkap.records.people import find as people
from openkap.records.responses import find as find_responses
from openkap.records.responses.shapes import Response
from openkap.services.health_form import HEALTH
from openkap.terms.quantity import write_number
from openkap.terms.source import Source

__all__ = ["response"]


@staff_only(Doing.SEE_CLINICAL)
def response(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Read item by item; what is begun and not sent can be read too."""
    within = request.practice.id
    found = find_responses.response(within=within, response_id=response_id)
    given = find_responses.answers(within=within, response_id=response_id)
    who = people.client(within=within, client_id=found.client_id)
    words = shown.words_for(found, within=within)
    context: dict[str, Any] = {
        "page_title": form_title(found),
        "banner": banner_of(request, who),
        "back": Link(label="Chart", url=reverse("desk:client", args=[who.id])),
        "lines": [*_lines(request, found), *_source_lines(request, found)],
        "paper_url": "" if found.done or found.measure == HEALTH else reverse("desk:paper", args=[response_id]),
        "flags": shown.flags_of(found, given),
        "columns": shown.ANSWER_COLUMNS,
        "rows": shown.answer_rows(found, given, words),
        "notice": words.notice,
    }
    return render(request, "desk/response.html", context)


def _source_lines(request: HttpRequest, found: Response) -> list[Line]:
    """Where it was answered; a form from paper says who typed it in, and whether the totals were compared."""
    if found.source is None:
        return []
    typed = find_responses.paper(within=request.practice.id, response_id=found.id)
    if typed is None:
        return [Line(term="Answered on", value=SOURCES[Source(found.source)])]
    when = written.moment(typed.entered_at, request.practice.zone)
    total = typed.paper_total
    compared = "" if total is None else f"the total on the paper is the same: {write_number(total)}"
    return [
        Line(term="Answered on", value=SOURCES[Source(found.source)]),
        Line(term="Typed in", value=when, note=typed.entered_by_name),
        Line(term="Compared", value=compared, unknown="not yet: look at the paper once more"),
    ]


def _lines(request: HttpRequest, found: Response) -> list[Line]:
    zone = request.practice.zone
    lines = [
        Line(term="Asked", value=written.moment(found.asked_at, zone), note=found.occasion),
        Line(
            term="Sent",
            value=written.moment(found.submitted_at, zone) if found.submitted_at else "",
            unknown="not yet: what is answered so far stands here",
        ),
        Line(term="Edition", value=found.edition),
    ]
    if found.total is not None:
        lines.append(Line(term="Total", value=write_number(found.total), note=found.band or ""))
    elif found.done:
        lines.append(Line(term="Total", unknown="none: not every question has an answer, or the form has no total"))
    return lines
