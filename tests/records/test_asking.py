"""What the database itself holds of asking: a key once, three reminders and one a day, a task about one thing."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.course import begin
from tests.support.people import found

from openkap.records.asking import find as asking
from openkap.records.base import Act
from openkap.records.responses import keep as responses
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(practice, now):
    return begin(practice, now)


@pytest.fixture
def first(pat):
    return asking.askings(within=pat.place.id, course_ids=[pat.course_id])[0]


def refused(sql: str, values: list[object]) -> str:
    """What the database says to it, now and not at the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        try:
            with transaction.atomic():
                cursor.execute(sql, values)
        except IntegrityError as error:
            return str(error)
    return "it was kept"


REMINDER = (
    "INSERT INTO asking_reminder (id, practice_id, client_id, asking_id, number, on_day, made_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, now())"
)
TASK = (
    "INSERT INTO asking_task (id, practice_id, client_id, course_id, asking_id, choice_id, raised_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, now())"
)


@pytest.mark.parametrize("number", [0, 4])
def test_no_fourth_reminder(pat, first, now, number) -> None:
    values = [uuid.uuid4(), pat.place.id, pat.client_id, first.id, number, now.date()]
    assert "three_at_most" in refused(REMINDER, values)


def test_one_reminder_a_day_and_each_number_once(pat, first, now) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REMINDER, [uuid.uuid4(), pat.place.id, pat.client_id, first.id, 1, now.date()])
    again = [uuid.uuid4(), pat.place.id, pat.client_id, first.id]
    assert "one_a_day" in refused(REMINDER, [*again, 2, now.date()])
    assert "number_once" in refused(REMINDER, [*again, 1, now.date() + timedelta(days=1)])


def test_a_slot_is_asked_once_in_a_course(pat, first) -> None:
    columns = "practice_id, course_id, response_id, schedule, edition, key, opened_at, late_at"
    shown = columns.replace("response_id", "%s")
    sql = f"INSERT INTO asking_asking (id, {columns}) SELECT %s, {shown} FROM asking_asking WHERE id = %s"
    act = Act(within=pat.place.id, by=pat.place[Role.GUIDE], at=pat.at)
    by_hand = responses.ask(
        act,
        client_id=pat.client_id,
        course_id=pat.course_id,
        measure="phq9",
        edition="2026-11-23",
        occasion="intake",
    )
    assert "asking_asking_once" in refused(sql, [uuid.uuid4(), by_hand, first.id])


def test_a_task_is_about_one_thing(pat, first) -> None:
    common = [uuid.uuid4(), pat.place.id, pat.client_id, pat.course_id]
    assert "about_one_thing" in refused(TASK, [*common, None, None])
    assert "about_one_thing" in refused(TASK, [*common, first.id, uuid.uuid4()])


def test_a_deed_says_something(pat, first) -> None:
    task_id = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(TASK, [task_id, pat.place.id, pat.client_id, pat.course_id, first.id, None])
    columns = "id, practice_id, task_id, did, done_by_id, done_at"
    sql = f"INSERT INTO asking_deed ({columns}) VALUES (%s, %s, %s, %s, %s, now())"
    guide = pat.place[Role.GUIDE].id
    assert "asking_deed_said" in refused(sql, [uuid.uuid4(), pat.place.id, task_id, " . ", guide])


def test_a_reminder_of_another_practice_is_refused(pat, first, now) -> None:
    elsewhere = found(now, "Birch Clinic")
    stranger = begin(elsewhere, now)
    values = [uuid.uuid4(), pat.place.id, stranger.client_id, first.id, 1, now.date()]
    assert "same_practice" in refused(REMINDER, values)
