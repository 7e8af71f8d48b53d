from collections.abc import Iterable
from uuid import UUID

from openkap.records.base import shaped
from openkap.records.consent import models
from openkap.records.consent.shapes import Signature

__all__ = ["signatures", "standing"]


def signatures(*, within: UUID, course_id: UUID) -> list[Signature]:
    """Every signature of the course, the latest first, withdrawn ones included."""
    rows = models.Signature.objects.filter(practice_id=within, course_id=course_id).order_by("-signed_at", "-id")
    return shaped(rows, Signature, withdrawn_at="withdrawal__withdrawn_at")


def standing(*, within: UUID, course_ids: Iterable[UUID]) -> dict[UUID, Signature]:
    """The latest signature of each of these courses that has not been withdrawn, in one query."""
    rows = (
        models.Signature.objects.filter(practice_id=within, course_id__in=list(course_ids), withdrawal__isnull=True)
        .order_by("course_id", "-signed_at", "-id")
        .distinct("course_id")
    )
    found = shaped(rows, Signature, withdrawn_at="withdrawal__withdrawn_at")
    return {signature.course_id: signature for signature in found}
