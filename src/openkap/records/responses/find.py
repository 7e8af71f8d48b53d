from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from openkap.records.base import read, shaped
from openkap.records.responses import models
from openkap.records.responses.shapes import Answer, Confirmation, LifeEvent, PaperEntry, Response, TabletCode
from openkap.terms.refusal import NotFound

__all__ = [
    "answers",
    "answers_of",
    "confirmation",
    "confirmations",
    "latest_answers",
    "life_events",
    "of_client",
    "of_courses",
    "open_codes",
    "paper",
    "response",
    "totals",
]

_LOOKUPS = {name: f"submission__{name}" for name in ("submitted_at", "total", "band", "source")}


def response(*, within: UUID, response_id: UUID, client_id: UUID | None = None, lock: bool = False) -> Response:
    """One response; with `client_id`, only if it is that client's. `lock` holds it until the transaction ends, so that
    two answers to one form are judged one after the other."""
    if lock:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT FROM responses_response WHERE practice_id = %s AND id = %s FOR UPDATE", [within, response_id]
            )
    found = read(
        Response,
        "SELECT r.id, r.client_id, r.course_id, r.measure, r.edition, r.occasion, r.asked_at, s.submitted_at, s.total, "
        "s.band, s.source FROM responses_response r LEFT JOIN responses_submission s ON s.response_id = r.id "
        "WHERE r.practice_id = %s AND r.id = %s",
        [within, response_id],
    )
    if not found or client_id not in (None, found[0].client_id):
        raise NotFound("There is no such form here.")
    return found[0]


def of_client(*, within: UUID, client_id: UUID, measure: str | None = None) -> list[Response]:
    """What was asked of this client, the earliest first."""
    rows = models.Response.objects.filter(practice_id=within, client_id=client_id)
    if measure is not None:
        rows = rows.filter(measure=measure)
    return shaped(rows.order_by("asked_at", "id"), Response, **_LOOKUPS)


def of_courses(*, within: UUID, course_ids: Iterable[UUID]) -> list[Response]:
    """What was asked in these courses, in one query, the earliest first."""
    rows = models.Response.objects.filter(practice_id=within, course_id__in=list(course_ids))
    return shaped(rows.order_by("asked_at", "id"), Response, **_LOOKUPS)


def answers(*, within: UUID, response_id: UUID) -> dict[str, Answer]:
    """The answer that stands for each item that was answered or skipped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item, value, given_at FROM responses_answer WHERE practice_id = %s AND response_id = %s "
            "ORDER BY given_at, id",
            [within, response_id],
        )
        return {item: Answer(item, value, given_at) for item, value, given_at in cursor.fetchall()}


def latest_answers(*, within: UUID, client_id: UUID, measure: str) -> tuple[Response, dict[str, Answer]] | None:
    """The latest submitted response to this measure with its answers, or None."""
    done = [row for row in of_client(within=within, client_id=client_id, measure=measure) if row.done]
    if not done:
        return None
    return done[-1], answers(within=within, response_id=done[-1].id)


def answers_of(*, within: UUID, client_ids: Iterable[UUID], measure: str) -> dict[UUID, dict[str, Answer]]:
    """By client, the latest answer to each item of this measure, over every form in which it was asked, sent or not."""
    rows = models.Answer.objects.filter(
        practice_id=within, response__client_id__in=list(client_ids), response__measure=measure
    ).order_by("given_at", "id")
    found: dict[UUID, dict[str, Answer]] = {}
    for client_id, item, value, given_at in rows.values_list("response__client_id", "item", "value", "given_at"):
        found.setdefault(client_id, {})[item] = Answer(item, value, given_at)
    return found


def totals(*, within: UUID, client_ids: Iterable[UUID], measures: Iterable[str]) -> dict[UUID, dict[str, Response]]:
    """By client and measure, the form sent last that has a total."""
    rows = models.Response.objects.filter(
        practice_id=within,
        client_id__in=list(client_ids),
        measure__in=list(measures),
        submission__total__isnull=False,
    ).order_by("submission__submitted_at", "id")
    found: dict[UUID, dict[str, Response]] = {}
    for one in shaped(rows, Response, **_LOOKUPS):
        found.setdefault(one.client_id, {})[one.measure] = one
    return found


def paper(*, within: UUID, response_id: UUID) -> PaperEntry | None:
    """How a form came from paper, or None for one that did not."""
    found = shaped(models.PaperEntry.objects.filter(practice_id=within, response_id=response_id), PaperEntry)
    return found[0] if found else None


def life_events(*, within: UUID, client_id: UUID) -> list[LifeEvent]:
    """What happened in the client's life, the earliest first."""
    rows = models.LifeEvent.objects.filter(practice_id=within, client_id=client_id)
    return shaped(rows.order_by("happened_on", "id"), LifeEvent)


def confirmations(*, within: UUID) -> dict[str, Confirmation]:
    """What the practice confirmed about the wording of measures, by measure."""
    rows = models.Confirmation.objects.filter(practice_id=within)
    return {row.measure: row for row in shaped(rows, Confirmation)}


def confirmation(*, within: UUID, measure: str) -> Confirmation | None:
    return confirmations(within=within).get(measure)


def open_codes(*, within: UUID, at: datetime) -> list[TabletCode]:
    """The tablet codes of the practice that are neither used nor run out."""
    rows = models.TabletCode.objects.filter(practice_id=within, used_at__isnull=True, expires_at__gt=at)
    return shaped(rows.order_by("made_at", "id"), TabletCode)
