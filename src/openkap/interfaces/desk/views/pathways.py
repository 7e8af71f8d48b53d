"""The care models of this practice: read, compared, drawn; and for a lead, changed, checked and signed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.clinical.pathway.checking import check_text
from openkap.clinical.pathway.difference import differences
from openkap.interfaces.desk.forms.pathway import EditPathway
from openkap.interfaces.desk.showing import pathways as showing
from openkap.interfaces.desk.showing.burden import WEEK_COLUMNS, week_rows
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.chart import pathway_picture
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import SeeOther, attempt, posted
from openkap.knowledge.pathways import Fault, Pathway, pathway_keys
from openkap.knowledge.schedules import schedule
from openkap.records.responses import find as responses
from openkap.services.course_facts import current_pathway
from openkap.services.read_asking import askable
from openkap.services.sign_pathway import current_text, sign_pathway

__all__ = ["edit", "one", "pathways"]


@staff_only(Doing.SEE_CLINICAL)
def pathways(request: HttpRequest) -> HttpResponse:
    every = [current_pathway(within=request.practice.id, key=key) for key in pathway_keys()]
    rows = showing.pathway_rows(every)
    context = {"page_title": "Pathways", "columns": showing.PATHWAY_COLUMNS, "rows": rows}
    return render(request, "desk/pathways.html", context)


@staff_only(Doing.SEE_CLINICAL)
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One pathway, drawn; with `?beside=` another beside it, and what differs."""
    model = _known(request, key)
    context: dict[str, Any] = {
        "page_title": model.title,
        "lead": model.in_one_sentence,
        "back": Link(label="Pathways", url=reverse("desk:pathways")),
        "model": model,
        "others": showing.others(key),
        "edition_lines": showing.edition_lines(request, key),
        "criterion_columns": showing.CRITERION_COLUMNS,
        "criterion_rows": showing.criterion_rows(model),
        "may_sign": may(request.actor, Doing.SIGN_PATHWAY),
    }
    beside = request.GET.get("beside", "")
    if beside in pathway_keys() and beside != key:
        other = _known(request, beside)
        context |= {
            "other": other,
            "drawn": pathway_picture(model, against=other),
            "other_drawn": pathway_picture(other, against=model),
            "difference_columns": showing.DIFFERENCE_COLUMNS,
            "difference_rows": showing.difference_rows(differences(model, other, sourced=False)),
        }
    else:
        context["drawn"] = pathway_picture(model)
    return render(request, "desk/pathway.html", context)


@staff_only(Doing.SIGN_PATHWAY)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """The form with the picture and the findings beside it. Each change is sent and shown at once; nothing is kept
    until it is signed."""
    present = _known(request, key)
    form = EditPathway(current_text(within=request.practice.id, key=key), posted(request))
    model, faults, status = present, (), 200
    if form.is_bound and form.is_valid():
        text = form.file()
        read, faults = check_text(text, name=key)
        model = read or present
        if "sign" in request.POST:
            outcome = attempt(form, lambda: _sign(request, key, text, form))
            if outcome.kept:
                return SeeOther(reverse("desk:pathway", args=[key]))
            status = outcome.status
        form.show(faults)
    confirmed = frozenset(responses.confirmations(within=request.practice.id))
    context = _editing(present, model, form, faults)
    context |= {
        "week_columns": WEEK_COLUMNS,
        "week_rows": week_rows(model, askable(model.schedule, confirmed)),
        "budget_minutes": schedule(model.schedule).budget_minutes,
    }
    return render(request, "desk/pathway_edit.html", context, status=status)


def _sign(request: HttpRequest, key: str, text: str, form: EditPathway) -> str:
    kept = form.cleaned_data
    return sign_pathway(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        key=key,
        text=text,
        from_edition=kept["from_edition"],
        reason=kept["reason"],
    )


def _editing(present: Pathway, model: Pathway, form: EditPathway, faults: tuple[Fault, ...]) -> dict[str, Any]:
    changed = differences(present, model)
    return {
        "page_title": f"Change: {present.title}",
        "back": Link(label=present.title, url=reverse("desk:pathway", args=[present.key])),
        "form": form,
        "faults": faults,
        "drawn": pathway_picture(model, against=present),
        "difference_columns": showing.DIFFERENCE_COLUMNS,
        "difference_rows": showing.difference_rows(changed),
        "is_changed": bool(changed),
    }


def _known(request: HttpRequest, key: str) -> Pathway:
    if key not in pathway_keys():
        raise Http404
    return current_pathway(within=request.practice.id, key=key)
