from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from openkap.records.base import shaped
from openkap.records.day import models
from openkap.records.day.shapes import Decision, Fact, Override, Signs

__all__ = ["decisions", "decisions_of", "facts", "last_entered", "last_entered_of", "overrides", "signs"]


def facts(*, within: UUID, session_id: UUID) -> dict[str, Fact]:
    """What stands on each name: the latest that was entered."""
    rows = models.Fact.objects.filter(practice_id=within, session_id=session_id).order_by("entered_at", "id")
    return {row.name: row for row in shaped(rows, Fact, entered_by_name="entered_by__name")}


def signs(*, within: UUID, session_id: UUID) -> list[Signs]:
    """Every reading before the dose, by when it was taken; one that was replaced says why."""
    rows = models.Signs.objects.filter(practice_id=within, session_id=session_id).order_by("taken_at", "id")
    return shaped(rows, Signs, entered_by_name="entered_by__name", replaced_because="signs__because")


def overrides(*, within: UUID, session_id: UUID) -> list[Override]:
    """The overrides of this gate in the order they were given."""
    rows = models.Override.objects.filter(practice_id=within, session_id=session_id).order_by("given_at", "id")
    return shaped(
        rows,
        Override,
        given_by_name="given_by__name",
        seconded_by_id="second__seconded_by_id",
        seconded_by_name="second__seconded_by__name",
        seconded_at="second__seconded_at",
        second_roles="second__roles",
    )


def decisions(*, within: UUID, session_id: UUID) -> list[Decision]:
    """Every decision at this gate, the latest first."""
    return decisions_of(within=within, session_ids=[session_id])


def decisions_of(*, within: UUID, session_ids: Iterable[UUID]) -> list[Decision]:
    """Every decision at the gates of these sessions, the latest first."""
    rows = models.Decision.objects.filter(practice_id=within, session_id__in=session_ids)
    return shaped(rows.order_by("-decided_at", "-id"), Decision, decided_by_name="decided_by__name")


def last_entered(*, within: UUID, session_id: UUID) -> datetime | None:
    """When anything was last found out or measured for this gate."""
    return last_entered_of(within=within, session_ids=[session_id]).get(session_id)


def last_entered_of(*, within: UUID, session_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """The same for several sessions; one for which nothing was entered is not among them."""
    found: dict[UUID, datetime] = {}
    for table in (models.Fact, models.Signs):
        rows = table.objects.filter(practice_id=within, session_id__in=session_ids).values("session_id")
        for session_id, last in rows.annotate(last=Max("entered_at")).values_list("session_id", "last"):
            found[session_id] = max(last, found.get(session_id, last))
    return found
