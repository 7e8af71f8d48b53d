from collections.abc import Iterable
from uuid import UUID

from openkap.records.base import shaped
from openkap.records.courses import models
from openkap.records.courses.shapes import Clearance, Course, Words
from openkap.terms.refusal import NotFound

__all__ = ["clearance", "clearances", "course", "courses", "of_client", "words"]


def _courses(within: UUID):  # type: ignore[no-untyped-def]
    return models.Course.objects.filter(practice_id=within)


def course(*, within: UUID, course_id: UUID) -> Course:
    found = shaped(_courses(within).filter(id=course_id), Course, guide_name="guide__name")
    if not found:
        raise NotFound("There is no such course in this practice.")
    return found[0]


def courses(*, within: UUID, client_ids: Iterable[UUID] | None = None) -> list[Course]:
    """Every course of these clients (None: of the practice), the latest first."""
    rows = _courses(within)
    if client_ids is not None:
        rows = rows.filter(client_id__in=list(client_ids))
    return shaped(rows.order_by("-began_at", "-id"), Course, guide_name="guide__name")


def of_client(*, within: UUID, client_id: UUID) -> list[Course]:
    """The client's courses, the latest first."""
    rows = _courses(within).filter(client_id=client_id).order_by("-began_at", "-id")
    return shaped(rows, Course, guide_name="guide__name")


def words(*, within: UUID, course_id: UUID) -> dict[str, Words]:
    """What stands on each topic: the latest words the client said about it."""
    rows = models.Words.objects.filter(practice_id=within, course_id=course_id).order_by("said_at", "id")
    return {row.topic: row for row in shaped(rows, Words)}


def clearance(*, within: UUID, course_id: UUID) -> Clearance | None:
    """The decision that stands, or None when nobody has decided."""
    return clearances(within=within, course_ids=[course_id]).get(course_id)


def clearances(*, within: UUID, course_ids: Iterable[UUID]) -> dict[UUID, Clearance]:
    """The standing decision of each of these courses that has one, in one query."""
    rows = (
        models.Clearance.objects.filter(practice_id=within, course_id__in=list(course_ids))
        .order_by("course_id", "-decided_at", "-id")
        .distinct("course_id")
    )
    lookups = {
        "decided_by_name": "decided_by__name",
        "second_name": "secondname__by__name",
        "second_at": "secondname__signed_at",
    }
    return {row.course_id: row for row in shaped(rows, Clearance, **lookups)}
