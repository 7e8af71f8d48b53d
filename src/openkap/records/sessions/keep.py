"""Writes sessions. Every timeline entry passes through `entry`, which is safe to send twice and tells the boards."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.sessions import models
from openkap.records.sessions.shapes import Origin, Reading
from openkap.terms.refusal import BadInput, NotFound, RuleRefusal

__all__ = [
    "CHANNEL",
    "administration",
    "discharge",
    "distress",
    "entry",
    "escort",
    "gate_decision",
    "go_ahead",
    "plan",
    "reading",
    "take_turn",
    "therapy_note",
]

CHANNEL = "openkap_sessions"


def plan(act: Act, *, course_id: UUID, client_id: UUID, kind: str, appointment_id: UUID, planned_at: datetime) -> UUID:
    kept = models.Session.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        course_id=course_id,
        client_id=client_id,
        kind=kind,
        appointment_id=appointment_id,
        planned_at=planned_at,
    )
    ledger.write(act, "session.plan", "session", kept.id, kind=kind)
    return kept.id


def gate_decision(
    act: Act,
    *,
    session_id: UUID,
    verdict: str,
    findings: list[dict[str, Any]],
    override_reason: str | None,
    overridden_by: UUID | None = None,
) -> UUID:
    """`overridden_by`: who overrides, where that is another than who decides: the second person of two."""
    kept = models.GateDecision.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        session_id=session_id,
        verdict=verdict,
        findings=findings,
        decided_by_id=act.by.id,
        decided_at=act.at,
        overridden_by_id=(overridden_by or act.by.id) if override_reason is not None else None,
        override_reason=override_reason,
    )
    ledger.write(act, "gate.decide", "session", session_id, verdict=verdict, overridden=override_reason is not None)
    return kept.id


def escort(act: Act, *, session_id: UUID, name: str, phone: str) -> None:
    models.Escort.objects.create(
        id=act.new_id(), practice_id=act.within, session_id=session_id, name=name, phone=phone, named_at=act.at
    )
    ledger.write(act, "escort.name", "session", session_id)


def go_ahead(act: Act, *, session_id: UUID, chooses: bool) -> None:
    models.GoAhead.objects.create(
        id=act.new_id(), practice_id=act.within, session_id=session_id, chooses=chooses, said_at=act.at
    )
    ledger.write(act, "go_ahead.say", "session", session_id, chooses=chooses)


def take_turn(*, within: UUID, session_id: UUID) -> None:
    """Holds the session's row until the transaction ends, so that what is read now is still so when it is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM sessions_session WHERE practice_id = %s AND id = %s FOR UPDATE", [within, session_id]
        )
        if cursor.fetchone() is None:
            raise NotFound("There is no such session in this practice.")


def entry(
    act: Act,
    *,
    entry_id: UUID,
    session_id: UUID,
    kind: str,
    at: datetime,
    what: str | None = None,
    words: str | None = None,
    replaces: UUID | None = None,
    origin: Origin | None = None,
) -> bool:
    """One line of the timeline. False when this very entry is already kept, so that a repeat changes nothing.

    The session's row lock numbers the lines and makes two writers take turns. Boards are told in the same transaction:
    PostgreSQL delivers the notice when, and only when, it commits.
    """
    take_turn(within=act.within, session_id=session_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT practice_id, session_id FROM sessions_entry WHERE id = %s", [entry_id])
        if (already := cursor.fetchone()) is not None:
            if already != (act.within, session_id):
                raise BadInput("entry", "This entry belongs to another session. Nothing was kept; open the room again.")
            return False
        cursor.execute(
            "SELECT bool_or(kind = 'start'), bool_or(kind = 'end'), coalesce(max(seq), 0) + 1 "
            "FROM sessions_entry WHERE practice_id = %s AND session_id = %s",
            [act.within, session_id],
        )
        started, ended, seq = cursor.fetchone()
        if kind == "start" and started:
            raise RuleRefusal("This session has already been started.")
        if kind == "end" and ended:
            raise RuleRefusal("This session has already been ended.")
        if ended and origin is None:  # what a device wrote before the end may come late; the service judges that
            raise RuleRefusal("This session has ended. Sign its record, and add what is missing beside it.")
        cursor.execute(
            """
            INSERT INTO sessions_entry (id, practice_id, session_id, seq, kind, what, words, at, entered_at,
                                        entered_by_id, replaces_id)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [entry_id, act.within, session_id, seq, kind, what, words, at, act.at, act.by.id, replaces],
        )
        if origin is not None:
            cursor.execute(
                "INSERT INTO sessions_origin (entry_id, practice_id, device_id, sequence, device_at, written_at) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                [entry_id, act.within, origin.device_id, origin.sequence, origin.device_at, origin.written_at],
            )
        cursor.execute(
            "SELECT pg_notify(%s, %s)",
            [CHANNEL, json.dumps({"practice": str(act.within), "session": str(session_id), "seq": seq})],
        )
    ledger.write(act, f"entry.{kind}", "session", session_id, entry=entry_id, what=what, replaces=replaces)
    return True


def reading(act: Act, *, entry_id: UUID, signs: Reading) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sessions_reading (entry_id, practice_id, systolic_mmhg, diastolic_mmhg, heart_rate_per_min,
                                          spo2_percent, respiratory_rate_per_min, moaas)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [
                entry_id,
                act.within,
                signs.systolic_mmhg,
                signs.diastolic_mmhg,
                signs.heart_rate_per_min,
                signs.spo2_percent,
                signs.respiratory_rate_per_min,
                signs.moaas,
            ],
        )


def administration(
    act: Act,
    *,
    entry_id: UUID,
    session_id: UUID,
    gate_decision_id: UUID,
    day_decision_id: UUID,
    order_id: UUID,
    ordered_mg: Decimal,
    drug: str,
    route: str,
    dose_mg: Decimal,
    infusion_min: int | None,
    given_at: datetime,
    deviation: str | None,
    read_back_by: UUID | None,
    vial: str | None,
) -> None:
    models.Administration.objects.create(
        entry_id=entry_id,
        practice_id=act.within,
        session_id=session_id,
        gate_decision_id=gate_decision_id,
        day_decision_id=day_decision_id,
        order_id=order_id,
        ordered_mg=ordered_mg,
        drug=drug,
        route=route,
        dose_mg=dose_mg,
        infusion_min=infusion_min,
        given_at=given_at,
        given_by_id=act.by.id,
        deviation=deviation,
        read_back_by_id=read_back_by,
        vial=vial,
    )
    ledger.write(
        act,
        "medicine.give",
        "session",
        session_id,
        gate=gate_decision_id,
        day=day_decision_id,
        order=order_id,
        deviates=deviation is not None,
        drug=drug,
        route=route,
        dose_mg=dose_mg,
        given_at=given_at,
    )


def discharge(
    act: Act, *, entry_id: UUID, session_id: UUID, criteria: dict[str, str], left_open: list[str], reason: str
) -> None:
    models.Discharge.objects.create(
        entry_id=entry_id, practice_id=act.within, criteria=criteria, left_open=left_open, reason=reason
    )
    ledger.write(act, "client.discharge", "session", session_id, left_open=left_open)


def distress(act: Act, *, entry_id: UUID, level: int) -> None:
    models.Distress.objects.create(entry_id=entry_id, practice_id=act.within, level=level)


def therapy_note(act: Act, *, note_id: UUID, session_id: UUID, text: str, written_at: datetime) -> None:
    """Sent twice with the same id, it is kept once. The ledger says that it was written, not what."""
    _, made = models.TherapyNote.objects.get_or_create(
        id=note_id,
        practice_id=act.within,
        session_id=session_id,
        written_by_id=act.by.id,
        text=text,
        defaults={"written_at": written_at},
    )
    if made:
        ledger.write(act, "therapy_note.write", "session", session_id, note=note_id)
