"""What the database itself refuses of orders and of the gate of the day, whoever writes the row."""

import uuid
from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.course import Traveller, to_the_gate
from tests.support.people import Place

from openkap.records.orders import find as orders
from openkap.terms.identity import Role, new_id

TABLES = ("orders_weight", "orders_order", "orders_confirmation", "orders_cancellation")


@pytest.fixture
def traveller(practice: Place, now: datetime) -> Traveller:
    made = to_the_gate(practice, now).weigh()
    made.order("iv", dose="84 mg", because="Tolerated elsewhere.")
    return made


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql, values)


def order_id(traveller: Traveller) -> uuid.UUID:
    found = orders.standing(within=traveller.place.id, session_id=traveller.session)
    assert found is not None
    return found.id


CONFIRM = """
    INSERT INTO orders_confirmation (id, practice_id, order_id, ordered_by_id, confirmed_by_id, confirmed_at)
    VALUES (%s, %s, %s, %s, %s, now())
"""


def test_nothing_is_changed_or_removed(traveller: Traveller) -> None:
    traveller.confirm()
    for table in TABLES:
        for change in ("UPDATE {} SET practice_id = practice_id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            with pytest.raises(IntegrityError, match="never changed"):
                run(change.format(table))


def test_the_one_who_ordered_cannot_be_the_second_person(traveller: Traveller) -> None:
    place, prescriber = traveller.place, traveller.place[Role.PRESCRIBER].id
    with pytest.raises(IntegrityError, match="orders_confirmation_by_another"):
        run(CONFIRM, new_id(traveller.at), place.id, order_id(traveller), prescriber, prescriber)


def test_nor_by_naming_somebody_else_as_the_one_who_ordered(traveller: Traveller) -> None:
    place, prescriber, guide = traveller.place, traveller.place[Role.PRESCRIBER].id, traveller.place[Role.GUIDE].id
    with pytest.raises(IntegrityError, match="orders_confirmation_of_its_order"):
        run(CONFIRM, new_id(traveller.at), place.id, order_id(traveller), guide, prescriber)


def test_an_order_that_cannot_be(traveller: Traveller) -> None:
    columns = ["practice_id", "client_id", "session_id", "drug", "route", "dose_mg", "total_mg", "said", "findings"]
    columns += ["because", "needs_second", "ordered_by_id", "ordered_at"]
    for column, value, constraint in (
        ("dose_mg", "0", "orders_order_dose"),
        ("dose_mg", "1001", "orders_order_dose"),
        ("total_mg", "1", "orders_order_dose"),
        ("route", "'in-esketamine'", "orders_order_drug_by_route"),
        ("because", "' '", "orders_order_reasoned"),
    ):
        taken = ", ".join(value if each == column else each for each in columns)
        with pytest.raises(IntegrityError, match=constraint):
            run(
                f"INSERT INTO orders_order (id, {', '.join(columns)}) SELECT %s, {taken} FROM orders_order",
                uuid.uuid4(),
            )


def test_an_order_is_replaced_once(traveller: Traveller) -> None:
    copy = """
        INSERT INTO orders_order (id, practice_id, client_id, session_id, drug, route, dose_mg, total_mg, said,
                                  findings, needs_second, ordered_by_id, ordered_at, replaces_id)
        SELECT %s, practice_id, client_id, session_id, drug, route, dose_mg, total_mg, said, findings,
               needs_second, ordered_by_id, ordered_at, id FROM orders_order WHERE replaces_id IS NULL
    """
    run(copy, uuid.uuid4())
    with pytest.raises(IntegrityError, match="replaces_id"):
        run(copy, uuid.uuid4())


def test_a_weight_that_cannot_be(traveller: Traveller) -> None:
    copy = """
        INSERT INTO orders_weight (id, practice_id, client_id, weight_kg, weighed_at, entered_by_id, entered_at)
        SELECT %s, practice_id, client_id, %s, weighed_at, entered_by_id, entered_at FROM orders_weight
    """
    for kilograms in ("24.9", "351"):
        with pytest.raises(IntegrityError, match="orders_weight_possible"):
            run(copy, uuid.uuid4(), kilograms)
