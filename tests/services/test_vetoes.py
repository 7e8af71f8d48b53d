"""Music that is not for a client: said in one session, known in every later one, until it is let in again."""

from datetime import timedelta

import pytest
from tests.support.course import in_the_room
from tests.support.people import found

from openkap.services.read_vetoes import read_vetoes
from openkap.services.write_entry import mark_event, strike_entry
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(practice, now):
    traveller = in_the_room(practice, now)
    traveller.said = 0

    def told(what: str, title: str):
        traveller.said += 1
        entry_id = new_id(traveller.at)
        mark_event(
            within=practice.id,
            by=practice[Role.GUIDE],
            at=traveller.at + timedelta(seconds=traveller.said),
            session_id=traveller.session,
            entry_id=entry_id,
            what=what,
            text=title,
        )
        return entry_id

    told.traveller = traveller
    return told


def test_the_latest_word_on_a_title_stands(practice, say) -> None:
    client_id = say.traveller.client_id
    say("music_out", "Open water")
    say("music_out", "Bells")
    say("music_in", "Bells")
    assert read_vetoes(within=practice.id, client_id=client_id) == ["Open water"]
    say("music_out", "Bells")
    assert read_vetoes(within=practice.id, client_id=client_id) == ["Bells", "Open water"]


def test_what_was_struck_was_not_said(practice, say) -> None:
    struck = say("music_out", "Open water")
    strike_entry(
        within=practice.id,
        by=practice[Role.GUIDE],
        at=say.traveller.at + timedelta(minutes=1),
        session_id=say.traveller.session,
        entry_id=new_id(say.traveller.at),
        struck_id=struck,
        reason="Tapped by mistake.",
    )
    assert read_vetoes(within=practice.id, client_id=say.traveller.client_id) == []


def test_it_names_its_music_and_stays_in_its_practice(practice, say, now) -> None:
    with pytest.raises(BadInput, match="Which music"):
        say("music_out", " ")
    say("music_out", "Bells")
    assert read_vetoes(within=found(now, "Birch Clinic").id, client_id=say.traveller.client_id) == []
