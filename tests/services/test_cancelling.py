"""An appointment is cancelled with a reason, in the ledger; not by everyone, and not after it has begun."""

from datetime import timedelta

import pytest
from tests.support.course import begin, in_the_room

from openkap.records.calendar import find as calendar
from openkap.records.ledger import find as ledger
from openkap.records.sessions import find as sessions
from openkap.services.cancel_session import cancel_session
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden, NotFound, RuleRefusal

pytestmark = pytest.mark.django_db


def _cancel(practice, traveller, *, session_id, role=Role.FRONT_DESK, reason="Has a cold.", within=None):
    cancel_session(
        within=within or practice.id,
        by=practice[role],
        at=traveller.at + timedelta(minutes=1),
        session_id=session_id,
        reason=reason,
    )


def test_it_is_cancelled_and_audited(practice, now) -> None:
    traveller = begin(practice, now)
    kept = sessions.session(within=practice.id, session_id=traveller.consult_id)
    _cancel(practice, traveller, session_id=kept.id)
    after = sessions.session(within=practice.id, session_id=kept.id)
    assert (after.state, after.cancelled_at) == ("cancelled", traveller.at + timedelta(minutes=1))
    assert calendar.of_course(within=practice.id, course_id=traveller.course_id) == []
    assert ledger.actions(within=practice.id, subject_id=kept.appointment_id) == [
        "appointment.book",
        "appointment.cancel",
    ]


def test_it_is_cancelled_once(practice, now) -> None:
    traveller = begin(practice, now)
    _cancel(practice, traveller, session_id=traveller.consult_id)
    with pytest.raises(RuleRefusal, match="cancelled already"):
        _cancel(practice, traveller, session_id=traveller.consult_id)


def test_what_has_begun_stays_and_nothing_is_audited(practice, now) -> None:
    traveller = in_the_room(practice, now)
    kept = sessions.session(within=practice.id, session_id=traveller.session)
    with pytest.raises(RuleRefusal, match="has begun"):
        _cancel(practice, traveller, session_id=kept.id)
    assert sessions.session(within=practice.id, session_id=kept.id).state == "live"
    assert ledger.actions(within=practice.id, subject_id=kept.appointment_id) == ["appointment.book"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_asked_for(practice, now, reason) -> None:
    traveller = begin(practice, now)
    with pytest.raises(BadInput) as refusal:
        _cancel(practice, traveller, session_id=traveller.consult_id, reason=reason)
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.MONITOR])
def test_who_does_not_book_does_not_cancel(practice, now, role) -> None:
    traveller = begin(practice, now)
    with pytest.raises(Forbidden):
        _cancel(practice, traveller, session_id=traveller.consult_id, role=role)


def test_another_practices_session_is_not_there(practice, now) -> None:
    traveller = begin(practice, now)
    with pytest.raises(NotFound):
        _cancel(practice, traveller, session_id=traveller.consult_id, within=traveller.client_id)
