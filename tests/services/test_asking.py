"""What is asked by the clock: what is kept, that it is kept once, who is reminded, who is told, and who says stop."""

from datetime import timedelta

import pytest
from tests.support.course import Traveller, begin, in_the_room
from tests.support.dosed import dose_and_end

from openkap.records.asking import find as asking
from openkap.records.ledger import find as ledger
from openkap.records.ledger import keep as keep_ledger
from openkap.records.people import find as people
from openkap.records.responses import find as responses
from openkap.services.ask_what_is_due import ask_what_is_due
from openkap.services.choose_questionnaires import choose_questionnaires
from openkap.services.follow_up import follow_up, read_unanswered
from openkap.services.hand_over_reminder import hand_over_reminder, reminders_of_today
from openkap.services.make_link import hash_token, make_link
from openkap.services.open_link import open_link
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden, RuleRefusal

pytestmark = pytest.mark.django_db

INTAKE = ["gad7", "health", "phq9"]
SCREENING = ["audit_c", "pcl5", "urinary_check"]


@pytest.fixture
def pat(practice, now) -> Traveller:
    """Booked on a Monday at 10:00 in Chicago; nothing answered."""
    return begin(practice, now)


def asked(one: Traveller) -> list[str]:
    """The measures, by the moment at which they were asked and then by name."""
    kept = responses.of_client(within=one.place.id, client_id=one.client_id)
    return [form.measure for form in sorted(kept, key=lambda form: (form.asked_at, form.measure))]


def days(one: Traveller, number: int) -> Traveller:
    """The clock comes by on each of the next days, at noon."""
    for _ in range(number):
        one.at += timedelta(days=1)
        one.ask()
    return one


def test_the_intake_is_asked_with_the_booking_and_the_rest_by_the_clock(pat) -> None:
    assert asked(pat) == INTAKE
    assert ask_what_is_due(within=pat.place.id, at=pat.at) == 0
    days(pat, 1)
    assert asked(pat)[3:] == SCREENING
    kept = asking.askings(within=pat.place.id, course_ids=[pat.course_id])
    assert {"intake:course:phq9", "screening:course:pcl5"} < {one.key for one in kept}
    # What may not be shown is not asked, and says so nowhere on a client's phone.
    assert not {"cssrs_screen", "who5", "dast10", "mdq", "pq16", "isi"} & set(asked(pat))


def test_asking_again_changes_nothing(pat) -> None:
    days(pat, 1)
    before = ledger.verify(pat.place.id)
    for _ in range(3):
        assert ask_what_is_due(within=pat.place.id, at=pat.at) == 0
    assert ledger.verify(pat.place.id).entries == before.entries


def test_a_link_that_is_opened_finds_what_is_due(pat) -> None:
    at = pat.at + timedelta(days=1, hours=1)
    token = make_link(within=pat.place.id, by=pat.place[Role.FRONT_DESK], at=at, client_id=pat.client_id)
    open_link(token=token, at=at)
    assert asked(pat)[3:] == SCREENING


def test_three_reminders_and_then_a_person_who_says_what_was_done(pat) -> None:
    within = pat.place.id
    days(pat, 3)
    made = asking.reminders(within=within, client_ids=[pat.client_id])
    assert [one.number for one in made if one.measure == "phq9"] == [1, 2, 3]
    assert [one.number for one in made if one.measure == "pcl5"] == [1, 2]
    assert len({one.on_day for one in made}) == 3
    assert read_unanswered(within=within) == []
    days(pat, 1)
    told = read_unanswered(within=within)
    assert [(one.client_id, sorted(one.unanswered)) for one in told] == [(pat.client_id, INTAKE)]
    pat.answer("phq9", {str(n): "0" for n in range(1, 10)} | {"difficulty": "0"})
    assert sorted(read_unanswered(within=within)[0].unanswered) == ["gad7", "health"]
    with pytest.raises(Forbidden):
        follow_up(within=within, by=pat.place[Role.FRONT_DESK], at=pat.at, client_id=pat.client_id, did="Called.")
    with pytest.raises(BadInput) as empty:
        follow_up(within=within, by=pat.place[Role.GUIDE], at=pat.at, client_id=pat.client_id, did="  ")
    assert empty.value.field == "did"
    assert read_unanswered(within=within)
    follow_up(within=within, by=pat.place[Role.GUIDE], at=pat.at, client_id=pat.client_id, did="Called. A hard week.")
    assert read_unanswered(within=within) == []
    assert [deed.did for deed in asking.deeds(within=within, client_id=pat.client_id)][:1] == ["Called. A hard week."]
    with pytest.raises(RuleRefusal, match="Nothing stands open"):
        follow_up(within=within, by=pat.place[Role.GUIDE], at=pat.at, client_id=pat.client_id, did="Again.")
    days(pat, 3)
    assert [sorted(one.unanswered) for one in read_unanswered(within=within)] == [SCREENING]
    assert ledger.verify(within).whole


def test_a_reminder_is_handed_over_once_by_staff(pat) -> None:
    within, front = pat.place.id, pat.place[Role.FRONT_DESK]
    days(pat, 1)
    waiting = reminders_of_today(within=within, at=pat.at)
    assert [(one.client.id, one.forms, one.minutes) for one in waiting] == [(pat.client_id, 3, 9)]
    with pytest.raises(Forbidden):
        hand_over_reminder(within=within, by=pat.place[Role.MONITOR], at=pat.at, client_id=pat.client_id)
    token = hand_over_reminder(within=within, by=front, at=pat.at, client_id=pat.client_id)
    link = people.link_by_hash(hash_token(token))
    assert link is not None
    assert link.client_id == pat.client_id
    assert reminders_of_today(within=within, at=pat.at) == []
    with pytest.raises(RuleRefusal, match="No reminder"):
        hand_over_reminder(within=within, by=front, at=pat.at, client_id=pat.client_id)
    assert asking.handed_over(within=within, client_id=pat.client_id) == [pat.at.date()]


def test_yesterdays_reminder_lapses(pat) -> None:
    days(pat, 1)
    assert reminders_of_today(within=pat.place.id, at=pat.at + timedelta(days=1)) == []


def test_a_client_stops_and_begins_again(pat) -> None:
    within = pat.place.id
    days(pat, 1)
    choose_questionnaires(within=within, by=pat.client, at=pat.at, wants=False)
    choose_questionnaires(within=within, by=pat.client, at=pat.at, wants=False)
    assert [(one.stopped, one.what) for one in read_unanswered(within=within)] == [
        (True, "Has stopped questionnaires on the phone. Talk about it when you meet.")
    ]
    assert reminders_of_today(within=within, at=pat.at) == []
    before = asked(pat)
    days(pat, 5)
    assert asked(pat) == before
    assert len(asking.reminders(within=within, client_ids=[pat.client_id])) == 3
    choose_questionnaires(within=within, by=pat.client, at=pat.at, wants=True)
    assert read_unanswered(within=within) == []
    days(pat, 1)
    assert len(asking.reminders(within=within, client_ids=[pat.client_id])) > 3
    with pytest.raises(Forbidden):
        choose_questionnaires(within=within, by=pat.place[Role.LEAD], at=pat.at, wants=False)


def test_after_a_dose_and_after_the_next(practice, now) -> None:
    pat = dose_and_end(in_the_room(practice, now))
    pat.at += timedelta(hours=25)
    pat.ask()
    keys = [one.key for one in asking.askings(within=practice.id, course_ids=[pat.course_id])]
    assert f"after a dose:{pat.medicine_id}:phq9" in keys
    assert any(key.startswith("day of dose:") for key in keys)


def test_a_failure_keeps_nothing_of_a_course(pat, monkeypatch) -> None:
    from openkap.records.asking import keep

    before = asked(pat)

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(keep, "asking", break_down)
    with pytest.raises(RuntimeError, match="the power went"):
        days(pat, 1)
    monkeypatch.undo()
    assert asked(pat) == before
    pat.ask()
    assert len(asked(pat)) == 6


def test_an_earlier_course_asks_nothing_any_more(practice, now) -> None:
    from openkap.services.ask_what_is_due import present_courses

    first, second = begin(practice, now), begin(practice, now + timedelta(days=30))
    assert {one.id for one in present_courses(within=practice.id)} == {first.course_id, second.course_id}


@pytest.mark.parametrize("courses", [1, 4])
def test_a_pass_reads_a_fixed_number_of_times(practice, now, courses, django_assert_num_queries) -> None:
    for number in range(courses):
        begin(practice, now + timedelta(hours=3 * number))
    with django_assert_num_queries(10):
        ask_what_is_due(within=practice.id, at=now + timedelta(hours=12))


def test_who_waited_for_their_turn_asks_nothing_again(pat, monkeypatch) -> None:
    """A pass of the clock and a phone at the same instant: the second judges what the first has kept."""
    at, wait = pat.at + timedelta(days=1), keep_ledger.take_turn

    def wait_while_another_asks(act) -> None:
        monkeypatch.setattr(keep_ledger, "take_turn", wait)
        ask_what_is_due(within=pat.place.id, at=at)
        wait(act)

    monkeypatch.setattr(keep_ledger, "take_turn", wait_while_another_asks)
    ask_what_is_due(within=pat.place.id, at=at)
    assert asked(pat) == [*INTAKE, *SCREENING]
    assert len(asking.reminders(within=pat.place.id, client_ids=[pat.client_id])) == 3
