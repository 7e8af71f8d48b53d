"""The gate on the day: red, amber or green, blood pressure that is measured again, fasting, overrides by name."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.support.well import AT, known, well

from openkap.clinical.eligibility import (
    Colour,
    DayGate,
    GivenOverride,
    Pressure,
    PressureState,
    day_gate,
    pressure_hold,
)
from openkap.knowledge.routes import route
from openkap.knowledge.rules import DEFAULT_SITE, Action, Occasion, Override, rule, rules, site_values
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.identity import Actor, ActorKind, Role
from openkap.terms.refusal import BadInput, RuleRefusal

VALUES = site_values(DEFAULT_SITE)
RULES = rules(Occasion.DAY)
FINE = (Pressure(AT - timedelta(minutes=10), 124, 78),)


def person(name: str, *roles: Role) -> Actor:
    return Actor(ActorKind.STAFF, None, name, frozenset(roles))


PRESCRIBER = person("Dr. Ada", Role.PRESCRIBER)
MONITOR = person("Bo", Role.MONITOR)
DESK = person("Cy", Role.FRONT_DESK)


def gate(
    changes: dict[str, Fact] | None = None,
    *,
    by: str = "iv",
    pressures: tuple[Pressure, ...] = FINE,
    overrides: tuple[GivenOverride, ...] = (),
) -> DayGate:
    return day_gate(
        rules=RULES,
        facts=well() | (changes or {}),
        pressures=pressures,
        overrides=overrides,
        route=route(by),
        values=VALUES,
        at=AT,
    )


def open_items(found: DayGate) -> dict[str, str]:
    return {item.finding.rule: item.colour.value for item in found.items if item.colour is not Colour.GREEN}


@pytest.mark.parametrize("by", ["iv", "im", "sl-rdt", "in-esketamine"])
def test_all_well_is_green(by: str) -> None:
    found = gate(by=by)
    assert open_items(found) == {}
    assert (found.colour, found.may_go_ahead) == (Colour.GREEN, True)


def test_a_route_without_a_fasting_time_waits_for_the_prescriber() -> None:
    assert open_items(gate(by="oral")) == {"PD-03": "amber"}
    assert open_items(gate(by="in-racemic")) == {"PD-03": "amber"}


def test_the_list_is_whole() -> None:
    asked = {each.id for each in RULES}
    assert {f"PD-{number:02}" for number in range(1, 16)} <= asked
    assert {f"CI-{number:02}" for number in range(1, 14)} <= asked
    assert {"RC-01", "RC-02", "RC-03a", "RC-03b", "RC-04", "RC-12", "RC-13", "RC-30", "RC-31", "RC-32"} <= asked


# item, who may go past it (session.md section 2)
@pytest.mark.parametrize(
    ("item", "override"),
    [
        *((f"PD-{number:02}", Override.NOBODY) for number in (1, 2, 5, 9, 10, 11, 15)),
        *((f"PD-{number:02}", Override.PRESCRIBER) for number in (3, 4, 6, 7, 8)),
        *((f"PD-{number:02}", Override.STAFF) for number in (12, 13, 14)),
    ],
)
def test_who_may_override_the_checklist(item: str, override: Override) -> None:
    assert rule(item).override is override
    assert (rule(item).action is Action.INFO) is (override is Override.STAFF)


# the fact that is not so, or not known, and the colour of its item
NOT_SO = [
    ("PD-01", "identity_checked_twice", "red"),
    ("PD-01", "order_read_back", "red"),
    ("PD-02", "consent_signed", "red"),
    ("PD-02", "separate_consents_answered", "red"),
    ("PD-02", "says_go_ahead_today", "red"),
    ("PD-08", "medicines_checked", "amber"),
    ("PD-09", "no_driving_understood", "red"),
    ("PD-10", "emergency_equipment_checked", "red"),
    ("PD-11", "roles_staffed", "red"),
    ("PD-12", "comfort_checked", "amber"),
    ("PD-13", "intention_and_touch_confirmed", "amber"),
    ("PD-14", "room_ready", "amber"),
    ("PD-15", "controlled_drug_count_agrees", "red"),
    ("PD-15", "lot_recorded", "red"),
    ("PD-15", "vial_in_date", "red"),
    ("GT-01", "medical_clearance", "red"),
    ("GT-02", "preparation_complete", "amber"),
    ("GT-03", "integration_arranged", "amber"),
    ("RC-30", "escort_arranged", "red"),
    ("RC-30", "safe_place_after", "red"),
    ("RC-30", "phone_contact", "red"),
]


@pytest.mark.parametrize(("item", "fact", "colour"), NOT_SO)
@pytest.mark.parametrize("said", [known(False), Unknown("not asked yet")], ids=["no", "unknown"])
def test_a_no_and_an_unknown_keep_their_item_shut(item: str, fact: str, colour: str, said: Fact) -> None:
    found = gate({fact: said})
    assert open_items(found) == {item: colour}
    assert found.colour.value == colour
    assert not found.may_go_ahead


@pytest.mark.parametrize(
    ("item", "fact", "colour"),
    [("PD-09", "escort_name", "red"), ("PD-09", "escort_phone", "red"), ("PD-09", "escort_time", "red")],
)
def test_the_escort_has_a_name_a_phone_and_a_time(item: str, fact: str, colour: str) -> None:
    assert open_items(gate({fact: Unknown()})) == {item: colour}


# fact, item, greatest age: good at that age, unknown a minute later
@pytest.mark.parametrize(
    ("fact", "item", "last_good"),
    [
        ("hr_per_min", "PD-04", timedelta(minutes=30)),
        ("spo2_percent", "PD-04", timedelta(minutes=30)),
        ("rr_per_min", "PD-04", timedelta(minutes=30)),
        ("weight_kg", "PD-04", timedelta(minutes=30)),
        ("consent_signed", "PD-02", timedelta(days=365)),
        ("medical_clearance", "GT-01", timedelta(days=184)),  # 6 calendar months, 23 May to 23 November
        ("cssrs_since_last_contact", "PD-06", timedelta(hours=14, minutes=30)),  # since midnight
        ("escort_arranged", "RC-30", timedelta(hours=14, minutes=30)),
        ("alcohol_last_24_h", "PD-07", timedelta(hours=14, minutes=30)),
        ("emergency_equipment_checked", "PD-10", timedelta(hours=14, minutes=30)),
    ],
)
def test_everything_expires_to_the_minute(fact: str, item: str, last_good: timedelta) -> None:
    value = well()[fact].value  # type: ignore[union-attr]
    assert open_items(gate({fact: known(value, ago=last_good)})) == {}
    assert item in open_items(gate({fact: known(value, ago=last_good + timedelta(minutes=1))}))


def test_a_pregnancy_test_is_asked_where_pregnancy_is_possible() -> None:
    possible = {"childbearing_potential": known(True)}
    assert open_items(gate(possible)) == {}
    old = {"pregnancy_test": known("negative", ago=timedelta(days=28, minutes=1))}
    assert open_items(gate(possible | old)) == {"PD-05": "red"}


def test_a_concern_on_the_cssrs_is_the_prescribers() -> None:
    assert open_items(gate({"cssrs_since_last_contact": known("concern")})) == {"PD-06": "amber"}
    assert open_items(gate({"imminent_suicide_risk": known(True)})) == {"CI-13": "red"}


# route, minutes since food, minutes since drink, whether the fast is long enough
@pytest.mark.parametrize(
    ("by", "food", "drink", "enough"),
    [
        ("iv", 480, 120, True),
        ("iv", 479, 120, False),
        ("iv", 480, 119, False),
        ("im", 480, 120, True),
        ("im", 479, 120, False),
        ("sl-rdt", 240, 120, True),
        ("sl-rdt", 239, 120, False),
        ("in-esketamine", 120, 30, True),
        ("in-esketamine", 119, 30, False),
        ("in-esketamine", 120, 29, False),
    ],
)
def test_fasting(by: str, food: int, drink: int, enough: bool) -> None:
    now = AT.astimezone(UTC)
    said = {
        "last_food_at": known(now - timedelta(minutes=food)),
        "last_drink_at": known(now - timedelta(minutes=drink)),
    }
    assert open_items(gate(said, by=by)) == ({} if enough else {"PD-03": "amber"})


def test_a_meal_in_the_future_is_not_known() -> None:
    assert open_items(gate({"last_food_at": known(AT + timedelta(hours=1))})) == {"PD-03": "amber"}


# ---- blood pressure


def at(minutes_ago: float, sbp: int, dbp: int = 80) -> Pressure:
    return Pressure(AT - timedelta(minutes=minutes_ago), sbp, dbp)


PRESSURES = [
    ((), PressureState.UNKNOWN),
    ((at(30, 124),), PressureState.FINE),
    ((at(31, 124),), PressureState.UNKNOWN),
    ((at(1, 139, 89),), PressureState.FINE),
    ((at(1, 140, 80),), PressureState.REPEAT),
    ((at(1, 130, 90),), PressureState.REPEAT),
    ((at(11, 145), at(1, 139)), PressureState.FINE),
    ((at(11, 145), at(1, 145)), PressureState.REPEAT),
    ((at(21, 145), at(11, 145), at(1, 145)), PressureState.HELD),
    ((at(21, 145), at(11, 145), at(1, 139)), PressureState.FINE),
    ((at(20, 145), at(11, 145), at(1, 145)), PressureState.REPEAT),  # the second came after 9 min: no rest
    ((at(41, 145), at(31, 130), at(11, 145), at(1, 145)), PressureState.REPEAT),  # it was fine in between
    ((at(1, 145), at(21, 145), at(11, 145)), PressureState.HELD),  # in any order
    ((at(1, 160),), PressureState.DEFERRED),
    ((at(1, 130, 100),), PressureState.DEFERRED),
    ((at(1, 159, 99),), PressureState.REPEAT),
    ((at(25, 160), at(1, 120)), PressureState.DEFERRED),  # no dose on this day, by policy
    ((at(45, 160),), PressureState.DEFERRED),
]


@pytest.mark.parametrize(("readings", "state"), PRESSURES)
def test_blood_pressure_before_the_dose(readings: tuple[Pressure, ...], state: PressureState) -> None:
    assert pressure_hold(readings=readings, at=AT, values=VALUES).state is state


def test_when_to_measure_again() -> None:
    hold = pressure_hold(readings=[at(4, 145)], at=AT, values=VALUES)
    assert hold.repeat_from == AT.astimezone(UTC) + timedelta(minutes=6)
    assert "measure again after 10 to 15 min of rest (reading 1 of 3)" in hold.because


def test_a_reading_from_the_future_is_refused() -> None:
    with pytest.raises(BadInput, match="future"):
        pressure_hold(readings=[at(-1, 120)], at=AT, values=VALUES)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((), {"RC-01": "amber", "RC-02": "red", "PD-04": "amber"}),
        ((at(1, 145),), {"RC-01": "red"}),  # to be measured again: there is nothing to weigh yet
        ((at(21, 145), at(11, 145), at(1, 145)), {"RC-01": "amber"}),
        ((at(1, 160),), {"RC-01": "amber", "RC-02": "red"}),
    ],
)
def test_the_gate_follows_the_pressures(readings: tuple[Pressure, ...], expected: dict[str, str]) -> None:
    assert open_items(gate(pressures=readings)) == expected


# ---- overrides

HELD = (at(21, 145), at(11, 145), at(1, 145))


def override(rule_id: str, by: Actor, second: Actor | None = None, **changed: object) -> GivenOverride:
    given: dict = {"reason": "Discussed with the client; risk accepted", "at": AT - timedelta(minutes=1), **changed}
    return GivenOverride(rule=rule_id, by=by, second=second, **given)


def test_a_prescriber_and_a_second_clinician_may_go_past_a_held_pressure() -> None:
    found = gate(pressures=HELD, overrides=(override("RC-01", PRESCRIBER, MONITOR),))
    assert found.may_go_ahead
    item = next(each for each in found.items if each.finding.rule == "RC-01")
    assert item.override is not None
    assert item.finding.standing.value == "not yet"  # the finding itself stays what it is


TWICE = Actor(ActorKind.STAFF, UUID(int=1), "Dr. Ada", frozenset({Role.PRESCRIBER, Role.MONITOR}))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (override("RC-01", PRESCRIBER), "second clinician"),
        (override("RC-01", PRESCRIBER, person("dr. ada ", Role.MONITOR)), "another person"),
        (override("RC-01", TWICE, TWICE), "another person"),
        (override("RC-01", PRESCRIBER, DESK), "second clinician"),
        (override("RC-01", PRESCRIBER, person(" ", Role.MONITOR)), "second clinician"),
        (override("RC-01", MONITOR, PRESCRIBER), "can be overridden by: prescriber and a second clinician"),
    ],
)
def test_others_may_not(given: GivenOverride, sentence: str) -> None:
    with pytest.raises(RuleRefusal, match=sentence):
        gate(pressures=HELD, overrides=(given,))


@pytest.mark.parametrize("item", ["CI-07", "PD-02", "RC-02", "RC-30", "PD-10"])
def test_what_nobody_may_override_refuses_everybody(item: str) -> None:
    everyone = person("Dr. Ada", *Role)
    changes: dict[str, Fact] = {
        "pregnant": known(True),
        "says_go_ahead_today": known(False),
        "escort_arranged": known(False),
        "emergency_equipment_checked": Unknown(),
    }
    with pytest.raises(RuleRefusal, match="cannot be overridden"):
        gate(changes, pressures=(at(1, 170),), overrides=(override(item, everyone, MONITOR),))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": "  ok  "}, "reason"),
        ({"at": AT + timedelta(minutes=1)}, "at"),
        ({"at": AT - timedelta(days=1)}, "at"),
    ],
)
def test_an_override_has_a_reason_and_is_of_today(changed: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        gate(pressures=HELD, overrides=(override("RC-01", PRESCRIBER, MONITOR, **changed),))
    assert refused.value.field == field


def test_an_override_of_something_else_is_named() -> None:
    with pytest.raises(BadInput, match="not asked"):
        gate(overrides=(override("RC-99", PRESCRIBER, MONITOR),))


def test_any_member_of_staff_may_note_why_the_comfort_list_is_short() -> None:
    changes: dict[str, Fact] = {"comfort_checked": known(False)}
    assert gate(changes, overrides=(override("PD-12", DESK),)).may_go_ahead
    stranger = Actor(ActorKind.CLIENT, None, "Dee")
    with pytest.raises(RuleRefusal):
        gate(changes, overrides=(override("PD-12", stranger),))


def test_nothing_known_is_red() -> None:
    found = day_gate(
        rules=RULES, facts={}, pressures=(), overrides=(), route=route("iv"), values=VALUES, at=datetime.now(UTC)
    )
    assert found.colour is Colour.RED
    assert {item.finding.standing.value for item in found.items if item.colour is Colour.GREEN} <= {"met"}


def test_a_fact_that_is_only_known_by_name_is_still_of_today() -> None:
    assert open_items(gate({"escort_name": Known("Sam Rivera")})) == {"PD-09": "red"}
