"""Promise P1 as the database keeps it: no administration without a gate decision that opens, whoever writes the row."""

import uuid
from datetime import datetime

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.course import Traveller, in_the_room, to_the_gate
from tests.support.people import Place

from openkap.records.sessions import find as sessions
from openkap.terms.identity import Role, new_id

ENTRY = """
    INSERT INTO sessions_entry (id, practice_id, session_id, seq, kind, at, entered_at, entered_by_id)
    VALUES (%s, %s, %s, 900, 'dose', %s, %s, %s)
"""
ADMINISTRATION = """
    INSERT INTO sessions_administration
        (entry_id, practice_id, session_id, gate_decision_id, gate_opens, drug, route, dose_mg, given_at)
    VALUES (%(entry)s, %(practice)s, %(session)s, %(gate)s, %(opens)s, 'racemic', 'im', 60, now())
"""
DECISION = """
    INSERT INTO sessions_gate_decision
        (id, practice_id, session_id, verdict, findings, decided_by_id, decided_at, overridden_by_id, override_reason)
    VALUES (%s, %s, %s, %s, '[]', %s, now(), %s, %s)
"""


def insert_dose(traveller: Traveller, *, gate: uuid.UUID | None, opens: bool | None = True) -> None:
    """The row as any program with the password could write it."""
    place, entry = traveller.place, new_id(traveller.at)
    with transaction.atomic(), connection.cursor() as cursor:
        monitor = place[Role.MONITOR].id
        cursor.execute(ENTRY, [entry, place.id, traveller.session, traveller.at, traveller.at, monitor])
        values = {"entry": entry, "practice": place.id, "session": traveller.session, "gate": gate, "opens": opens}
        cursor.execute(ADMINISTRATION, values)


def insert_decision(traveller: Traveller, verdict: str, by: uuid.UUID | None, reason: str | None) -> uuid.UUID:
    kept = new_id(traveller.at)
    guide = traveller.place[Role.GUIDE].id
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DECISION, [kept, traveller.place.id, traveller.session, verdict, guide, by, reason])
    return kept


@pytest.fixture
def traveller(practice: Place, now: datetime) -> Traveller:
    return to_the_gate(practice, now)


def refused_by(error: pytest.ExceptionInfo[IntegrityError]) -> str:
    cause = error.value.__cause__
    assert isinstance(cause, psycopg.Error)
    return cause.diag.constraint_name or cause.diag.column_name or ""


def test_without_any_decision(traveller: Traveller) -> None:
    with pytest.raises(IntegrityError) as error:
        insert_dose(traveller, gate=None)
    assert refused_by(error) == "gate_decision_id"


def test_with_a_decision_that_does_not_exist(traveller: Traveller) -> None:
    with pytest.raises(IntegrityError) as error:
        insert_dose(traveller, gate=uuid.uuid4())
    assert refused_by(error) == "sessions_administration_through_open_gate"


def test_with_a_decision_of_not_yet(traveller: Traveller) -> None:
    gate = insert_decision(traveller, "not yet", None, None)
    with pytest.raises(IntegrityError) as error:
        insert_dose(traveller, gate=gate)
    assert refused_by(error) == "sessions_administration_through_open_gate"


@pytest.mark.parametrize("opens", [False, None])
def test_with_a_decision_of_not_yet_that_the_row_itself_does_not_call_open(
    traveller: Traveller, opens: bool | None
) -> None:
    gate = insert_decision(traveller, "not yet", None, None)
    with pytest.raises(IntegrityError):
        insert_dose(traveller, gate=gate, opens=opens)


def test_with_the_open_decision_of_another_session(practice: Place, traveller: Traveller, now: datetime) -> None:
    gate = insert_decision(traveller, "ready", None, None)
    traveller.at = now.replace(year=2027)
    other = in_the_room(practice, traveller.at)
    with pytest.raises(IntegrityError) as error:
        insert_dose(other, gate=gate)
    assert refused_by(error) == "sessions_administration_through_open_gate"


@pytest.mark.parametrize("verdict", ["ready", "ready with conditions"])
def test_a_decision_that_passed_opens(traveller: Traveller, verdict: str) -> None:
    insert_dose(traveller, gate=insert_decision(traveller, verdict, None, None))
    assert len(sessions.doses(within=traveller.place.id, course_ids=[traveller.course_id])) == 1


def test_an_override_by_name_and_reason_opens(traveller: Traveller) -> None:
    prescriber = traveller.place[Role.PRESCRIBER].id
    gate = insert_decision(traveller, "not yet", prescriber, "Seen together; the client is settled.")
    insert_dose(traveller, gate=gate)
    assert len(sessions.doses(within=traveller.place.id, course_ids=[traveller.course_id])) == 1


@pytest.mark.parametrize(
    ("named", "reason"),
    [(True, None), (True, ""), (True, "  "), (True, "x"), (False, "A reason without a name")],
)
def test_an_override_needs_a_name_and_a_reason(traveller: Traveller, named: bool, reason: str | None) -> None:
    by = traveller.place[Role.PRESCRIBER].id if named else None
    with pytest.raises(IntegrityError) as error:
        insert_decision(traveller, "not yet", by, reason)
    assert refused_by(error) == "sessions_gate_decision_override_named_and_reasoned"


def test_a_decision_cannot_be_made_to_open_afterwards(traveller: Traveller) -> None:
    gate = insert_decision(traveller, "not yet", None, None)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE sessions_gate_decision SET verdict = 'ready' WHERE id = %s", [gate])
    with pytest.raises(Exception, match="opens"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE sessions_gate_decision SET opens = true WHERE id = %s", [gate])


def test_the_dose_stands_on_the_timeline_of_its_own_session(
    practice: Place, traveller: Traveller, now: datetime
) -> None:
    gate = insert_decision(traveller, "ready", None, None)
    other = in_the_room(practice, now.replace(year=2027))
    entry = new_id(now)
    values = {"entry": entry, "practice": practice.id, "session": traveller.session, "gate": gate, "opens": True}
    with connection.cursor() as cursor:
        cursor.execute(ENTRY, [entry, practice.id, other.session, now, now, practice[Role.MONITOR].id])
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ADMINISTRATION, values)
    assert refused_by(error) == "sessions_administration_on_its_timeline"
