"""Results and medicines of one client: what stands, what is missing or too old, and what staff enter."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.health import CorrectResult, EnterResults, GoThroughMedicines
from openkap.interfaces.desk.showing import results as shown
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Line, Link
from openkap.interfaces.kit.replies import Outcome, attempt, posted, see_other
from openkap.knowledge.rules.examinations import Examination, examinations
from openkap.knowledge.rules.fact_spec import fact_spec
from openkap.records.health import find as health
from openkap.records.people import find as people
from openkap.services.enter_results import correct_result, enter_results
from openkap.services.state_medicines import state_medicines

__all__ = ["correct", "medicines", "results"]


@staff_only(Doing.ENTER_RESULTS)
def results(request: HttpRequest, client_id: UUID) -> HttpResponse:
    within = request.practice.id
    who = people.client(within=within, client_id=client_id)
    sent = request.POST.get("examination", "")
    outcome = Outcome(kept=False)
    forms = {}
    for one in examinations():
        forms[one.id] = EnterResults(
            posted(request) if one.id == sent else None, examination=one, initial={"observed_at": request.now}
        )
        if one.id == sent:
            outcome = attempt(forms[one.id], lambda one=one: _enter(request, client_id, one, forms[one.id]))
    if outcome.kept:
        return see_other(request, "desk:results", client_id, said="The results are kept.")
    kept = health.results(within=within, client_ids=[client_id]).get(client_id, [])
    every = shown.site_rules(request)
    context: dict[str, Any] = {
        "page_title": "Results",
        "banner": banner_of(request, who),
        "back": Link(label="Chart", url=reverse("desk:client", args=[who.id])),
        "examined": [shown.examined(request, one, kept, every, forms[one.id]) for one in examinations()],
        "columns": shown.RESULT_COLUMNS,
        "past": shown.past_rows(request, kept),
    }
    return render(request, "desk/results.html", context, status=outcome.status)


@staff_only(Doing.ENTER_RESULTS)
def correct(request: HttpRequest, result_id: UUID) -> HttpResponse:
    wrong = health.result(within=request.practice.id, result_id=result_id)
    who = people.client(within=request.practice.id, client_id=wrong.client_id)
    start = {"observed_at": wrong.observed_at, "source": wrong.source, "value": wrong.value}
    form = CorrectResult(posted(request), fact=wrong.fact, initial=start)
    outcome = attempt(form, lambda: _correct(request, result_id, form))
    if outcome.kept:
        return see_other(request, "desk:results", who.id, said="The correction is kept. Both can be read.")
    spec = fact_spec(wrong.fact)
    entered = f"{wrong.entered_by_name}, {written.moment(wrong.entered_at, request.practice.zone)}"
    context: dict[str, Any] = {
        "page_title": "Correct a result",
        "banner": banner_of(request, who),
        "back": Link(label="Results", url=reverse("desk:results", args=[who.id])),
        "form": form,
        "lines": [
            Line(term=spec.title, value=f"{wrong.value} {spec.unit}".strip(), unknown="taken back", note=wrong.source),
            Line(term="Entered by", value=entered),
        ],
    }
    return render(request, "desk/correct_result.html", context, status=outcome.status)


@staff_only(Doing.ENTER_RESULTS)
def medicines(request: HttpRequest, client_id: UUID) -> HttpResponse:
    within = request.practice.id
    who = people.client(within=within, client_id=client_id)
    lists = health.medicines(within=within, client_ids=[client_id]).get(client_id, [])
    standing = lists[-1] if lists else None
    form = GoThroughMedicines.of(standing)
    outcome = Outcome(kept=False)
    if request.method == "POST":
        form = GoThroughMedicines(request.POST)
        if "more" in request.POST:
            form = form.with_more()
        else:
            outcome = attempt(form, lambda: _go_through(request, client_id, form))
    if outcome.kept:
        return see_other(request, "desk:client", client_id, said="The list is kept. The one before stays readable.")
    context: dict[str, Any] = {
        "page_title": "Medicines",
        "banner": banner_of(request, who),
        "back": Link(label="Chart", url=reverse("desk:client", args=[who.id])),
        "form": form,
        "lists": list(reversed(lists)),
    }
    return render(request, "desk/medicines.html", context, status=outcome.status)


def _enter(request: HttpRequest, client_id: UUID, one: Examination, form: EnterResults) -> None:
    enter_results(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        client_id=client_id,
        values=form.values,
        observed_at=form.cleaned_data["observed_at"],
        source=form.cleaned_data["source"],
    )


def _correct(request: HttpRequest, result_id: UUID, form: CorrectResult) -> None:
    clean = form.cleaned_data
    correct_result(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        result_id=result_id,
        value=clean["value"],
        observed_at=clean["observed_at"],
        source=clean["source"],
        reason=clean["reason"],
    )


def _go_through(request: HttpRequest, client_id: UUID, form: GoThroughMedicines) -> None:
    state_medicines(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        client_id=client_id,
        lines=form.lines,
        nothing=form.cleaned_data["nothing"],
        source=form.cleaned_data["source"],
    )
