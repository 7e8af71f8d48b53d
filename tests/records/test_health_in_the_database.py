"""What the database itself refuses about clearances, results, medicines and the site's values, tried by raw SQL."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.course import Traveller, begin
from tests.support.healthy import examine
from tests.support.people import Place, found

from openkap.records.health import find as health
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(practice: Place, now: datetime) -> Traveller:
    return begin(practice, now)


def insert(table: str, row: dict[str, object]) -> None:
    """One row, with every deferred constraint asked at once."""
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def clearance(pat: Traveller, at: datetime, **other: object) -> dict[str, object]:
    row = {
        "id": uuid.uuid4(),
        "practice_id": pat.place.id,
        "course_id": pat.course_id,
        "decision": "cleared",
        "reason": "x",
        "decided_by_id": pat.place[Role.PRESCRIBER].id,
        "decided_at": at,
        "valid_until": at + timedelta(days=1),
        "settled": "{}",
        "findings": "{}",
        "route": "iv",
        "needs_second": False,
    }
    return row | other


@pytest.mark.parametrize(
    ("other", "constraint"),
    [
        ({"decision": "perhaps"}, "decision"),
        ({"reason": ""}, "reasoned"),
        ({"valid_until": None}, "expires"),
        ({"decision": "conditions"}, "says_what"),
        ({"decision": "conditions", "conditions": ""}, "says_what"),
        ({"conditions": "Watched."}, "says_what"),
        ({"decision": "unsuitable"}, "expires"),
        ({"decision": "needs", "valid_until": None}, "says_what"),
        ({"decision": "deferred", "valid_until": None}, "says_what"),
        ({"decision": "unsuitable", "valid_until": None, "from_whom": "x"}, "says_what"),
        ({"needs_second": True}, "says_what"),
    ],
)
def test_half_a_decision_is_refused(pat: Traveller, now: datetime, other: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        insert("courses_clearance", clearance(pat, now, **other))
    insert("courses_clearance", clearance(pat, now))


def test_a_second_name_is_given_once_and_within_the_practice(pat: Traveller, now: datetime) -> None:
    kept = clearance(pat, now, decision="conditions", conditions="Watched.", needs_second=True)
    insert("courses_clearance", kept)
    name = {
        "practice_id": pat.place.id,
        "clearance_id": kept["id"],
        "by_id": pat.place[Role.GUIDE].id,
        "signed_at": now,
    }
    elsewhere = found(now, "Birch Clinic")
    with pytest.raises(IntegrityError, match="same_practice"):
        insert("courses_second_name", {**name, "id": uuid.uuid4(), "practice_id": elsewhere.id})
    insert("courses_second_name", {**name, "id": uuid.uuid4()})
    with pytest.raises(IntegrityError, match="unique"):
        insert("courses_second_name", {**name, "id": uuid.uuid4()})


def result(pat: Traveller, at: datetime, **other: object) -> dict[str, object]:
    row = {
        "id": uuid.uuid4(),
        "practice_id": pat.place.id,
        "client_id": pat.client_id,
        "fact": "weight_kg",
        "value": "70",
        "observed_at": at,
        "source": "scale",
        "entered_at": at,
        "entered_by_id": pat.place[Role.MONITOR].id,
        "entered_by_name": "x",
    }
    return row | other


def test_a_result_is_not_of_tomorrow_and_a_correction_says_why(pat: Traveller, now: datetime) -> None:
    examine(pat.place, pat.client_id, now)
    first = health.results(within=pat.place.id, client_ids=[pat.client_id])[pat.client_id][0].id
    with pytest.raises(IntegrityError, match="not_ahead"):
        insert("health_result", result(pat, now, observed_at=now + timedelta(minutes=1)))
    for wrong in ({"value": ""}, {"replaces_id": first}, {"reason": "x"}, {"replaces_id": first, "reason": ""}):
        with pytest.raises(IntegrityError, match="corrected"):
            insert("health_result", result(pat, now, **wrong))
    insert("health_result", result(pat, now, value="", replaces_id=first, reason="Another person's."))
    with pytest.raises(IntegrityError, match="replaced_once"):
        insert("health_result", result(pat, now, replaces_id=first, reason="Again."))


def test_a_list_names_its_source_and_a_value_its_signature(pat: Traveller, now: datetime) -> None:
    medicines = {
        "id": uuid.uuid4(),
        "practice_id": pat.place.id,
        "client_id": pat.client_id,
        "lines": "[]",
        "source": "",
        "said_at": now,
        "said_by_kind": "client",
        "said_by": pat.client_id,
    }
    with pytest.raises(IntegrityError, match="sourced"):
        insert("health_medicine_list", medicines)
    choice = {
        "id": uuid.uuid4(),
        "practice_id": pat.place.id,
        "setting": "bp-hold-systolic",
        "value": "135",
        "reason": "",
        "signed_by_id": uuid.uuid4(),
        "signed_by_name": "x",
        "signed_at": now,
    }
    with pytest.raises(IntegrityError, match="signed"):
        insert("policy_choice", choice)


def test_looked_at_again_has_a_form_exactly_where_something_changed(pat: Traveller, now: datetime) -> None:
    row = {
        "practice_id": pat.place.id,
        "client_id": pat.client_id,
        "said_at": now,
        "said_by_kind": "client",
    }
    for wrong in (
        {"changed": '["heart"]', "response_id": None},
        {"changed": "[]", "response_id": pat.response("health")},
    ):
        with pytest.raises(IntegrityError, match="health_attestation_form"):
            insert("health_attestation", {**row, "id": uuid.uuid4(), **wrong})
    with pytest.raises(IntegrityError, match="same_practice"):
        insert("health_attestation", {**row, "id": uuid.uuid4(), "changed": '["heart"]', "response_id": uuid.uuid4()})
