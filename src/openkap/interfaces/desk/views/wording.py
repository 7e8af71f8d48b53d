"""Which questionnaires may be shown in full: conditions that a lead confirms, and the wording packs of this site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openkap.clinical.authority import Doing
from openkap.interfaces.kit import written
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Column, Row
from openkap.interfaces.kit.replies import see_other
from openkap.interfaces.kit.wording import packs
from openkap.knowledge.measures import measure, measures
from openkap.knowledge.measures.wording import needs_confirming
from openkap.records.responses import find as responses
from openkap.services.confirm_condition import confirm_condition

__all__ = ["wording"]

_PACKS = (Column(label="Measure"), Column(label="Right"), Column(label="Attested"))


@staff_only(Doing.MANAGE_STAFF)
def wording(request: HttpRequest) -> HttpResponse:
    within, zone = request.practice.id, request.practice.zone
    if request.method == "POST":
        confirm_condition(within=within, by=request.actor, at=request.now, key=request.POST.get("measure", ""))
        return see_other(request, "desk:wording", said="Confirmed. The questionnaire is shown from now on.")
    known = responses.confirmations(within=within)
    conditions = [
        {
            "key": one.key,
            "title": one.title,
            "condition": one.rights.condition,
            "holder": one.rights.holder,
            "confirmed": f"{kept.by_name}, {written.moment(kept.at, zone)}" if (kept := known.get(one.key)) else "",
        }
        for one in measures()
        if needs_confirming(one)
    ]
    found, wrong = packs(settings.OPENKAP_WORDING)
    rows = [
        Row(
            cells=(
                measure(pack.measure, pack.edition).title,
                f"{pack.right.holder}, {pack.right.reference}",
                f"{pack.right.attested_by}, {written.day(pack.right.attested_on)}",
            )
        )
        for pack in found.values()
    ]
    context = {
        "page_title": "Questionnaires",
        "conditions": conditions,
        "columns": _PACKS,
        "rows": rows,
        "wrong": wrong,
    }
    return render(request, "desk/wording.html", context)
