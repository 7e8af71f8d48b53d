from uuid import UUID

from openkap.records.base import read, shaped
from openkap.records.practice import models
from openkap.records.practice.shapes import Practice
from openkap.terms.refusal import NotFound

__all__ = ["the_practice", "the_public_practice"]


def the_practice(within: UUID) -> Practice:
    found = read(
        Practice,
        "SELECT id, name, time_zone, phone, address, crisis_words FROM practice_practice WHERE id = %s",
        [within],
    )
    if not found:
        raise NotFound("There is no such practice here.")
    return found[0]


def the_public_practice() -> Practice:
    """The practice whose public pages stand at the root address: the first one founded here (docs/adr/0005)."""
    found = shaped(models.Practice.objects.order_by("founded_at")[:1], Practice)
    if not found:
        raise NotFound("No practice has been set up here yet: run openkap init.")
    return found[0]


def all_practices() -> list[Practice]:
    """Every practice of this installation: for its administration, never for a screen."""
    return shaped(models.Practice.objects.order_by("founded_at"), Practice)
