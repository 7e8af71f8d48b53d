from uuid import UUID

from openkap.records.base import shaped
from openkap.records.policy import models
from openkap.records.policy.shapes import Choice

__all__ = ["choices", "history"]


def choices(*, within: UUID) -> list[Choice]:
    """The latest decision about each setting that this site ever decided about."""
    rows = models.Choice.objects.filter(practice_id=within).order_by("setting", "-signed_at", "-id")
    return shaped(rows.distinct("setting"), Choice)


def history(*, within: UUID, setting: str) -> list[Choice]:
    """Every decision about one setting, the latest first."""
    rows = models.Choice.objects.filter(practice_id=within, setting=setting)
    return shaped(rows.order_by("-signed_at", "-id"), Choice)
