"""Going past an item of the gate: by name, with a reason, only where the rule allows it."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.support.gate import gate, reading
from tests.support.well import AT, known

from openkap.clinical.eligibility import GivenOverride
from openkap.terms.fact import Fact, Unknown
from openkap.terms.identity import Actor, ActorKind, Role
from openkap.terms.refusal import BadInput, RuleRefusal


def person(name: str, *roles: Role) -> Actor:
    return Actor(ActorKind.STAFF, None, name, frozenset(roles))


PRESCRIBER = person("Dr. Ada", Role.PRESCRIBER)
MONITOR = person("Bo", Role.MONITOR)
DESK = person("Cy", Role.FRONT_DESK)

HELD = (reading(21, 145), reading(11, 145), reading(1, 145))


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
        gate(changes, pressures=(reading(1, 170),), overrides=(override(item, everyone, MONITOR),))


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
