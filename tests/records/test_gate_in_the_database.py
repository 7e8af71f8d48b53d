"""Promise P1 as the database keeps it: no administration without a gate decision that opens, an order of the same
session, drug and route, and an open gate of the day for that order, whoever writes the row."""

import uuid
from datetime import datetime

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.course import Traveller, in_the_room, to_the_gate
from tests.support.people import Place

from openkap.records.day import find as day
from openkap.records.orders import find as orders
from openkap.records.sessions import find as sessions
from openkap.terms.identity import Role, new_id

ENTRY = """
    INSERT INTO sessions_entry (id, practice_id, session_id, seq, kind, at, entered_at, entered_by_id)
    VALUES (%s, %s, %s, 900, 'dose', %s, %s, %s)
"""
ADMINISTRATION = """
    INSERT INTO sessions_administration
        (entry_id, practice_id, session_id, gate_decision_id, gate_opens, drug, route, dose_mg, given_at,
         order_id, ordered_mg, day_decision_id, day_opens, given_by_id, deviation, read_back_by_id)
    VALUES (%(entry)s, %(practice)s, %(session)s, %(gate)s, %(opens)s, %(drug)s, %(route)s, %(dose_mg)s, now(),
            %(order)s, %(ordered_mg)s, %(day)s, %(day_opens)s, %(given_by)s, %(deviation)s, %(read_back_by)s)
"""
DECISION = """
    INSERT INTO sessions_gate_decision
        (id, practice_id, session_id, verdict, findings, decided_by_id, decided_at, overridden_by_id, override_reason)
    VALUES (%s, %s, %s, %s, '[]', %s, now(), %s, %s)
"""


def dose_values(traveller: Traveller) -> dict[str, object]:
    """A row that the database takes, once a gate is named: 60 mg by the order of 60 mg that stands."""
    within, session_id = traveller.place.id, traveller.session
    order = orders.standing(within=within, session_id=session_id)
    assert order is not None
    return {
        "entry": new_id(traveller.at),
        "practice": within,
        "session": session_id,
        "opens": True,
        "drug": "racemic",
        "route": "im",
        "dose_mg": 60,
        "order": order.id,
        "ordered_mg": order.total_mg,
        "day": day.decisions(within=within, session_id=session_id)[0].id,
        "day_opens": True,
        "given_by": traveller.place[Role.MONITOR].id,
        "deviation": None,
        "read_back_by": None,
    }


def insert_dose(traveller: Traveller, **changed: object) -> None:
    """The row as any program with the password could write it."""
    values = dose_values(traveller) | changed
    with transaction.atomic(), connection.cursor() as cursor:
        at, monitor = traveller.at, traveller.place[Role.MONITOR].id
        cursor.execute(ENTRY, [values["entry"], values["practice"], values["session"], at, at, monitor])
        cursor.execute(ADMINISTRATION, values)


def insert_decision(traveller: Traveller, verdict: str, by: uuid.UUID | None, reason: str | None) -> uuid.UUID:
    kept = new_id(traveller.at)
    guide = traveller.place[Role.GUIDE].id
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DECISION, [kept, traveller.place.id, traveller.session, verdict, guide, by, reason])
    return kept


@pytest.fixture
def traveller(practice: Place, now: datetime) -> Traveller:
    return to_the_gate(practice, now).open_day()


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
    values = dose_values(traveller) | {"entry": entry, "gate": gate}
    with connection.cursor() as cursor:
        cursor.execute(ENTRY, [entry, practice.id, other.session, now, now, practice[Role.MONITOR].id])
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ADMINISTRATION, values)
    assert refused_by(error) == "sessions_administration_on_its_timeline"


@pytest.fixture
def gate(traveller: Traveller) -> uuid.UUID:
    return insert_decision(traveller, "ready", None, None)


def test_without_an_order_or_without_the_gate_of_the_day(traveller: Traveller, gate: uuid.UUID) -> None:
    for missing in ("order", "ordered_mg", "day", "given_by"):
        with pytest.raises(IntegrityError) as error:
            insert_dose(traveller, gate=gate, **{missing: None})
        assert refused_by(error) == "sessions_administration_ordered", missing


def test_with_an_order_for_another_route_or_drug(traveller: Traveller, gate: uuid.UUID) -> None:
    for drug, route in (("racemic", "oral"), ("esketamine", "in-esketamine")):
        with pytest.raises(IntegrityError) as error:
            insert_dose(traveller, gate=gate, drug=drug, route=route)
        assert refused_by(error) == "sessions_administration_by_its_order"


def test_with_another_total_than_the_order_has(traveller: Traveller, gate: uuid.UUID) -> None:
    with pytest.raises(IntegrityError) as error:
        insert_dose(traveller, gate=gate, ordered_mg=600, dose_mg=600)
    assert refused_by(error) == "sessions_administration_by_its_order"


def test_more_than_ordered_without_a_reason_and_another_person(traveller: Traveller, gate: uuid.UUID) -> None:
    guide, oneself = traveller.place[Role.GUIDE].id, traveller.place[Role.MONITOR].id
    for deviation, second, constraint in (
        (None, None, "within_order"),
        (None, guide, "within_order"),
        ("Read twice.", None, "within_order"),
        (" ", guide, "within_order"),
        ("Read twice.", oneself, "read_back_by_another"),
    ):
        with pytest.raises(IntegrityError) as error:
            insert_dose(traveller, gate=gate, dose_mg=70, deviation=deviation, read_back_by=second)
        assert refused_by(error) == f"sessions_administration_{constraint}", (deviation, second)
    insert_dose(
        traveller, gate=gate, dose_mg=70, deviation="As the prescriber said at the bedside.", read_back_by=guide
    )
    assert len(sessions.doses(within=traveller.place.id, course_ids=[traveller.course_id])) == 1


@pytest.mark.parametrize("colour", ["amber", "red"])
def test_with_a_gate_of_the_day_that_does_not_open(traveller: Traveller, gate: uuid.UUID, colour: str) -> None:
    shut = new_id(traveller.at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO day_decision "
            "(id, practice_id, session_id, order_id, colour, findings, decided_by_id, decided_at) "
            "SELECT %s, practice_id, session_id, order_id, %s, findings, decided_by_id, decided_at FROM day_decision",
            [shut, colour],
        )
    for claims in (True, False):
        with pytest.raises(IntegrityError) as error:
            insert_dose(traveller, gate=gate, day=shut, day_opens=claims)
        assert refused_by(error).startswith("sessions_administration_")


def test_with_a_gate_of_the_day_that_was_decided_for_another_order(traveller: Traveller, gate: uuid.UUID) -> None:
    traveller.order("im", dose="50 mg", because="Less, as agreed.")
    with pytest.raises(IntegrityError) as error:
        insert_dose(traveller, gate=gate, dose_mg=50)
    assert refused_by(error) == "sessions_administration_through_open_day"


def test_with_the_order_or_the_day_of_another_session(practice: Place, traveller: Traveller, now: datetime) -> None:
    other = in_the_room(practice, now.replace(year=2027))
    theirs = dose_values(other)
    opened = sessions.gate_decision(within=practice.id, session_id=other.session)
    assert opened is not None
    own = dose_values(traveller)
    for name in ("order", "day"):
        taken = {**theirs, "gate": opened.id, name: own[name]}
        if name == "order":
            taken["ordered_mg"] = own["ordered_mg"]
        with pytest.raises(IntegrityError) as error:
            insert_dose(other, **taken)
        assert refused_by(error).startswith("sessions_administration_")
