"""What is still missing before today's medicine: the order, a second person, the gate of the day; each to its role."""

from datetime import timedelta

import pytest
from tests.support.course import to_the_gate

from openkap.records.sessions import find as sessions
from openkap.services.check_day import measure
from openkap.services.read_before_medicine import Missing, read_before_medicine
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db
ROLES = (Role.PRESCRIBER, Role.MONITOR, Role.GUIDE, Role.LEAD)


@pytest.fixture
def traveller(practice, now):
    return to_the_gate(practice, now)


def _told(traveller, *roles: Role) -> dict[Role, list[Missing]]:
    """What each role is told on the day of the session."""
    starts = traveller.at.replace(hour=6, minute=0, second=0, microsecond=0)
    told = {}
    for role in roles or ROLES:
        today = sessions.between(within=traveller.place.id, starts=starts, ends=starts + timedelta(days=1))
        found = read_before_medicine(within=traveller.place.id, by=traveller.place[role], today=today, begins=starts)
        told[role] = [one.missing for one in found]
    return told


def _only(role: Role, missing: Missing) -> dict[Role, list[Missing]]:
    return {one: [missing] if one in (role, Role.LEAD) else [] for one in ROLES}


def test_each_step_is_its_roles_and_the_leads(traveller) -> None:
    assert _told(traveller) == _only(Role.PRESCRIBER, Missing.ORDER)
    traveller.weigh()
    traveller.order("im", because="As agreed at the last review.", boosters=[{"dose": "45 mg", "after": "10 min"}])
    assert _told(traveller) == _only(Role.MONITOR, Missing.SECOND_PERSON)
    traveller.confirm()
    assert _told(traveller) == _only(Role.MONITOR, Missing.GATE)
    traveller.check_day().go_past("GT-03")
    traveller.decide_day()
    assert _told(traveller) == _only(Role.MONITOR, Missing.NOTHING)


def test_what_is_entered_after_the_decision_asks_for_another(traveller) -> None:
    traveller.open_day()
    assert _told(traveller, Role.MONITOR) == {Role.MONITOR: [Missing.NOTHING]}
    traveller.at += timedelta(minutes=1)
    measure(
        within=traveller.place.id,
        by=traveller.place[Role.MONITOR],
        at=traveller.at,
        session_id=traveller.session,
        signs={"sbp": "126", "dbp": "80", "hr": "70", "spo2": "98", "rr": "14"},
    )
    assert _told(traveller, Role.MONITOR) == {Role.MONITOR: [Missing.GATE]}


def test_another_order_asks_for_another_decision(traveller) -> None:
    traveller.open_day()
    traveller.order("im", because="A little less today.", dose="40 mg")
    assert _told(traveller, Role.MONITOR, Role.PRESCRIBER) in (
        {Role.MONITOR: [Missing.GATE], Role.PRESCRIBER: []},
        {Role.MONITOR: [Missing.SECOND_PERSON], Role.PRESCRIBER: []},
    )


def test_a_session_that_has_begun_is_none_of_it(traveller) -> None:
    traveller.open_day()
    traveller.decide()
    traveller.start()
    assert _told(traveller, Role.LEAD) == {Role.LEAD: []}


def test_a_decision_of_another_day_is_none(traveller) -> None:
    traveller.open_day()
    today = sessions.of_course(within=traveller.place.id, course_id=traveller.course_id)
    (found,) = read_before_medicine(
        within=traveller.place.id,
        by=traveller.place[Role.MONITOR],
        today=today,
        begins=traveller.at + timedelta(hours=12),
    )
    assert found.missing is Missing.GATE
