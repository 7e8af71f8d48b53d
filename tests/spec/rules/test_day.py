"""The gate on the day: red, amber or green for every item, what expires when, and fasting."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.support.gate import RULES, VALUES, gate, open_items
from tests.support.well import AT, known, well

from openkap.clinical.eligibility import Colour, day_gate
from openkap.knowledge.routes import route
from openkap.knowledge.rules import Action, Override, rule
from openkap.terms.fact import Fact, Known, Unknown


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


@pytest.mark.parametrize("role", ["prescriber", "monitor", "guide"])
def test_each_role_has_a_name_today(role: str) -> None:
    assert open_items(gate({f"{role}_today": Unknown()})) == {"PD-11": "red"}
    yesterday = known("Noor Haddad", ago=timedelta(hours=14, minutes=31))
    assert open_items(gate({f"{role}_today": yesterday})) == {"PD-11": "red"}


def test_a_pathway_without_a_guide_needs_none() -> None:
    without = {"guide_today": Unknown(), "kap_pathway": known(False)}
    assert "PD-11" not in open_items(gate(without))
    assert "PD-11" in open_items(gate(without | {"monitor_today": Unknown()}))


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


def test_nothing_known_is_red() -> None:
    found = day_gate(
        rules=RULES, facts={}, pressures=(), overrides=(), route=route("iv"), values=VALUES, at=datetime.now(UTC)
    )
    assert found.colour is Colour.RED
    assert {item.finding.standing.value for item in found.items if item.colour is Colour.GREEN} <= {"met"}


def test_a_fact_that_is_only_known_by_name_is_still_of_today() -> None:
    assert open_items(gate({"escort_name": Known("Sam Rivera")})) == {"PD-09": "red"}
