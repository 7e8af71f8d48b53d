from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from openkap.records.base import shaped
from openkap.records.pathways import models
from openkap.records.pathways.shapes import Attestation, Edition, Move, OverrideAsked, Turn
from openkap.records.pathways.sql import CLIENTS_OF, EVENTS
from openkap.terms.refusal import NotFound

__all__ = [
    "SUBJECTS_OF_CLIENTS",
    "attestations",
    "clients_of",
    "edition",
    "editions",
    "events",
    "latest_moves",
    "moves",
    "override_asked",
    "turns",
]

SUBJECTS_OF_CLIENTS = frozenset(CLIENTS_OF)


def editions(*, within: UUID, key: str | None = None) -> list[Edition]:
    """The practice's own editions, the latest signed first."""
    rows = models.Edition.objects.filter(practice_id=within)
    if key is not None:
        rows = rows.filter(key=key)
    return shaped(rows.order_by("-signed_at", "-id"), Edition, signed_by_name="signed_by__name")


def edition(*, within: UUID, key: str, edition: str) -> Edition:
    found = [one for one in editions(within=within, key=key) if one.edition == edition]
    if not found:
        raise NotFound("There is no such edition of this pathway here.")
    return found[0]


def moves(*, within: UUID, course_id: UUID) -> list[Move]:
    """The course's moves, the latest first."""
    rows = models.Move.objects.filter(practice_id=within, course_id=course_id).order_by("-moved_at", "-id")
    return shaped(rows, Move, moved_by_name="moved_by__name")


def latest_moves(*, within: UUID, course_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The edition that each of these courses was last moved to, where it was."""
    rows = models.Move.objects.filter(practice_id=within, course_id__in=list(course_ids)).order_by("moved_at", "id")
    return dict(rows.values_list("course_id", "to_edition"))


def attestations(*, within: UUID, course_id: UUID) -> list[Attestation]:
    rows = models.Attestation.objects.filter(practice_id=within, course_id=course_id).order_by("-said_at", "-id")
    return shaped(rows, Attestation, said_by_name="said_by__name")


def turns(*, within: UUID, course_id: UUID) -> list[Turn]:
    """What was held, went on or was closed, the latest first."""
    rows = models.Turn.objects.filter(practice_id=within, course_id=course_id).order_by("-turned_at", "-id")
    return shaped(rows, Turn, turned_by_name="turned_by__name")


def override_asked(*, within: UUID, session_id: UUID) -> OverrideAsked | None:
    """The latest asking for a second person at this session's gate."""
    rows = models.OverrideAsked.objects.filter(practice_id=within, session_id=session_id).order_by("-asked_at", "-id")
    found = shaped(rows[:1], OverrideAsked, asked_by_name="asked_by__name", agrees="overrideanswered__agrees")
    return found[0] if found else None


def events(*, within: UUID, course_ids: Iterable[UUID], rated: Iterable[str]) -> list[tuple[Any, ...]]:
    """Everything that is known of these courses, as rows for `clinical.pathway.Event` with the course in front.

    `rated`: measures of which the lowest answer counts. One query for any number of courses: a worklist asks for all.
    """
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, {"practice": within, "courses": list(course_ids), "rated": list(rated)})
        return cursor.fetchall()


def clients_of(*, within: UUID, about: Mapping[str, Iterable[UUID]]) -> set[UUID]:
    """Whom these things are about, by what the ledger calls them (each of SUBJECTS_OF_CLIENTS)."""
    found: set[UUID] = set()
    with connection.cursor() as cursor:
        for subject, ids in about.items():
            cursor.execute(CLIENTS_OF[subject], {"practice": within, "ids": list(ids)})
            found.update(row[0] for row in cursor.fetchall())
    return found
