"""Consent, clearance, health and forms of a course, as terms and written values."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Cell, Column, Line, Row
from openkap.knowledge.measures import measure
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.texts import consent
from openkap.records.consent.shapes import Signature
from openkap.records.responses.shapes import Response
from openkap.services.health_form import HEALTH, health_questions
from openkap.services.read_clearance import ClearanceState
from openkap.services.read_health import HealthReview
from openkap.terms.fact import Fact, Known
from openkap.terms.quantity import write_number

__all__ = ["FORM_COLUMNS", "clearance_lines", "consent_lines", "form_rows", "form_title", "health_lines"]

FORM_COLUMNS = (Column(label="Form"), Column(label="Asked"), Column(label="Sent"), Column(label="Total", number=True))
_KINDS = {
    "cleared": "cleared",
    "conditions": "cleared with conditions",
    "needs": "needs a clearance first",
    "deferred": "deferred",
    "unsuitable": "not suitable",
    "held": "on hold",
}


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


def clearance_lines(request: HttpRequest, state: ClearanceState) -> list[Line]:
    """The decision with its reason; where it has run out, each part by which it has."""
    decided = state.decided
    if decided is None or state.standing is None:
        return [Line(term="Decision", unknown="nobody has decided yet")]
    zone = request.practice.zone
    run_out = state.standing == "expired"
    lines = [
        Line(
            term="Decision",
            value=f"{_KINDS[decided.decision]}{', has run out' if run_out else ''}",
            note=f"{decided.decided_by_name}, {written.moment(decided.decided_at, zone)}",
        ),
        *(Line(term="Has run out because" if run_out else "Waits", value=because) for because in state.because),
        Line(term="Because", value=decided.reason),
    ]
    if decided.conditions:
        lines.append(Line(term="Conditions", value=decided.conditions))
    if decided.from_whom:
        lines.append(Line(term="Clearance from", value=decided.from_whom))
    if decided.defer_until:
        lines.append(Line(term="Deferred until", value=written.day(decided.defer_until)))
    if decided.second_name and decided.second_at:
        lines.append(Line(term="Second name", value=decided.second_name, note=written.moment(decided.second_at, zone)))
    if decided.review_on:
        lines.append(Line(term="Look again on", value=written.day(decided.review_on)))
    if decided.valid_until is not None:
        until = written.day(decided.valid_until.astimezone(zone).date())
        lines.append(Line(term="Good until", value=until, note="or until one of its parts is too old"))
    return lines


def health_lines(request: HttpRequest, review: HealthReview) -> list[Line]:
    """What was not answered with no, each by its question; and the medicines in the client's words."""
    zone = request.practice.zone
    said = [
        (question, _of_the_client(review, question.fact)) for question in health_questions() if question.asked.informs
    ]
    if review.answered is None or review.answered.submitted_at is None:
        lines = [Line(term="Health questions", unknown="not sent yet")]
    else:
        plain_no = sum(isinstance(fact, Known) and fact.value is False for _, fact in said)
        lines = [
            Line(
                term="Health questions",
                value=f"{plain_no} of {len(said)} come to no",
                note=f"sent {written.moment(review.answered.submitted_at, zone)}",
            )
        ]
        lines += [
            Line(
                term=question.text,
                value=_words(fact.value) if isinstance(fact, Known) else "",
                unknown=getattr(fact, "why", ""),
            )
            for question, fact in said
            if fact is not None and not (isinstance(fact, Known) and fact.value is False)
        ]
    if attested := review.known.attested:
        changed = f"changed: {', '.join(attested.changed)}" if attested.changed else "nothing has changed"
        lines.append(Line(term="Looked at again", value=changed, note=written.moment(attested.said_at, zone)))
    medicines = review.known.medicines[-1] if review.known.medicines else None
    note = f"{medicines.source}, {written.moment(medicines.said_at, zone)}" if medicines else ""
    taken = ("; ".join(medicines.typed) or "nothing at all") if medicines else ""
    return [*lines, Line(term="Medicines, as typed", value=taken, note=note)]


def _of_the_client(review: HealthReview, name: str) -> Fact[Value] | None:
    return next((one.fact for one in review.known.stated.get(name, ()) if one.source == "the client"), None)


def _words(value: object) -> str:
    return "Yes" if value is True else str(value).capitalize()


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
