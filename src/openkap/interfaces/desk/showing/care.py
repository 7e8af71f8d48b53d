"""Consent, clearance, health and forms of a course, as terms and written values."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Cell, Column, Line, Row
from openkap.knowledge.measures import measure
from openkap.knowledge.texts import consent
from openkap.records.consent.shapes import Signature
from openkap.records.courses.shapes import Clearance
from openkap.records.responses.shapes import Response
from openkap.services.health_form import HEALTH, health_questions
from openkap.services.judge_readiness import clearance_standing
from openkap.services.read_health import HealthReview
from openkap.terms.fact import Known
from openkap.terms.quantity import write_number

__all__ = ["FORM_COLUMNS", "clearance_lines", "consent_lines", "form_rows", "form_title", "health_lines"]

FORM_COLUMNS = (Column(label="Form"), Column(label="Asked"), Column(label="Sent"), Column(label="Total", number=True))
_STANDING = {"cleared": "cleared", "held": "on hold", "expired": "has run out"}


def consent_lines(request: HttpRequest, signatures: list[Signature], pathway: str) -> list[Line]:
    """The latest signature, and whether it is still under the present edition."""
    if not signatures:
        return [Line(term="Signed", unknown="not yet")]
    latest, zone = signatures[0], request.practice.zone
    changed = latest.sha256 != consent(pathway).sha256
    right = f"{latest.understood_right} of {latest.understood_asked} statements"
    return [
        Line(term="Signed", value=written.moment(latest.signed_at, zone), note=f"as {latest.typed_name}"),
        Line(
            term="Edition",
            value=latest.edition,
            note="The text has changed since: it needs to be read and signed again." if changed else "The present one.",
        ),
        Line(term="Teach-back", value=f"{right} understood"),
        Line(
            term="Withdrawn",
            value=written.moment(latest.withdrawn_at, zone) if latest.withdrawn_at else "",
            unknown="no",
        ),
    ]


def clearance_lines(request: HttpRequest, decided: Clearance | None) -> list[Line]:
    standing = clearance_standing(decided, request.now)
    if decided is None or standing is None:
        return [Line(term="Decision", unknown="nobody has decided yet")]
    zone = request.practice.zone
    lines = [
        Line(
            term="Decision",
            value=_STANDING[standing],
            note=f"{decided.decided_by_name}, {written.moment(decided.decided_at, zone)}",
        ),
        Line(term="Because", value=decided.reason),
    ]
    if decided.valid_until is not None:
        lines.append(Line(term="Good until", value=written.day(decided.valid_until.astimezone(zone).date())))
    return lines


def health_lines(request: HttpRequest, review: HealthReview) -> list[Line]:
    """What was not answered with no, each by its question; and the medicines in the client's words."""
    zone = request.practice.zone
    if review.answered is None or review.answered.submitted_at is None:
        lines = [Line(term="Health questions", unknown="not sent yet")]
    else:
        said = {question: review.facts.get(question.fact) for question in health_questions()}
        plain_no = sum(isinstance(fact, Known) and fact.value is False for fact in said.values())
        lines = [
            Line(
                term="Health questions",
                value=f"{plain_no} of {len(said)} answered with no",
                note=f"sent {written.moment(review.answered.submitted_at, zone)}",
            )
        ]
        lines += [
            Line(term=question.text, value="Yes" if isinstance(fact, Known) else "", unknown=getattr(fact, "why", ""))
            for question, fact in said.items()
            if fact is not None and not (isinstance(fact, Known) and fact.value is False)
        ]
    medicines = review.medicines
    note = f"said {written.moment(medicines.said_at, zone)}" if medicines else ""
    return [*lines, Line(term="Medicines, in their words", value=medicines.text if medicines else "", note=note)]


def form_title(response: Response) -> str:
    if response.measure == HEALTH:
        return "Questions about health"
    return measure(response.measure, response.edition).short_title


def form_rows(request: HttpRequest, responses: Iterable[Response]) -> list[Row]:
    """What was asked, the latest first; what was begun can be read before it is sent."""
    zone = request.practice.zone
    return [
        Row(
            cells=(
                Cell(text=form_title(one), url=reverse("desk:response", args=[one.id])),
                f"{written.day(one.asked_at.astimezone(zone).date())}, {one.occasion}",
                Cell(text="not yet", tone="watch")
                if one.submitted_at is None
                else written.moment(one.submitted_at, zone),
                "" if one.total is None else write_number(one.total),
            )
        )
        for one in sorted(responses, key=lambda one: one.asked_at, reverse=True)
    ]
