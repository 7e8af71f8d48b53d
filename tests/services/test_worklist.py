"""Whose turn it is: what each role is told of the same courses."""

from datetime import timedelta

import pytest
from tests.support.course import begin, in_the_room
from tests.support.dosed import dose_and_end

from openkap.records.sessions import find as sessions
from openkap.services.book_consult import book_consult
from openkap.services.read_courses import read_courses
from openkap.services.read_worklist import read_worklist
from openkap.terms.identity import Actor, Role

pytestmark = pytest.mark.django_db


def _told(practice, by: Actor, at) -> list[str]:
    return [line.what for line in read_worklist(read_courses(within=practice.id, at=at), by=by, at=at)]


def test_each_role_is_told_its_own(practice, now) -> None:
    evaluated = begin(practice, now).fill_intake()
    evaluated.at += timedelta(hours=2)
    evaluated.hold(evaluated.consult_id)
    to_book = begin(practice, now + timedelta(hours=4)).fill_intake()
    to_book.at += timedelta(hours=2)
    to_book.hold(to_book.consult_id)
    to_book.clear().sign()
    at = to_book.at
    assert _told(practice, practice[Role.PRESCRIBER], at) == ["Review the answers and decide: clear or hold."]
    assert _told(practice, practice[Role.GUIDE], at) == ["Hold preparation session 1 of 2."]
    assert _told(practice, practice[Role.FRONT_DESK], at) == ["Book the next appointment: preparation."]
    assert _told(practice, practice[Role.MONITOR], at) == []
    assert len(_told(practice, practice[Role.LEAD], at)) == 2


def test_what_is_booked_waits_and_what_was_not_recorded_does_not(practice, now) -> None:
    traveller = begin(practice, now)
    guide = practice[Role.GUIDE]

    def line(at):
        return read_worklist(read_courses(within=practice.id, at=at), by=guide, at=at)[0]

    booked = line(now + timedelta(minutes=30))
    assert (booked.is_open, booked.ahead.id, booked.book) == (False, traveller.consult_id, None)
    during = line(now + timedelta(hours=1, minutes=30))
    assert not during.is_open
    after = line(now + timedelta(hours=2, minutes=1))
    assert (after.is_open, after.record.id) == (True, traveller.consult_id)


def test_a_persons_own_clients_stand_before_the_others(practice, now) -> None:
    own = begin(practice, now)
    book_consult(
        within=practice.id,
        by=practice[Role.FRONT_DESK],
        at=now,
        request_id=None,
        given_name="Ann",
        family_name="Aaron",
        born_on=None,
        phone="512 555 0111",
        email="",
        pathway_key="kap",
        sitter=None,
        guide_id=None,
        room_id=None,
        starts_at=now + timedelta(hours=1),
    )
    at = now + timedelta(hours=3)
    lines = read_worklist(read_courses(within=practice.id, at=at), by=practice[Role.GUIDE], at=at)
    assert [line.client.family_name for line in lines] == ["Doe", "Aaron"]
    assert lines[0].client.id == own.client_id


@pytest.mark.parametrize(("hours", "urgent", "book"), [(20, False, "integration"), (30, True, "integration")])
def test_an_open_integration_window_is_urgent_until_it_is_booked(practice, now, hours, urgent, book) -> None:
    traveller = dose_and_end(in_the_room(practice, now))
    at = sessions.doses(within=practice.id, course_ids=[traveller.course_id])[0].given_at + timedelta(hours=hours)

    def line():
        return read_worklist(read_courses(within=practice.id, at=at), by=practice[Role.GUIDE], at=at)[0]

    assert (line().urgent, line().book, line().is_open) == (urgent, book, True)
    traveller.at = at
    traveller.book("integration", at + timedelta(hours=10))
    assert (line().book, line().is_open) == (None, False)
