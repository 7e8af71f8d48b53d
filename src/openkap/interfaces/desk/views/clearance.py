"""The prescriber's review: every contraindication as it stands, what the client said, the scores; then a decision."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.clearance import Clearance
from openkap.interfaces.desk.replies import Outcome, attempt, posted, see_other
from openkap.interfaces.desk.showing import care
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.desk.showing.clearance import problems_of, rule_lines
from openkap.interfaces.desk.showing.outcomes import latest_line
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Link
from openkap.records.courses import find as courses
from openkap.records.people import find as people
from openkap.records.responses import find as responses
from openkap.services.decide_clearance import decide_clearance
from openkap.services.read_health import read_health_review
from openkap.terms.finding import Standing

__all__ = ["clearance"]


@staff_only(Doing.CLEAR)
def clearance(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """With "look" the findings are judged again with what the prescriber found, and nothing is kept."""
    within = request.practice.id
    course = courses.course(within=within, course_id=course_id)
    form = Clearance(posted(request))
    looking = "look" in request.POST
    outcome = Outcome(kept=False) if looking else attempt(form, lambda: _decide(request, course_id, form))
    if outcome.kept:
        return see_other(request, "desk:client", course.client_id, said="Your decision is kept.")
    settled = form.settled() if form.is_bound else {}
    who = people.client(within=within, client_id=course.client_id)
    review = read_health_review(within=within, client_id=who.id, at=request.now, settled=settled)
    asked = responses.of_client(within=within, client_id=who.id)
    last = courses.clearance(within=within, course_id=course_id)
    open_rules = sum(finding.standing is not Standing.MET for finding in review.findings)
    context: dict[str, Any] = {
        "page_title": "Clearance",
        "banner": banner_of(request, who),
        "back": Link(label="Chart", url=reverse("desk:client", args=[who.id])),
        "form": form,
        "problems": problems_of(form) if form.is_bound else [],
        "rules": rule_lines(request, review, form, last),
        "open_rules": f"{open_rules} open" if open_rules else "",
        "sent": review.answered is not None,
        "medicines": review.medicines,
        "scores": [latest_line(request, asked, key) for key in ("phq9", "gad7")],
        "last_lines": care.clearance_lines(request, last) if last else [],
    }
    return render(request, "desk/clearance.html", context, status=outcome.status)


def _decide(request: HttpRequest, course_id: UUID, form: Clearance) -> None:
    decide_clearance(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        course_id=course_id,
        decision=form.cleaned_data["decision"],
        reason=form.cleaned_data["reason"],
        settled=form.settled(),
    )
