"""The schedules as a lead reads them: what is asked when, what is not and why, and what each week asks of a client."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from openkap.clinical.asking import SECONDS_FOR_A_QUESTION, minutes_of, questions_of, why_not_asked
from openkap.clinical.authority import Doing
from openkap.interfaces.desk.showing.burden import WEEK_COLUMNS, week_rows
from openkap.interfaces.desk.showing.questionnaires import form_named
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Column, Line, Link, Row
from openkap.knowledge.pathways import Pathway, pathways
from openkap.knowledge.schedules import Occasion, Schedule, schedule
from openkap.records.responses import find as responses
from openkap.services.read_asking import askable

__all__ = ["schedules"]

_OCCASION_COLUMNS = (Column(label="Occasion"), Column(label="Asked of the client"), Column(label="About", number=True))


@dataclass(frozen=True, slots=True)
class Shown:
    """One pathway with what its schedule asks."""

    title: str
    schedule: Schedule
    occasions: list[Row]
    weeks: list[Row]
    unasked: list[Line]


@staff_only(Doing.PLAN_ASKING)
@require_safe
def schedules(request: HttpRequest) -> HttpResponse:
    confirmed = frozenset(responses.confirmations(within=request.practice.id))
    context = {
        "page_title": "What is asked",
        "back": Link(label="Questionnaires", url=reverse("desk:questionnaires")),
        "shown": [_shown(model, confirmed) for model in pathways()],
        "occasion_columns": _OCCASION_COLUMNS,
        "week_columns": WEEK_COLUMNS,
        "seconds": SECONDS_FOR_A_QUESTION,
    }
    return render(request, "desk/schedules.html", context)


def _shown(model: Pathway, confirmed: frozenset[str]) -> Shown:
    plan = schedule(model.schedule)
    shown = askable(plan.key, confirmed)
    measures = {ask.measure: None for occasion in plan.occasions for ask in occasion.asks}
    return Shown(
        title=model.title,
        schedule=plan,
        occasions=[_occasion(occasion, shown) for occasion in plan.occasions],
        weeks=week_rows(model, shown),
        unasked=[*_unasked(measures, confirmed), *(Line(term=left.what, value=left.because) for left in plan.left_out)],
    )


def _unasked(measures: Iterable[str], confirmed: frozenset[str]) -> list[Line]:
    """What a clinician or a licence keeps off the phone, those with the same reason together."""
    found: dict[str, list[str]] = {}
    for key in measures:
        if (why := why_not_asked(key, confirmed)) is not None:
            found.setdefault(why, []).append(form_named(key))
    return [Line(term=written.listed(names), value=why) for why, names in found.items()]


def _occasion(occasion: Occasion, shown: frozenset[str]) -> Row:
    asked = [ask.measure for ask in occasion.asks if ask.measure in shown]
    names = ", ".join(f"{form_named(key)} ({questions_of(key)})" for key in asked)
    minutes = sum(minutes_of(key) for key in asked)
    return Row(cells=(occasion.title, names or "nothing yet: see below", f"{minutes} min" if asked else ""))
