"""One measure of one client over time: the line, the change, words for the note, and what happened in their life."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.showing import outcomes
from openkap.interfaces.desk.showing.banner import banner_of, today_of
from openkap.interfaces.desk.showing.distress import DISTRESS_COLUMNS, distress_rows
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.forms import DayInput
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import SeeOther, attempt, posted
from openkap.knowledge.measures import measure
from openkap.records.courses import find as courses
from openkap.records.people import find as people
from openkap.records.responses import find as responses
from openkap.records.sessions import find as sessions
from openkap.services.add_life_event import add_life_event
from openkap.services.read_distress import read_every_distress
from openkap.services.read_outcomes import read_outcomes
from openkap.terms.refusal import BadInput, NotFound

__all__ = ["scores"]


class LifeEventForm(forms.Form):
    """Something that happened, to be marked on the line."""

    mark_optional = False
    on = forms.DateField(
        label="Day",
        required=False,
        widget=DayInput,
        error_messages={"invalid": "Choose a day, for example 14-Nov-2026."},
    )
    what = forms.CharField(
        label="What happened",
        required=False,
        help_text="A few words: moved house, new medicine, loss of a friend. It is marked, never scored.",
    )


@staff_only(Doing.SEE_CLINICAL)
def scores(request: HttpRequest, client_id: UUID, measure_key: str) -> HttpResponse:
    """The page, and a life event that is added on it. `?axis=days` counts from the first dose."""
    within = request.practice.id
    try:
        asked = measure(measure_key)
    except BadInput:
        raise NotFound("There is no such measure.") from None
    who = people.client(within=within, client_id=client_id)
    form = LifeEventForm(posted(request))
    outcome = attempt(
        form,
        lambda: add_life_event(
            within=within,
            by=request.actor,
            at=request.now,
            today=today_of(request),
            client_id=client_id,
            **form.cleaned_data,
        ),
    )
    if outcome.kept:
        return SeeOther(reverse("desk:scores", args=[client_id, measure_key]))
    own = courses.of_client(within=within, client_id=client_id)
    doses = sessions.doses(within=within, course_ids=[course.id for course in own])
    found = read_outcomes(
        responses.of_client(within=within, client_id=client_id, measure=measure_key), doses, key=measure_key
    )
    by_days = request.GET.get("axis") == "days" and bool(doses)
    events = responses.life_events(within=within, client_id=client_id)
    context: dict[str, Any] = {
        "page_title": f"{asked.short_title} over time",
        "banner": banner_of(request, who),
        "back": Link(label="Chart", url=reverse("desk:client", args=[client_id])),
        "title": asked.short_title,
        "line": outcomes.score_chart(request, found, doses, events, by_days=by_days),
        "by_days": by_days,
        "has_doses": bool(doses),
        "score_columns": outcomes.SCORE_COLUMNS,
        "score_rows": outcomes.score_rows(request, found),
        "change_lines": outcomes.change_lines(request, found),
        "note": outcomes.note_text(request, found),
        "distress_columns": DISTRESS_COLUMNS,
        "distress_rows": distress_rows(
            request, read_every_distress(within=within, course_ids=[course.id for course in own])
        ),
        "events": events,
        "form": form,
    }
    return render(request, "desk/scores.html", context, status=outcome.status)
