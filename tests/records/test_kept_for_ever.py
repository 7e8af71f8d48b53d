"""Promise P4 as the database keeps it: facts are added to, never changed; links stay inside one practice."""

import uuid
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from tests.support.course import begin, in_the_room
from tests.support.people import Place, found

from openkap.records.base import Act
from openkap.records.calendar import find as calendar
from openkap.records.calendar import keep as keep_calendar
from openkap.records.ledger import find as ledger
from openkap.records.ledger.keep import write
from openkap.terms.identity import Actor, ActorKind, Role
from openkap.terms.refusal import RuleRefusal

APPEND_ONLY = (
    "ledger_entry",
    "courses_words",
    "courses_clearance",
    "consent_signature",
    "consent_withdrawal",
    "responses_response",
    "responses_answer",
    "responses_submission",
    "responses_confirmation",
    "responses_paper_entry",
    "courses_second_name",
    "health_attestation",
    "health_medicine_list",
    "health_result",
    "policy_choice",
    "orders_weight",
    "orders_order",
    "orders_confirmation",
    "orders_cancellation",
    "day_fact",
    "day_signs",
    "day_override",
    "day_second",
    "day_decision",
    "responses_life_event",
    "sessions_session",
    "sessions_gate_decision",
    "sessions_escort",
    "sessions_go_ahead",
    "sessions_entry",
    "sessions_origin",
    "sessions_reading",
    "sessions_administration",
    "sessions_discharge",
    "sessions_distress",
    "sessions_therapy_note",
    "sessions_signature",
    "sessions_addendum",
    "sessions_rems_step",
    "calendar_preset",
    "alerts_alert",
    "alerts_action",
    "asking_asking",
    "asking_reminder",
    "asking_handover",
    "asking_choice",
    "asking_task",
    "asking_deed",
    "pathways_edition",
    "pathways_move",
    "pathways_attestation",
    "pathways_turn",
    "pathways_override_asked",
    "pathways_override_answered",
)
# Rows that do change, each by one named function, which writes its ledger entry.
CHANGING = {
    "practice_practice",
    "people_account",
    "people_membership",
    "people_client",
    "people_care_request",
    "people_client_link",
    "calendar_room",
    "calendar_appointment",
    "courses_course",
    "responses_tablet_code",
    "ledger_head",
}


def test_every_table_of_records_is_named_here() -> None:
    tables = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("openkap.records")}
    assert tables == set(APPEND_ONLY) | CHANGING


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "attempt", ["UPDATE {} SET practice_id = practice_id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_refuses_to_change_a_fact(db: None, table: str, attempt: str) -> None:
    with (
        pytest.raises(IntegrityError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attempt.format(table))


def test_a_link_to_another_practice_is_refused(practice: Place, now: datetime) -> None:
    elsewhere = found(now, "Birch Clinic")
    stranger = begin(elsewhere, now)
    words = [uuid.uuid4(), practice.id, stranger.course_id, practice[Role.GUIDE].id]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO courses_words (id, practice_id, course_id, topic, text, said_at, written_by_kind, written_by)
            VALUES (%s, %s, %s, 'intention', 'x', now(), 'staff', %s)
            """,
            words,
        )
        with pytest.raises(IntegrityError) as error:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "same_practice" in str(error.value)


def test_nothing_is_booked_twice(practice: Place, now: datetime) -> None:
    first = begin(practice, now)
    room = calendar.rooms(within=practice.id)[0].id
    starts = calendar.of_course(within=practice.id, course_id=first.course_id)[0].starts_at
    second = begin(practice, now + timedelta(days=1))

    def book(guide: bool, taken_room: bool, client: uuid.UUID) -> None:
        keep_calendar.appointment(
            Act(within=practice.id, by=practice[Role.FRONT_DESK], at=now),
            client_id=client,
            course_id=second.course_id,
            kind="preparation",
            starts_at=starts + timedelta(minutes=30),
            ends_at=starts + timedelta(minutes=90),
            guide_id=practice[Role.GUIDE].id if guide else None,
            room_id=room if taken_room else None,
        )

    with transaction.atomic():
        with pytest.raises(RuleRefusal, match="room is taken"):
            book(False, True, second.client_id)
        with pytest.raises(RuleRefusal, match="guide is with someone else"):
            book(True, False, second.client_id)
        with pytest.raises(RuleRefusal, match="already has an appointment"):
            book(False, False, first.client_id)
        book(False, False, second.client_id)


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE ledger_entry SET action = 'nothing' WHERE seq = 5", 5),
        ("UPDATE ledger_entry SET at = at + interval '1 hour' WHERE seq = 6", 6),
        ("UPDATE ledger_entry SET detail = '{}' WHERE detail <> '{}' AND seq < 12", None),
        ("DELETE FROM ledger_entry WHERE seq = 7", 8),
        ("DELETE FROM ledger_entry WHERE seq > 9", 10),
    ],
)
def test_the_chain_shows_what_was_changed(
    practice: Place, now: datetime, tampering: str, broken_at: int | None
) -> None:
    in_the_room(practice, now)
    assert ledger.verify(practice.id).whole
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_append_only")
        cursor.execute(tampering)
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_append_only")
    report = ledger.verify(practice.id)
    assert not report.whole
    assert broken_at is None or report.broken_at == broken_at


def test_a_write_outside_a_transaction_is_a_mistake_that_shows(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("openkap.records.ledger.keep.connection", SimpleNamespace(in_atomic_block=False))
    act = Act(within=uuid.uuid4(), by=Actor(ActorKind.SYSTEM), at=now)
    with pytest.raises(RuntimeError, match="in the transaction"):
        write(act, "x", "x", None)
