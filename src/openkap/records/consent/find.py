from uuid import UUID

from openkap.records.base import shaped
from openkap.records.consent import models
from openkap.records.consent.shapes import Signature

__all__ = ["signatures"]


def signatures(*, within: UUID, course_id: UUID) -> list[Signature]:
    """Every signature of the course, the latest first, withdrawn ones included."""
    rows = models.Signature.objects.filter(practice_id=within, course_id=course_id).order_by("-signed_at", "-id")
    return shaped(rows, Signature, withdrawn_at="withdrawal__withdrawn_at")
