"""What is kept of a session besides numbers: who was there, how hard it was, what was done about reminders; and what is
kept apart."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.course import Traveller, in_the_room
from tests.support.dosed import give

from openkap.knowledge.routes import route
from openkap.records.ledger import find as ledger
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.services.read_room import Room, read_room
from openkap.services.record_distress import record_distress
from openkap.services.record_reading import record_reading
from openkap.services.write_entry import mark_event, strike_entry
from openkap.services.write_therapy_note import write_therapy_note
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import BadInput, Forbidden


@pytest.fixture
def there(practice, now) -> Traveller:
    return in_the_room(practice, now)


def happens(there, what, text="", *, minutes=1, role=Role.GUIDE):
    there.at += timedelta(minutes=minutes)
    entry_id = new_id(there.at)
    mark_event(**common(there, role), entry_id=entry_id, what=what, text=text)
    return entry_id


def distress(there, level, *, minutes=1):
    there.at += timedelta(minutes=minutes)
    record_distress(**common(there, Role.GUIDE), entry_id=new_id(there.at), level=level)


def reads(there, *, minutes=1, **signs):
    there.at += timedelta(minutes=minutes)
    record_reading(**common(there, Role.MONITOR), entry_id=new_id(there.at), signs=signs)


def common(there, role):
    return {"within": there.place.id, "by": there.place[role], "at": there.at, "session_id": there.session}


def room(there) -> Room:
    return read_room(within=there.place.id, session_id=there.session, at=there.at)


def rules(there) -> list[str]:
    return [finding.rule for finding in room(there).crossed]


def test_who_is_there_and_for_how_long_nobody_was(there):
    assert room(there).presence.known_since is None
    happens(there, "came_in", "Mara Lind")
    came = there.at
    happens(there, "came_in", "Noor Haddad", minutes=5)
    assert [who for who, _ in room(there).presence.inside] == ["Mara Lind", "Noor Haddad"]
    happens(there, "went_out", "Mara Lind", minutes=5)
    wrong = happens(there, "went_out", "Noor Haddad", minutes=5)
    there.at += timedelta(minutes=7)

    alone = room(there).presence
    assert (alone.inside, alone.alone, alone.alone_since) == ((), timedelta(minutes=7), came + timedelta(minutes=15))

    strike_entry(**common(there, Role.GUIDE), entry_id=new_id(there.at), struck_id=wrong, reason="She stayed.")
    assert room(there).presence.alone == timedelta(0)


def test_distress_has_a_peak_what_helped_and_when_it_settled(there):
    assert room(there).distress.peak is None
    distress(there, "4")
    distress(there, "8", minutes=3)
    peak = there.at
    happens(there, "offered:breathing")
    happens(there, "offered:music")
    happens(there, "helped:breathing")
    distress(there, "3", minutes=4)
    happens(there, "settled", minutes=2)

    went = room(there).distress
    assert [level for _, level in went.levels] == [4, 8, 3]
    assert went.peak == (peak, 8)
    assert (went.offered, went.helped) == (("breathing", "music"), ("breathing",))
    assert went.settled_at == there.at


@pytest.mark.parametrize("level", ["11", "-1", "", "4.5", "٤"])
def test_a_level_that_cannot_be_is_refused(there, level):
    before = timeline.entries(within=there.place.id, session_id=there.session)

    with pytest.raises(BadInput) as error:
        distress(there, level)

    assert error.value.field == "level"
    assert timeline.entries(within=there.place.id, session_id=there.session) == before


def test_the_database_refuses_such_a_level_too(there):
    distress(there, "5")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sessions_distress SELECT e.id, e.practice_id, 11 FROM sessions_entry e WHERE e.kind = 'start'"
        )


def test_what_a_person_saw_is_held_against_the_protocol(there):
    reads(there, moaas="3")
    assert "TH-NV" not in rules(there)
    vomited = happens(there, "vomiting", role=Role.MONITOR)
    assert "TH-NV" in rules(there)
    strike_entry(**common(there, Role.MONITOR), entry_id=new_id(there.at), struck_id=vomited, reason="It was coughing.")
    assert "TH-NV" not in rules(there)

    happens(there, "stridor", role=Role.MONITOR)
    happens(there, "stop_signal")
    assert {"TH-LAR", "TH-ANX"} <= set(rules(there))


def test_a_reminder_that_was_resolved_rests_until_it_is_crossed_again(there):
    reads(there, sbp="164", dbp="88")
    assert "TH-BP1" in rules(there)
    happens(there, "seen:TH-BP1", role=Role.MONITOR)
    assert "TH-BP1" in rules(there)

    happens(there, "resolved:TH-BP1", "Cuff was loose.", role=Role.MONITOR)
    assert "TH-BP1" not in rules(there)
    reads(there, hr="72")
    assert "TH-BP1" not in rules(there)  # the blood pressure of before is settled
    reads(there, sbp="166", dbp="90")
    assert "TH-BP1" in rules(there)


@pytest.mark.parametrize(
    ("what", "text", "field"),
    [
        ("came_in", "", "text"),
        ("went_out", "  ", "text"),
        ("resolved:TH-BP1", "", "text"),
        ("resolved:TH-NONE", "Done.", "what"),
        ("offered:hypnosis", "", "what"),
        ("distress", "", "what"),
    ],
)
def test_what_cannot_happen_is_named(there, what, text, field):
    with pytest.raises(BadInput) as error:
        happens(there, what, text)
    assert error.value.field == field


def test_a_psychotherapy_note_is_read_by_its_author_only(there):
    note_id = new_id(there.at)
    for _ in range(2):
        write_therapy_note(**common(there, Role.GUIDE), note_id=note_id, text="Spoke of the father, at length.")

    with pytest.raises(BadInput, match="says something else"):
        write_therapy_note(**common(there, Role.GUIDE), note_id=note_id, text="Other words.")

    def read_by(role):
        return sessions.therapy_notes(within=there.place.id, session_id=there.session, author_id=there.place[role].id)

    assert [note.text for note in read_by(Role.GUIDE)] == ["Spoke of the father, at length."]
    for role in (Role.MONITOR, Role.FRONT_DESK, Role.LEAD, Role.PRESCRIBER):
        assert read_by(role) == []
        if role is not Role.GUIDE:
            with pytest.raises(Forbidden):
                write_therapy_note(**common(there, role), note_id=new_id(there.at), text="Not mine to write.")
    assert all(
        "father" not in str(entry) for entry in timeline.entries(within=there.place.id, session_id=there.session)
    )
    assert ledger.actions(within=there.place.id, subject_id=there.session).count("therapy_note.write") == 1


def test_the_next_talk_hears_how_hard_the_last_session_was(there, bob):
    from openkap.services.read_distress import read_distress

    assert read_distress(within=there.place.id, course_id=there.course_id) is None
    distress(there, "8")
    happens(there, "offered:breathing")
    happens(there, "helped:breathing")
    happens(there, "settled", minutes=6)
    next_talk = there.book("integration", there.at + timedelta(hours=40))

    page = bob(Role.GUIDE).get(f"/desk/sessions/{next_talk}/").content.decode()

    assert "8 of 10" in page
    assert "slow breathing" in page
    assert "8 min after" in page


def test_somebody_who_is_still_here_long_after_the_dose_is_told_until_it_is_resolved(there):
    give(there)
    stays = route("im").release_minutes
    assert stays is not None
    there.at += timedelta(minutes=float(stays) + 59)
    assert "TH-PROL" not in rules(there)
    there.at += timedelta(minutes=1)
    prolonged = next(one for one in room(there).crossed if one.rule == "TH-PROL")
    assert "Not released 60 min past the expected end." in prolonged.because
    assert prolonged.resolve == "The prescriber reviews; the observation goes on."
    happens(there, "resolved:TH-PROL", "Dr. Adler looked in; stays another hour.")
    assert "TH-PROL" not in rules(there)


def test_nobody_is_late_before_a_dose_or_after_the_way_home(there):
    there.at += timedelta(hours=20)
    assert "TH-PROL" not in rules(there)
