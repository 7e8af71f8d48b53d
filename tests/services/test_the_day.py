"""The gate of the day through its services, and what a dose then asks of it and of the order."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from tests.support.course import WELL, Traveller, in_the_room, to_the_gate
from tests.support.people import Place

from openkap.clinical.eligibility import Colour
from openkap.records.alerts import find as alerts
from openkap.records.day import find as day
from openkap.records.ledger import find as ledger
from openkap.records.sessions import find as sessions
from openkap.services.check_day import ask_safety, decide_day, find_out, go_past, measure, second_override
from openkap.services.decide_clearance import Decided, decide_clearance
from openkap.services.give_medicine import give_medicine
from openkap.services.read_day import Day, read_day
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import BadInput, Forbidden, RuleRefusal


@pytest.fixture
def traveller(practice: Place, now: datetime) -> Traveller:
    made = to_the_gate(practice, now).weigh()
    made.order("im")
    return made


def look(traveller: Traveller) -> Day:
    session = sessions.session(within=traveller.place.id, session_id=traveller.session)
    return read_day(within=traveller.place.id, session=session, at=traveller.at)


def open_rules(traveller: Traveller) -> dict[str, str]:
    found = look(traveller).gate
    assert found is not None
    return {item.finding.rule: item.colour.value for item in found.items if item.colour is not Colour.GREEN}


def at_the_gate(traveller: Traveller, role: Role = Role.MONITOR) -> Mapping[str, object]:
    traveller.at += timedelta(seconds=1)
    return {
        "within": traveller.place.id,
        "by": traveller.place[role],
        "at": traveller.at,
        "session_id": traveller.session,
    }


def give(traveller: Traveller, dose: str = "60", **more: str) -> None:
    give_medicine(
        **at_the_gate(traveller), entry_id=new_id(traveller.at), **({"route": "im", "dose": dose, "unit": "mg"} | more)
    )


def given(traveller: Traveller) -> list[str]:
    found = sessions.doses(within=traveller.place.id, course_ids=[traveller.course_id])
    return [str(dose.dose_mg) for dose in found]


def test_what_nobody_has_said_is_open(traveller: Traveller) -> None:
    rules = open_rules(traveller)
    assert {"PD-01", "PD-03", "PD-06", "PD-10", "PD-11", "PD-15", "RC-01", "RC-30"} <= set(rules)
    assert rules["PD-10"] == "red"
    assert rules["PD-03"] == "amber"
    # The records answer these: clearance, consent, preparation, the contraindications settled in the clearance.
    assert not {"CI-01", "CI-12", "GT-01", "GT-02"} & set(rules)


def test_everything_said_and_measured_leaves_only_what_is_not_arranged(traveller: Traveller) -> None:
    traveller.check_day()
    assert open_rules(traveller) == {"GT-03": "amber"}
    traveller.go_past("GT-03")
    assert traveller.decide_day() is Colour.GREEN
    assert "day.decide" in ledger.actions(within=traveller.place.id, subject_id=traveller.session)


@pytest.mark.parametrize(
    ("name", "answer", "rule"),
    [
        ("emergency_equipment_checked", False, "PD-10"),
        ("order_read_back", None, "PD-01"),
        ("alcohol_last_24_h", True, "IX-06"),
        ("medicines", ["Xanax"], "IX-01"),
        ("medicines", ["a tea from my aunt"], "MX-02"),
        ("acute_change_since_last_contact", True, "PD-06"),
        ("intoxicated_now", True, "CI-08"),
        ("last_food_at", "2026-11-26T09:30:00-06:00", "PD-03"),
    ],
)
def test_one_answer_opens_its_rule(traveller: Traveller, name: str, answer: object, rule: str) -> None:
    traveller.check_day(but={name: answer})
    assert rule in open_rules(traveller)


def test_a_contraindication_of_the_records_is_not_answered_away_at_the_tablet(traveller: Traveller) -> None:
    traveller.at += timedelta(seconds=1)
    decide_clearance(
        within=traveller.place.id,
        by=traveller.place[Role.PRESCRIBER],
        at=traveller.at,
        course_id=traveller.course_id,
        decided=Decided(kind="unsuitable", reason="Chest pain on the stairs last week."),
        found={"bp_rise_hazard": True},
    )
    traveller.check_day(but={"bp_rise_hazard": False})
    assert {"CI-04": "red", "GT-01": "red"}.items() <= open_rules(traveller).items()


def test_an_unreadable_answer_keeps_nothing(traveller: Traveller) -> None:
    for said in (
        {"room_ready": "perhaps"},
        {"last_food_at": "yesterday"},
        {"escort_name": "Sam"},
        {"medical_clearance": True},
        {"sbp_mm_hg": 120},
        {},
    ):
        with pytest.raises(BadInput):
            find_out(**at_the_gate(traveller), said={"comfort_checked": True, **said} if said else {})
    assert day.facts(within=traveller.place.id, session_id=traveller.session) == {}


def test_the_front_desk_does_not_work_at_this_gate(traveller: Traveller) -> None:
    for role in (Role.FRONT_DESK, Role.LEAD):
        with pytest.raises(Forbidden):
            find_out(**at_the_gate(traveller, role), said={"room_ready": True})
        with pytest.raises(Forbidden):
            decide_day(**at_the_gate(traveller, role))


def test_any_yes_since_the_last_contact_is_seen_by_a_person(traveller: Traveller) -> None:
    traveller.check_day()
    assert ask_safety(**at_the_gate(traveller), answers={"1": True, "2": False, "6": False}) == "concern"
    assert "PD-06" in open_rules(traveller)
    raised = [one for one in alerts.of_client(within=traveller.place.id, client_id=traveller.client_id) if one.open]
    assert [one.rule for one in raised] == ["cssrs_screen.1"]


def test_an_open_question_since_the_last_contact_is_unknown(traveller: Traveller) -> None:
    traveller.check_day()
    assert ask_safety(**at_the_gate(traveller), answers={"1": False, "2": None, "6": False}) is None
    assert "PD-06" in open_rules(traveller)


def test_high_pressures_after_rest_are_weighed_by_two(traveller: Traveller) -> None:
    traveller.check_day()
    for _ in range(3):
        measure(**at_the_gate(traveller), signs=WELL | {"sbp": "148"}, weight="70")
        traveller.at += timedelta(minutes=11)
    traveller.at -= timedelta(minutes=10)
    assert open_rules(traveller)["RC-01"] == "amber"
    go_past(**at_the_gate(traveller, Role.PRESCRIBER), rule="RC-01", reason="Usual for this client; no symptoms.")
    assert "RC-01" in open_rules(traveller)
    kept = look(traveller).waiting[0]
    with pytest.raises(RuleRefusal, match="Another clinician"):
        second_override(**at_the_gate(traveller, Role.PRESCRIBER), override_id=kept.id)
    second_override(**at_the_gate(traveller, Role.GUIDE), override_id=kept.id)
    assert "RC-01" not in open_rules(traveller)


def test_nobody_goes_past_a_very_high_pressure(traveller: Traveller) -> None:
    traveller.check_day()
    measure(**at_the_gate(traveller), signs=WELL | {"sbp": "165"})
    measure(**at_the_gate(traveller), signs=WELL)
    assert open_rules(traveller)["RC-02"] == "red"
    with pytest.raises(RuleRefusal, match="cannot be overridden"):
        go_past(**at_the_gate(traveller, Role.PRESCRIBER), rule="RC-02", reason="It has come down since.")


def test_an_override_of_yesterday_counts_for_nothing(traveller: Traveller) -> None:
    traveller.check_day().go_past("GT-03")
    assert "GT-03" not in open_rules(traveller)
    traveller.at += timedelta(days=1)
    assert "GT-03" in open_rules(traveller)


def test_a_dose_asks_for_the_gate_of_the_day(practice: Place, now: datetime) -> None:
    traveller = to_the_gate(practice, now).weigh()
    traveller.decide()
    traveller.start()
    with pytest.raises(RuleRefusal, match="no order"):
        give(traveller)
    traveller.order("im")
    with pytest.raises(RuleRefusal, match="Nobody has decided at the gate of the day"):
        give(traveller)
    traveller.check_day()
    assert traveller.decide_day() is Colour.AMBER
    with pytest.raises(RuleRefusal, match="not open") as refused:
        give(traveller)
    assert any("Integration session arranged" in reason for reason in refused.value.reasons)
    traveller.go_past("GT-03")
    traveller.decide_day()
    assert given(traveller) == []
    give(traveller)
    assert given(traveller) == ["60.00"]


def test_what_was_entered_since_closes_it_again(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    find_out(**at_the_gate(traveller), said={"room_ready": True})
    with pytest.raises(RuleRefusal, match="since it was decided"):
        give(traveller)
    assert traveller.decide_day() is Colour.GREEN
    give(traveller)
    assert given(traveller) == ["60.00"]


def test_another_order_is_read_back_again(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    traveller.order("im", dose="50 mg")
    with pytest.raises(RuleRefusal, match="another order"):
        give(traveller, "50")


def test_another_route_is_another_order(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    with pytest.raises(BadInput, match="IM injection") as refused:
        give(traveller, route="sl-rdt")
    assert refused.value.field == "route"


def test_more_than_ordered_is_named_and_read_back(practice: Place, now: datetime) -> None:
    traveller = to_the_gate(practice, now).open_day("im", boosters=[{"dose": "20 mg", "after": "10 min"}])
    traveller.decide()
    traveller.start()
    guide, monitor = (str(practice[role].id) for role in (Role.GUIDE, Role.MONITOR))
    with pytest.raises(BadInput, match="more than the order leaves") as refused:
        give(traveller, "70")
    assert refused.value.field == "deviation"
    for second in ("", monitor, "nobody", str(new_id(now))):
        with pytest.raises(BadInput) as refused:
            give(traveller, "70", deviation="Said at the bedside.", read_back_by=second)
        assert refused.value.field == "read_back_by"
    assert given(traveller) == []
    give(traveller, "60")
    give(traveller, "20")
    with pytest.raises(BadInput, match=r"leaves \(0 mg\)"):
        give(traveller, "5")
    give(traveller, "5", deviation="Said at the bedside.", read_back_by=guide)
    found = sessions.doses(within=practice.id, course_ids=[traveller.course_id])
    assert [(str(one.dose_mg), one.deviation) for one in found] == [
        ("60.00", None),
        ("20.00", None),
        ("5.00", "Said at the bedside."),
    ]


def test_faster_than_ordered_is_named_too(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now, pathway="iv_only", route="iv")
    with pytest.raises(BadInput, match="shorter than the order says") as refused:
        give(traveller, "35", route="iv", infusion_min="20")
    assert refused.value.field == "deviation"
    give(traveller, "35", route="iv", infusion_min="45")


def test_the_same_entry_sent_twice_is_one_dose(practice: Place, now: datetime) -> None:
    traveller = in_the_room(practice, now)
    entry = new_id(traveller.at)
    for _ in range(2):
        give_medicine(**at_the_gate(traveller), entry_id=entry, route="im", dose="100", unit="mg")
    assert given(traveller) == ["100.00"]
