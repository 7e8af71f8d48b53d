from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from openkap.records.base import shaped
from openkap.records.sessions import models
from openkap.records.sessions.shapes import Dose, Escort, GateDecision, GoAhead, Session, TherapyNote
from openkap.terms.refusal import NotFound

__all__ = [
    "between",
    "doses",
    "escort",
    "gate_decision",
    "gate_decisions",
    "go_ahead",
    "live",
    "of_course",
    "session",
    "sessions",
    "therapy_notes",
]


def _sessions(within: UUID):  # type: ignore[no-untyped-def]
    entries = models.Entry.objects.filter(session=OuterRef("id"), practice_id=OuterRef("practice_id"))
    return models.Session.objects.filter(practice_id=within).annotate(
        started=Subquery(entries.filter(kind="start").values("at")[:1]),
        ended=Subquery(entries.filter(kind="end").values("at")[:1]),
    )


def _shaped(rows) -> list[Session]:  # type: ignore[no-untyped-def]
    return shaped(
        rows.order_by("planned_at", "id"),
        Session,
        started_at="started",
        ended_at="ended",
        cancelled_at="appointment__cancelled_at",
        guide_name="appointment__guide__name",
        room_name="appointment__room__name",
        planned_until="appointment__ends_at",
    )


def session(*, within: UUID, session_id: UUID, lock: bool = False) -> Session:
    """`lock` holds it until the transaction ends, so that two decisions on it are taken one after the other."""
    if lock:
        rows = models.Session.objects.filter(practice_id=within, id=session_id)
        rows.select_for_update().values_list("id").first()
    found = _shaped(_sessions(within).filter(id=session_id))
    if not found:
        raise NotFound("There is no such session in this practice.")
    return found[0]


def of_course(*, within: UUID, course_id: UUID) -> list[Session]:
    """The course's sessions by plan, cancelled ones included."""
    return _shaped(_sessions(within).filter(course_id=course_id))


def sessions(*, within: UUID, course_ids: Iterable[UUID]) -> list[Session]:
    """The sessions of several courses in one query."""
    return _shaped(_sessions(within).filter(course_id__in=list(course_ids)))


def between(*, within: UUID, starts: datetime, ends: datetime) -> list[Session]:
    """Sessions planned from `starts` up to `ends` that were not cancelled."""
    rows = _sessions(within).filter(planned_at__gte=starts, planned_at__lt=ends)
    return _shaped(rows.filter(appointment__cancelled_at__isnull=True))


def live(*, within: UUID) -> list[Session]:
    """Sessions that have started and not ended."""
    return _shaped(_sessions(within).filter(started__isnull=False, ended__isnull=True))


def gate_decision(*, within: UUID, session_id: UUID) -> GateDecision | None:
    """The latest decision at this session's gate, or None."""
    found = gate_decisions(within=within, session_id=session_id)
    return found[0] if found else None


def gate_decisions(*, within: UUID, session_id: UUID) -> list[GateDecision]:
    """Every decision at this session's gate, the latest first."""
    rows = models.GateDecision.objects.filter(practice_id=within, session_id=session_id)
    return shaped(
        rows.order_by("-decided_at", "-id"),
        GateDecision,
        decided_by_name="decided_by__name",
        overridden_by_name="overridden_by__name",
    )


def escort(*, within: UUID, session_id: UUID) -> Escort | None:
    rows = models.Escort.objects.filter(practice_id=within, session_id=session_id).order_by("-named_at", "-id")
    found = shaped(rows[:1], Escort)
    return found[0] if found else None


def go_ahead(*, within: UUID, session_id: UUID) -> GoAhead | None:
    rows = models.GoAhead.objects.filter(practice_id=within, session_id=session_id).order_by("-said_at", "-id")
    found = shaped(rows[:1], GoAhead)
    return found[0] if found else None


def doses(*, within: UUID, course_ids: Iterable[UUID]) -> list[Dose]:
    """Medicine given in these courses and not struck, in order of time."""
    rows = models.Administration.objects.filter(practice_id=within, session__course_id__in=list(course_ids))
    return shaped(rows.filter(entry__entry__isnull=True).order_by("given_at"), Dose)


def therapy_notes(*, within: UUID, session_id: UUID, author_id: UUID) -> list[TherapyNote]:
    """The author's own notes on this session; nobody else's are ever given."""
    rows = models.TherapyNote.objects.filter(practice_id=within, session_id=session_id, written_by_id=author_id)
    return shaped(rows.order_by("written_at", "id"), TherapyNote)
