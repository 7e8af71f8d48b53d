"""Blood pressure before the dose: measured again after rest, held for the prescriber, or another day."""

from datetime import UTC, timedelta

import pytest
from tests.support.gate import VALUES, gate, open_items, reading
from tests.support.well import AT

from openkap.clinical.eligibility import Pressure, PressureState, pressure_hold
from openkap.terms.refusal import BadInput

PRESSURES = [
    ((), PressureState.UNKNOWN),
    ((reading(30, 124),), PressureState.FINE),
    ((reading(31, 124),), PressureState.UNKNOWN),
    ((reading(1, 139, 89),), PressureState.FINE),
    ((reading(1, 140, 80),), PressureState.REPEAT),
    ((reading(1, 130, 90),), PressureState.REPEAT),
    ((reading(11, 145), reading(1, 139)), PressureState.FINE),
    ((reading(11, 145), reading(1, 145)), PressureState.REPEAT),
    ((reading(21, 145), reading(11, 145), reading(1, 145)), PressureState.HELD),
    ((reading(21, 145), reading(11, 145), reading(1, 139)), PressureState.FINE),
    (
        (reading(20, 145), reading(11, 145), reading(1, 145)),
        PressureState.REPEAT,
    ),  # 9 min: no rest
    (
        (reading(41, 145), reading(31, 130), reading(11, 145), reading(1, 145)),
        PressureState.REPEAT,
    ),  # fine in between
    ((reading(1, 145), reading(21, 145), reading(11, 145)), PressureState.HELD),  # in any order
    ((reading(1, 160),), PressureState.DEFERRED),
    ((reading(1, 130, 100),), PressureState.DEFERRED),
    ((reading(1, 159, 99),), PressureState.REPEAT),
    ((reading(25, 160), reading(1, 120)), PressureState.DEFERRED),  # no dose on this day, by policy
    ((reading(45, 160),), PressureState.DEFERRED),
]


@pytest.mark.parametrize(("readings", "state"), PRESSURES)
def test_blood_pressure_before_the_dose(readings: tuple[Pressure, ...], state: PressureState) -> None:
    assert pressure_hold(readings=readings, at=AT, values=VALUES).state is state


def test_when_to_measure_again() -> None:
    hold = pressure_hold(readings=[reading(4, 145)], at=AT, values=VALUES)
    assert hold.repeat_from == AT.astimezone(UTC) + timedelta(minutes=6)
    assert "measure again after 10 to 15 min of rest (reading 1 of 3)" in hold.because


def test_a_reading_from_the_future_is_refused() -> None:
    with pytest.raises(BadInput, match="future"):
        pressure_hold(readings=[reading(-1, 120)], at=AT, values=VALUES)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((), {"RC-01": "amber", "RC-02": "red", "PD-04": "amber"}),
        ((reading(1, 145),), {"RC-01": "red"}),  # to be measured again: there is nothing to weigh yet
        ((reading(21, 145), reading(11, 145), reading(1, 145)), {"RC-01": "amber"}),
        ((reading(1, 160),), {"RC-01": "amber", "RC-02": "red"}),
    ],
)
def test_the_gate_follows_the_pressures(readings: tuple[Pressure, ...], expected: dict[str, str]) -> None:
    assert open_items(gate(pressures=readings)) == expected


def test_a_reading_is_told_by_the_clinics_clock_whatever_zone_it_was_kept_in() -> None:
    kept = Pressure((AT - timedelta(minutes=4)).astimezone(UTC), 145, 84)
    assert pressure_hold(readings=[kept], at=AT, values=VALUES).because.startswith("145/84 mmHg at 14:26 is")
