"""Two people at the same instant: whoever is second reads what the first has kept, and is refused with a sentence.

The quicker one's act stands in the same transaction here, and goes with it; so the refusal itself is what is held.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.support.course import Traveller, in_the_room, to_the_gate
from tests.support.dosed import dose, give
from tests.support.people import Place

from openkap.records.sessions import keep as sessions
from openkap.services.cancel_session import cancel_session
from openkap.services.discharge_client import ATTESTED, discharge_client
from openkap.services.end_session import end_session
from openkap.services.record_reading import record_reading
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import RuleRefusal

pytestmark = pytest.mark.django_db


def someone_is_quicker(monkeypatch: pytest.MonkeyPatch, does: Callable[[], object]) -> None:
    """The next to wait for the session's row finds that another's act was committed meanwhile."""
    wait = sessions.take_turn

    def wait_while_another_acts(**session: object) -> None:
        monkeypatch.setattr(sessions, "take_turn", wait)
        does()
        wait(**session)

    monkeypatch.setattr(sessions, "take_turn", wait_while_another_acts)


def _discharge(traveller: Traveller) -> None:
    discharge_client(
        within=traveller.place.id,
        by=traveller.place[Role.PRESCRIBER],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
        attested=frozenset(one.fact for one in ATTESTED if one.only_route in ("", "im")),
        aldrete="10",
        reason="Integration is agreed by phone.",
    )


def _end(traveller: Traveller) -> None:
    monitor = traveller.place[Role.MONITOR]
    common = {"within": traveller.place.id, "by": monitor, "session_id": traveller.session}
    end_session(**common, at=traveller.at, entry_id=new_id(traveller.at))


def test_a_client_is_discharged_once(practice: Place, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    traveller = dose(in_the_room(practice, now))
    someone_is_quicker(monkeypatch, lambda: _discharge(traveller))
    with pytest.raises(RuleRefusal, match="discharged already"):
        _discharge(traveller)


def test_what_was_cancelled_meanwhile_does_not_begin(
    practice: Place, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    traveller = to_the_gate(practice, now)
    traveller.decide()
    front = practice[Role.FRONT_DESK]
    common = {"within": practice.id, "by": front, "at": traveller.at, "session_id": traveller.session}
    someone_is_quicker(monkeypatch, lambda: cancel_session(**common, reason="Has a cold."))
    with pytest.raises(RuleRefusal, match="was cancelled"):
        traveller.start()


def test_nothing_is_written_after_the_end(practice: Place, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    traveller = in_the_room(practice, now)
    someone_is_quicker(monkeypatch, lambda: _end(traveller))
    with pytest.raises(RuleRefusal, match="has ended"):
        record_reading(
            within=practice.id,
            by=practice[Role.MONITOR],
            at=traveller.at,
            session_id=traveller.session,
            entry_id=new_id(traveller.at),
            signs={"hr": "70"},
        )


def test_a_session_does_not_end_around_a_dose(practice: Place, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    traveller = in_the_room(practice, now)
    someone_is_quicker(monkeypatch, lambda: give(traveller))
    with pytest.raises(RuleRefusal, match="discharge the client first"):
        _end(traveller)
