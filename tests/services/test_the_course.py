"""The course from the first request to the outcome, through the services alone, for both care models."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.course import Traveller, begin, in_the_room
from tests.support.healthy import EVERY, HEALTHY
from tests.support.people import Place

from openkap.records.ledger import find as ledger
from openkap.records.people import find as people
from openkap.records.sessions import find as sessions
from openkap.records.sessions import timeline
from openkap.services.add_staff import add_staff
from openkap.services.book_consult import book_consult
from openkap.services.decide_clearance import Decided, decide_clearance
from openkap.services.discharge_client import ATTESTED, discharge_client
from openkap.services.end_session import end_session
from openkap.services.give_medicine import give_medicine
from openkap.services.health_form import HEALTH
from openkap.services.read_courses import read_course
from openkap.services.read_room import read_room
from openkap.services.record_reading import record_reading
from openkap.services.request_care import request_care
from openkap.services.sign_consent import sign_consent
from openkap.services.start_session import start_session
from openkap.services.write_entry import mark_event, strike_entry, write_note
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import BadInput, Forbidden, RuleRefusal
from openkap.terms.sitter import Sitter

EVERYTHING = frozenset(item.fact for item in ATTESTED)


def stage(traveller: Traveller) -> str:
    state = read_course(within=traveller.place.id, course_id=traveller.course_id, at=traveller.at)
    return f"{state.stage.phase}: {state.stage.next_step}"


def take_vitals(traveller: Traveller, *, minutes: int = 0, **signs: str) -> None:
    traveller.at += timedelta(minutes=minutes)
    record_reading(
        within=traveller.place.id,
        by=traveller.place[Role.MONITOR],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
        signs=signs or {"sbp": "122", "dbp": "78", "hr": "70", "spo2": "98"},
    )


def dose(traveller: Traveller, **values: str) -> None:
    give_medicine(
        within=traveller.place.id,
        by=traveller.place[Role.MONITOR],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
        **({"route": "im", "dose": "60", "unit": "mg"} | values),
    )


def go_home(traveller: Traveller, *, role: Role = Role.PRESCRIBER, reason: str = "", **changed: object) -> None:
    values = {"attested": EVERYTHING, "aldrete": "10"} | changed
    discharge_client(
        within=traveller.place.id,
        by=traveller.place[role],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
        reason=reason,
        **values,
    )


def end(traveller: Traveller) -> None:
    end_session(
        within=traveller.place.id,
        by=traveller.place[Role.MONITOR],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(traveller.at),
    )


def test_the_whole_way_of_kap(practice: Place, now: datetime) -> None:
    traveller = begin(practice, now)
    assert stage(traveller) == "inquiry: Meet for the first consult."
    traveller.at += timedelta(hours=2)
    traveller.hold(traveller.consult_id)
    assert stage(traveller).startswith("screening")
    traveller.fill_intake()
    assert stage(traveller).startswith("evaluation: Review the answers")
    traveller.clear()
    assert stage(traveller).startswith("consent")
    traveller.sign()
    assert stage(traveller) == "preparation: Hold preparation session 1 of 2."
    traveller.prepare()
    assert stage(traveller) == "medicine: Medicine session 1."
    traveller.plan_medicine().name_escort().choose().open_day().decide()
    traveller.start()
    take_vitals(traveller)
    dose(traveller)
    assert stage(traveller) == "medicine: A session is going on now."
    take_vitals(traveller, minutes=5)
    take_vitals(traveller, minutes=120)
    dosed = sessions.doses(within=practice.id, course_ids=[traveller.course_id])[0]
    integration = traveller.book("integration", dosed.given_at + timedelta(hours=30))
    go_home(traveller, role=Role.MONITOR)
    end(traveller)
    assert stage(traveller) == "integration: Integration follows; its window opens a day after the dose."
    traveller.at = dosed.given_at + timedelta(hours=31)
    assert stage(traveller).startswith("integration: Hold the integration session now")
    traveller.hold(integration)
    assert stage(traveller) == "medicine: Medicine session 2."
    traveller.ask().answer("phq9", {str(n): "0" for n in range(1, 10)})
    assert ledger.verify(practice.id).whole


def test_the_whole_way_of_iv_only(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now, pathway="iv_only", route="iv")
    take_vitals(traveller)
    dose(traveller, route="iv", dose="35", infusion_min="40")
    take_vitals(traveller, minutes=20)
    take_vitals(traveller, minutes=90)
    go_home(traveller, role=Role.MONITOR)
    end(traveller)
    assert stage(traveller) == "medicine: Medicine session 2."


def test_integration_outside_its_window_wants_a_reason(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    dose(traveller)
    for hours in (23, 73):
        with pytest.raises(BadInput, match="24 to 72 hours") as error:
            traveller.book("integration", traveller.at + timedelta(hours=hours))
        assert error.value.field == "starts_at"
    assert traveller.book("integration", traveller.at + timedelta(hours=80), because="The client travels.")


def test_nobody_leaves_before_the_criteria_are_met(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    take_vitals(traveller)
    dose(traveller)
    take_vitals(traveller, minutes=30)
    with pytest.raises(RuleRefusal, match="discharge the client first"):
        end(traveller)
    with pytest.raises(RuleRefusal) as early:
        go_home(traveller, reason="They feel fine.")
    assert any(reason.startswith("DC-01") for reason in early.value.reasons)
    take_vitals(traveller, minutes=120)
    traveller.book("integration", traveller.at + timedelta(hours=30))
    with pytest.raises(RuleRefusal) as unsteady:
        go_home(traveller, attested=EVERYTHING - {"walks_unaided"}, reason="A wheelchair waits.")
    assert [reason[:5] for reason in unsteady.value.reasons] == ["DC-04"]
    with pytest.raises(RuleRefusal):
        go_home(traveller, role=Role.MONITOR, attested=EVERYTHING - {"tolerates_sips"}, reason="Not thirsty.")
    with pytest.raises(Forbidden):
        go_home(traveller, role=Role.GUIDE)
    go_home(traveller, role=Role.PRESCRIBER, attested=EVERYTHING - {"tolerates_sips"}, reason="Not thirsty.")
    end(traveller)
    with pytest.raises(RuleRefusal, match="has ended"):
        take_vitals(traveller)


def test_a_clearance_stands_on_every_contraindication(practice: Place, now: datetime) -> None:
    traveller = begin(practice, now)
    traveller.answer(HEALTH, HEALTHY | {"aneurysmal_vascular_disease": "2"})
    with pytest.raises(RuleRefusal) as error:
        traveller.clear()
    assert [reason[:5] for reason in error.value.reasons] == ["CI-01"]
    assert "not sure" in error.value.reasons[0]
    with pytest.raises(Forbidden):
        decide_clearance(
            within=practice.id,
            by=practice[Role.GUIDE],
            at=now,
            course_id=traveller.course_id,
            decided=Decided(kind="unsuitable", reason="x y"),
            found={},
        )
    with pytest.raises(BadInput, match="write a few words"):
        decide_clearance(
            within=practice.id,
            by=practice[Role.PRESCRIBER],
            at=now,
            course_id=traveller.course_id,
            decided=Decided(kind="unsuitable", reason=" "),
            found={},
        )


def test_a_yes_cannot_be_cleared_away_in_silence(practice: Place, now: datetime) -> None:
    traveller = begin(practice, now)
    traveller.answer(HEALTH, dict.fromkeys(EVERY, "0") | {"sex_at_birth": "1", "pregnant": "1"})
    with pytest.raises(RuleRefusal) as error:
        traveller.clear()
    assert [reason[:5] for reason in error.value.reasons] == ["CI-07", "CX-03"]


def test_consent_is_signed_as_it_was_shown(practice: Place, now: datetime) -> None:
    traveller = begin(practice, now)
    values = {"within": practice.id, "by": traveller.client, "at": now, "course_id": traveller.course_id}
    with pytest.raises(RuleRefusal, match="text has changed"):
        sign_consent(**values, shown_sha256="0" * 64, typed_name="Pat Doe", understood={})
    traveller.sign()
    other = begin(practice, now + timedelta(hours=5))
    with pytest.raises(Forbidden, match="Only the client"):
        sign_consent(**{**values, "by": other.client}, shown_sha256="0" * 64, typed_name="Someone Else", understood={})


def test_a_request_is_booked_once(practice: Place, now: datetime) -> None:
    request_id = request_care(
        within=practice.id, at=now, name="Kim Lee", phone="512 555 0177", email="", interest="kap", message=""
    )

    def book(days: int) -> None:
        book_consult(
            within=practice.id,
            by=practice[Role.FRONT_DESK],
            at=now,
            request_id=request_id,
            given_name="Kim",
            family_name="Lee",
            born_on=date(1990, 1, 1),
            phone="512 555 0177",
            email="",
            pathway_key="kap",
            sitter=None,
            guide_id=practice[Role.GUIDE].id,
            room_id=None,
            starts_at=now + timedelta(days=days),
        )

    book(1)
    with pytest.raises(RuleRefusal, match="already"):
        book(2)
    assert len(people.clients(within=practice.id)) == 1


def test_entries_sent_twice_are_kept_once_and_a_strike_stays_readable(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    entry_id, place = new_id(now), practice
    for _ in range(3):
        write_note(
            within=place.id,
            by=place[Role.GUIDE],
            at=traveller.at,
            session_id=traveller.session,
            entry_id=entry_id,
            text="Settled.",
        )
    strike_entry(
        within=place.id,
        by=place[Role.GUIDE],
        at=traveller.at,
        session_id=traveller.session,
        entry_id=new_id(now),
        struck_id=entry_id,
        reason="Wrong client in mind.",
    )
    entries = timeline.entries(within=place.id, session_id=traveller.session)
    assert [(entry.kind, entry.struck_because) for entry in entries] == [
        ("start", None),
        ("note", "Wrong client in mind."),
        ("strike", None),
    ]


def test_an_entry_of_another_session_is_refused(practice: Place, now: datetime) -> None:
    first = in_the_room(practice, now)
    entry = timeline.entries(within=practice.id, session_id=first.session)[0]
    second = in_the_room(practice, now + timedelta(days=20))
    with pytest.raises(BadInput, match="another session"):
        write_note(
            within=practice.id,
            by=practice[Role.GUIDE],
            at=second.at,
            session_id=second.session,
            entry_id=entry.id,
            text="x y",
        )


@pytest.mark.parametrize(
    ("signs", "field", "says"),
    [
        ({"sbp": "1200", "dbp": "80"}, "sbp", "40 to 300 mmHg"),
        ({"sbp": "120"}, "dbp", "two numbers"),
        ({"sbp": "80", "dbp": "120"}, "dbp", "below the systolic"),
        ({"spo2": "104"}, "spo2", "40 to 100 %"),
        ({"hr": "7O"}, "hr", "whole number"),
        ({"hr": "70.5"}, "hr", "whole number"),
        ({}, "vitals", "at least one"),
    ],
)
def test_a_reading_that_cannot_be_is_named_and_not_kept(
    practice: Place, now: datetime, signs: dict[str, str], field: str, says: str
) -> None:
    traveller = in_the_room(practice, now)
    with pytest.raises(BadInput, match=says) as error:
        record_reading(
            within=practice.id,
            by=practice[Role.MONITOR],
            at=traveller.at,
            session_id=traveller.session,
            entry_id=new_id(now),
            signs=signs,
        )
    assert error.value.field == field
    assert len(timeline.entries(within=practice.id, session_id=traveller.session)) == 1


@pytest.mark.parametrize(("minutes", "says"), [(10, "future"), (-300, "before the session")])
def test_a_time_that_cannot_be_is_refused(practice: Place, now: datetime, minutes: int, says: str) -> None:
    traveller = in_the_room(practice, now)
    with pytest.raises(BadInput, match=says):
        mark_event(
            within=practice.id,
            by=practice[Role.GUIDE],
            at=traveller.at,
            session_id=traveller.session,
            entry_id=new_id(now),
            what="tears",
            happened_at=traveller.at + timedelta(minutes=minutes),
        )


def test_a_second_start_is_refused(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    with pytest.raises(RuleRefusal, match="already been started"):
        start_session(
            within=practice.id,
            by=practice[Role.GUIDE],
            at=traveller.at,
            session_id=traveller.session,
            entry_id=uuid4(),
        )


@pytest.mark.parametrize("roles", [["surgeon"], [], [""], ["Guide"]])
def test_an_unknown_role_is_a_sentence(practice: Place, now: datetime, roles: list[str]) -> None:
    with pytest.raises(BadInput, match="role") as error:
        add_staff(
            within=practice.id,
            by=practice[Role.LEAD],
            at=now,
            name="New Person",
            email="new@alder.example",
            password="a sound and lengthy secret",
            roles=roles,
        )
    assert error.value.field == "roles"


def test_a_crossed_threshold_stands_until_that_sign_is_better(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    take_vitals(traveller)
    dose(traveller)

    def crossed() -> set[str]:
        room = read_room(within=practice.id, session_id=traveller.session, at=traveller.at)
        return {finding.rule for finding in room.crossed}

    take_vitals(traveller, minutes=5, sbp="164", dbp="96")
    assert "TH-BP1" in crossed()
    take_vitals(traveller, minutes=5, spo2="98")
    assert "TH-BP1" in crossed()
    take_vitals(traveller, minutes=5, sbp="130", dbp="80")
    assert crossed() == set()


def test_the_database_knows_three_kinds_of_sitter(practice: Place, now: datetime) -> None:
    course_id = begin(practice, now, pathway="iv_only", sitter=Sitter.INTERMITTENT).course_id
    change = "UPDATE courses_course SET sitter = %s WHERE id = %s"
    for value, constraint in (
        ("always", "courses_course_sitter_is_one_of"),
        (None, "courses_course_sitter_for_iv_only"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change, [value, course_id])
