"""The prescriber's review: findings first, each with its reasons and sources; then a decision. And the second name."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.clearance import Clearance, is_finding
from openkap.interfaces.desk.showing import care
from openkap.interfaces.desk.showing import clearance as shown
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.desk.showing.outcomes import latest_line
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import Outcome, attempt, posted, see_other
from openkap.records.courses import find as courses
from openkap.records.people import find as people
from openkap.records.responses import find as responses
from openkap.services.decide_clearance import Decided, decide_clearance, sign_clearance
from openkap.services.read_clearance import read_clearance
from openkap.services.read_health import read_health_review
from openkap.terms.refusal import Refusal

__all__ = ["clearance", "second_name"]


@staff_only(Doing.CLEAR)
def clearance(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """With "look" the findings are judged again with what the prescriber found, and nothing is kept."""
    within = request.practice.id
    course = courses.course(within=within, course_id=course_id)
    state = read_clearance(within=within, course=course, at=request.now)
    last = state.decided
    form = Clearance(posted(request), initial={"route": last.route if last else "iv"})
    looking = "look" in request.POST
    outcome = Outcome(kept=False) if looking else attempt(form, lambda: _decide(request, course_id, form))
    if outcome.kept:
        return see_other(request, "desk:client", course.client_id, said="Your decision is kept.")
    who = people.client(within=within, client_id=course.client_id)
    review = read_health_review(
        within=within,
        client_id=who.id,
        at=request.now,
        found=form.found() if form.is_bound else None,
        route=form.judged_route,
    )
    asked = responses.of_client(within=within, client_id=who.id)
    rules = shown.open_lines(request, review, form, last)
    met = shown.met_lines(review)
    context: dict[str, Any] = {
        "page_title": "Clearance",
        "banner": banner_of(request, who),
        "back": Link(label="Chart", url=reverse("desk:client", args=[who.id])),
        "form": form,
        "problems": shown.problems_of(form) if form.is_bound else [],
        "rules": rules,
        "met": met,
        "open_rules": f"{len(rules)} open" if rules else "",
        "carried": _carried(request, rules),
        "sent": review.answered is not None,
        "medicines": review.known.medicines[-1] if review.known.medicines else None,
        "medicine_lines": shown.medicine_lines(review),
        "other_medicines": review.known.medicines[:-1],
        "client_id": who.id,
        "scores": [latest_line(request, asked, key) for key in ("phq9", "gad7")],
        "last_lines": care.clearance_lines(request, state) if last else [],
    }
    return render(request, "desk/clearance.html", context, status=outcome.status)


def _carried(request: HttpRequest, rules: list[shown.RuleLine]) -> list[tuple[str, str]]:
    """What was found about rules that are met by it, and so are not asked on the page any more: it is sent again."""
    asked = {field.html_name for line in rules for field in line.found}
    return [(name, value) for name, value in request.POST.items() if is_finding(name) and value and name not in asked]


@staff_only(Doing.SECOND_CLEARANCE)
@require_POST
def second_name(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """A second clinician signs a clearance that waits for one."""
    within = request.practice.id
    course = courses.course(within=within, course_id=course_id)
    said = "Your name is kept beside the decision."
    try:
        sign_clearance(within=within, by=request.actor, at=request.now, course_id=course_id)
    except Refusal as refusal:
        said = refusal.message
    return see_other(request, "desk:client", course.client_id, said=said)


def _decide(request: HttpRequest, course_id: UUID, form: Clearance) -> None:
    clean = form.cleaned_data
    decide_clearance(
        within=request.practice.id,
        by=request.actor,
        at=request.now,
        course_id=course_id,
        decided=Decided(
            kind=clean["kind"],
            reason=clean["reason"],
            conditions=clean["conditions"],
            from_whom=clean["from_whom"],
            defer_until=clean["defer_until"],
            review_on=clean["review_on"],
        ),
        found=form.found(),
        route=clean["route"] or "iv",
    )
