"""How a client answers inside the clinic: on the tablet by a code, on this device, or on paper that staff types in."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.paper import Paper
from openkap.interfaces.desk.showing.banner import banner_of
from openkap.interfaces.desk.showing.care import form_title
from openkap.interfaces.kit.access import let_client_in, make_tablet, no_tablet, staff_only
from openkap.interfaces.kit.parts import Link
from openkap.interfaces.kit.replies import SeeOther, attempt, posted, see_other
from openkap.interfaces.kit.wording import words_of
from openkap.knowledge.measures import measure
from openkap.records.people import find as people
from openkap.records.responses import find as responses
from openkap.services.enter_paper import ManyBad, enter_paper
from openkap.services.hand_over import hand_over
from openkap.services.health_form import HEALTH
from openkap.services.tablet_code import CODE_LASTS, make_code
from openkap.terms.refusal import RuleRefusal
from openkap.terms.source import Source

__all__ = ["hand_device", "in_clinic", "paper", "tablet"]


@staff_only(Doing.INVITE)
def in_clinic(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The two ways in the clinic: a code for the tablet, or this device in the client's hands."""
    who = people.client(within=request.practice.id, client_id=client_id)
    context: dict[str, Any] = {
        "page_title": "Answering in the clinic",
        "banner": banner_of(request, who),
        "client_id": client_id,
        "lasts_minutes": int(CODE_LASTS.total_seconds()) // 60,
        "waiting": sum(not one.done for one in responses.of_client(within=request.practice.id, client_id=client_id)),
    }
    if request.method == "POST":
        code = make_code(within=request.practice.id, by=request.actor, at=request.now, client_id=client_id)
        context |= {"code": code, "expires_at": request.now + CODE_LASTS, "tablet_url": reverse("portal:tablet")}
    return render(request, "desk/in_clinic.html", context)


@staff_only(Doing.INVITE)
@require_POST
def hand_device(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """This device goes into the client's hands: staff is signed out, and only the client's forms can be reached."""
    client = hand_over(within=request.practice.id, by=request.actor, at=request.now, client_id=client_id)
    let_client_in(request, practice_id=client.practice_id, client_id=client.id, source=Source.DEVICE)
    return SeeOther(reverse("portal:here"))


@staff_only(Doing.INVITE)
def tablet(request: HttpRequest) -> HttpResponse:
    """Makes this device a tablet of the practice, or ends that."""
    if request.method != "POST":
        return render(request, "desk/tablet.html", {"page_title": "Tablet"})
    if request.POST.get("do") == "end":
        response = see_other(request, "desk:tablet", said="This device takes no codes any more.")
        no_tablet(response)
        return response
    request.session.flush()
    response = SeeOther(reverse("portal:tablet"))
    make_tablet(response, practice_id=request.practice.id)
    return response


@staff_only(Doing.ENTER_PAPER)
def paper(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """A form on paper is typed in. Whatever cannot be is named, and all that was typed stays."""
    within = request.practice.id
    found = responses.response(within=within, response_id=response_id)
    if found.measure == HEALTH:
        raise RuleRefusal("The questions about health are asked on the client's own phone, or talked through.")
    asked = measure(found.measure, found.edition)
    words = words_of(asked, within=within)
    form = Paper(asked, words, posted(request))

    def enter() -> None:
        try:
            enter_paper(
                within=within,
                by=request.actor,
                at=request.now,
                response_id=response_id,
                given=form.given,
                answered_at=form.cleaned_data["answered_at"],
                paper_total=form.paper_total,
            )
        except ManyBad as refusal:
            for problem in refusal.problems[1:]:
                form.add_error(problem.field, problem.message)
            raise

    outcome = attempt(form, enter)
    if outcome.kept:
        return see_other(request, "desk:response", response_id, said="The paper is entered.")
    who = people.client(within=within, client_id=found.client_id)
    context = {
        "page_title": f"{form_title(found)} from paper",
        "banner": banner_of(request, who),
        "back": Link(label="The form", url=reverse("desk:response", args=[response_id])),
        "form": form,
        "notice": words.notice,
    }
    return render(request, "desk/paper.html", context, status=outcome.status)
