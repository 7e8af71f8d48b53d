"""Attesting, two people at the gate, holds, closing, own editions and moves: what is kept, and what is refused."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.course import Traveller, begin, to_the_gate
from tests.support.editions import TWO_PEOPLE, sign, without_the_life_story
from tests.support.people import Place, found

from openkap.clinical.pathway import GateState
from openkap.knowledge.pathways import pathway, pathway_text
from openkap.records.ledger import find as ledger
from openkap.records.pathways import find as pathways
from openkap.records.sessions import find as sessions
from openkap.services.answer_override import answer_override
from openkap.services.attest import attest
from openkap.services.course_facts import current_pathway
from openkap.services.kept_courses import read_kept_courses
from openkap.services.read_courses import CourseState, read_course
from openkap.services.sign_pathway import sign_pathway
from openkap.services.steer_course import move_course, read_move, turn_course
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden, NotFound, RuleRefusal


def state(traveller: Traveller) -> CourseState:
    """As it is judged anew; and what is kept between two such looks says the same."""
    fresh = read_course(within=traveller.place.id, course_id=traveller.course_id, at=traveller.at)
    kept = {one.course.id: one for one in read_kept_courses(within=traveller.place.id, at=traveller.at)}
    assert kept[traveller.course_id] == fresh
    return fresh


def say(traveller: Traveller, what: str, *, session: bool = False, role: Role = Role.GUIDE) -> None:
    attest(
        within=traveller.place.id,
        by=traveller.place[role],
        at=traveller.at,
        course_id=traveller.course_id,
        what=what,
        session_id=traveller.session if session else None,
    )


def test_what_is_said_is_kept_with_who_and_when_and_never_in_the_ledger(practice: Place, now: datetime) -> None:
    traveller = begin(practice, now)
    attest(
        within=practice.id,
        by=practice[Role.GUIDE],
        at=now,
        course_id=traveller.course_id,
        what="support_plan",
        said="Sit close, speak little.",
    )
    kept = pathways.attestations(within=practice.id, course_id=traveller.course_id)[0]
    assert (kept.what, kept.words, kept.said_by_name) == (
        "support_plan",
        "Sit close, speak little.",
        practice[Role.GUIDE].name,
    )
    assert ledger.actions(within=practice.id, subject_id=traveller.course_id)[-1] == "pathway.attest"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE detail::text LIKE %s", ["%Sit close%"])
        assert cursor.fetchone() == (0,)


def test_what_nobody_is_asked_to_say_is_refused(practice: Place, now: datetime) -> None:
    traveller = to_the_gate(practice, now)
    with pytest.raises(BadInput, match="asks nobody"):
        say(traveller, "rems_enrolled")
    with pytest.raises(BadInput, match="of one session"):
        say(traveller, "no_crisis")
    with pytest.raises(Forbidden):
        say(traveller, "support_plan", role=Role.FRONT_DESK)
    other = begin(practice, traveller.at)
    with pytest.raises(BadInput, match="another course"):
        attest(
            within=practice.id,
            by=practice[Role.GUIDE],
            at=traveller.at,
            course_id=other.course_id,
            what="no_crisis",
            session_id=traveller.session,
        )


def answer(traveller: Traveller, role: Role, *, agrees: bool = True) -> None:
    traveller.at += timedelta(seconds=1)
    answer_override(
        within=traveller.place.id,
        by=traveller.place[role],
        at=traveller.at,
        session_id=traveller.session,
        agrees=agrees,
    )


def test_an_override_by_two_people(practice: Place, now: datetime) -> None:
    traveller = without_the_life_story(practice, now)
    traveller.decide(override_reason="They told it to their own therapist.")
    assert sessions.gate_decision(within=practice.id, session_id=traveller.session) is None
    assert state(traveller).state.gate is GateState.UNDECIDED
    with pytest.raises(Forbidden, match="someone other than you"):
        answer(traveller, Role.PRESCRIBER)
    answer(traveller, Role.GUIDE)
    kept = sessions.gate_decision(within=practice.id, session_id=traveller.session)
    assert kept is not None
    assert (kept.opens, kept.overridden_by_name, kept.decided_by_name) == (
        True,
        practice[Role.PRESCRIBER].name,
        practice[Role.GUIDE].name,
    )
    assert state(traveller).state.gate is GateState.OVERRIDDEN
    with pytest.raises(RuleRefusal, match="No override waits"):
        answer(traveller, Role.LEAD)
    traveller.start()


def test_a_second_person_who_does_not_agree_opens_nothing(practice: Place, now: datetime) -> None:
    traveller = without_the_life_story(practice, now)
    traveller.decide(override_reason="It will be all right.")
    answer(traveller, Role.GUIDE, agrees=False)
    assert sessions.gate_decision(within=practice.id, session_id=traveller.session) is None
    assert pathways.override_asked(within=practice.id, session_id=traveller.session).agrees is False  # type: ignore[union-attr]


def test_what_has_closed_since_is_asked_about_again(practice: Place, now: datetime) -> None:
    traveller = without_the_life_story(practice, now)
    traveller.decide(override_reason="They told it to their own therapist.")
    traveller.choose(False)
    with pytest.raises(RuleRefusal, match="closed since") as refused:
        answer(traveller, Role.GUIDE)
    assert "does not choose" in refused.value.reasons[0]
    assert sessions.gate_decision(within=practice.id, session_id=traveller.session) is None


def test_the_database_wants_two_people(practice: Place, now: datetime) -> None:
    traveller = without_the_life_story(practice, now)
    traveller.decide(override_reason="They told it to their own therapist.")
    asked = pathways.override_asked(within=practice.id, session_id=traveller.session)
    assert asked is not None
    insert = (
        "INSERT INTO pathways_override_answered (id, practice_id, asked_id, asked_by_id, agrees, answered_by_id, "
        "answered_at) VALUES (gen_random_uuid(), %s, %s, %s, false, %s, now())"
    )
    first, second = practice[Role.PRESCRIBER].id, practice[Role.GUIDE].id
    for asked_by, answered_by, constraint in (
        (first, first, "pathways_override_two_people"),
        (second, first, "pathways_override_answers_that_asking"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [practice.id, asked.id, asked_by, answered_by])


def turn(traveller: Traveller, what: str, *, said: str = "A reason.", rule: str | None = None) -> None:
    traveller.at += timedelta(seconds=1)
    turn_course(
        within=traveller.place.id,
        by=traveller.place[Role.PRESCRIBER],
        at=traveller.at,
        course_id=traveller.course_id,
        turn=what,
        said=said,
        rule=rule,
    )


def test_a_hold_closes_the_gate_until_the_course_goes_on(practice: Place, now: datetime) -> None:
    traveller = to_the_gate(practice, now)
    traveller.decide()
    turn(traveller, "hold", rule="suicidality")
    assert state(traveller).state.next.title == "The course waits until a prescriber has decided."
    with pytest.raises(RuleRefusal, match="on hold"):
        traveller.start()
    with pytest.raises(BadInput, match="held can: go on, close"):
        turn(traveller, "hold")
    turn(traveller, "go on")
    traveller.start()
    with pytest.raises(RuleRefusal, match="session is going on"):
        turn(traveller, "close")


def test_a_course_is_closed_once(practice: Place, now: datetime) -> None:
    traveller = begin(practice, now)
    with pytest.raises(BadInput, match="no such rule"):
        turn(traveller, "hold", rule="weather")
    with pytest.raises(BadInput, match="write a few words"):
        turn(traveller, "close", said=" ")
    turn(traveller, "close", said="Moved to another town.")
    assert state(traveller).state.ended
    with pytest.raises(BadInput, match="closed can: nothing"):
        turn(traveller, "go on")


def test_a_course_stays_on_its_edition_until_it_is_moved_by_name(practice: Place, now: datetime) -> None:
    traveller = begin(practice, now)
    before = state(traveller).pathway.edition
    own = sign(practice, now, ("typical = 3\nmaximum = 6\nminutes = 60", "typical = 4\nmaximum = 6\nminutes = 90"))
    assert (before, own) == (pathway("kap").edition, "2026-11-23-own-1")
    assert state(traveller).pathway.edition == before
    assert state(begin(practice, now + timedelta(hours=5))).pathway.edition == own
    present, newest, differs = read_move(within=practice.id, course_id=traveller.course_id)
    assert (present, newest) == (before, own)
    assert {(one.row, one.field, one.before, one.after) for one in differs} == {
        ("preparation", "typical", "3", "4"),
        ("preparation", "minutes", "60", "90"),
    }
    with pytest.raises(RuleRefusal, match="Another edition"):
        _move(traveller, before)
    _move(traveller, own)
    preparation = state(traveller).pathway.session("preparation")
    assert preparation is not None
    assert (state(traveller).pathway.edition, preparation.minutes) == (own, 90)
    kept = pathways.moves(within=practice.id, course_id=traveller.course_id)[0]
    assert (len(kept.difference), kept.moved_by_name) == (2, practice[Role.LEAD].name)
    with pytest.raises(RuleRefusal, match="already"):
        _move(traveller, own)


def _move(traveller: Traveller, to: str) -> None:
    move_course(
        within=traveller.place.id,
        by=traveller.place[Role.LEAD],
        at=traveller.at,
        course_id=traveller.course_id,
        to_edition=to,
        reason="Longer talks help them.",
    )


def test_what_cannot_work_is_not_signed(practice: Place, now: datetime) -> None:
    with pytest.raises(RuleRefusal, match="something stands against it") as refused:
        sign(practice, now, ('gate = "readiness"\n', ""))
    assert "without a gate" in refused.value.reasons[0]
    with pytest.raises(RuleRefusal, match="Nothing differs"):
        sign(practice, now)
    with pytest.raises(BadInput, match="stays as it is"):
        sign(practice, now, ('consent = "kap"', 'consent = "iv_only"'))
    with pytest.raises(Forbidden):
        sign(practice, now, TWO_PEOPLE, role=Role.PRESCRIBER)
    sign(practice, now, TWO_PEOPLE)
    with pytest.raises(RuleRefusal, match="Another edition has been signed"):
        sign_pathway(
            within=practice.id,
            by=practice[Role.LEAD],
            at=now,
            key="kap",
            text=pathway_text("kap").replace("minutes = 180", "minutes = 200"),
            from_edition=pathway("kap").edition,
            reason="At the same time.",
        )
    assert len(pathways.editions(within=practice.id)) == 1


def test_an_edition_of_another_practice_is_not_found(practice: Place, now: datetime) -> None:
    neighbour = found(now, "Another practice")
    own = sign(practice, now, TWO_PEOPLE)
    assert current_pathway(within=neighbour.id, key="kap").edition == pathway("kap").edition
    with pytest.raises(NotFound):
        pathways.edition(within=neighbour.id, key="kap", edition=own)
