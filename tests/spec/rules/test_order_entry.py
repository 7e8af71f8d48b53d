"""What can be written in an order, and the sentence that anyone reads who wrote something else."""

import pytest
from tests.support.orders import IV, check

from openkap.terms.refusal import BadInput


# field, what somebody wrote, what they read
@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("dose", "35", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", 35, "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", 35.0, "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", "5,0 mg", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", "٣٥ mg", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", "NaN mg", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", "1e400 mg", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", "-35 mg", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", "35 mcg", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", "0.035 g", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", "0.5 mg/kg", "Write the number with a point for decimals, and the unit, such as “35 mg”."),
        ("dose", ".5 mg", "Write a digit on both sides of the point, such as “35 mg”."),
        ("dose", "5. mg", "Write a digit on both sides of the point, such as “35 mg”."),
        ("dose", "0 mg", "Enter a number from 0.1 to 1000 mg; 0 mg is outside it."),
        ("dose", "1001 mg", "Enter a number from 0.1 to 1000 mg; 1001 mg is outside it."),
        ("dose", "35.125 mg", "Enter a number from 0.1 to 1000 mg with at most 2 decimals."),
        ("weight", "700 kg", "Enter a number from 25 to 350 kg; 700 kg is outside it."),
        ("weight", "0.7 kg", "Enter a number from 25 to 350 kg; 0.7 kg is outside it."),
        ("weight", "154 lb", "Write the number with a point for decimals, and the unit, such as “70 kg”."),
        ("age", 230, "Write a whole number from 0 to 120."),
        ("age", "44", "Write a whole number from 0 to 120."),
        ("age", True, "Write a whole number from 0 to 120."),
        ("age", -1, "Write a whole number from 0 to 120."),
        ("infusion_time", "-40 min", "Write the number with a point for decimals, and the unit, such as “40 min”."),
        ("infusion_time", "0 min", "Enter a number from 1 to 300 min; 0 min is outside it."),
        ("infusion_time", "40.5 min", "Enter a number from 1 to 300 min with at most 0 decimals."),
        ("planned_at", "2026-11-23T14:30:00", "Give date, time and offset, for example 2026-11-23T14:30:00-06:00."),
        ("planned_at", "yesterday", "Give date, time and offset, for example 2026-11-23T14:30:00-06:00."),
        ("route", "smoked", "Choose one of iv, im, sl-rdt, in-racemic, in-esketamine, oral."),
        ("route", ["iv"], "Choose one of iv, im, sl-rdt, in-racemic, in-esketamine, oral."),
        ("drug", "ketamine", "Choose one of racemic, esketamine."),
        ("drug", "esketamine", "By the route iv it is racemic: choose that, or another route."),
        ("weight_basis", "lean", "Choose one of actual, ideal, adjusted."),
        ("previous", "no", "Write “none” for a first dose, or an object with route, dose and given_at."),
        ("previous", {"route": "iv"}, "Write “none” for a first dose, or an object with route, dose and given_at."),
        ("boosters", "none", "Write a list of at most 10 boosters; leave it out for none."),
        ("boosters", [{"dose": "20 mg"}], 'Write each booster as {"dose": "20 mg", "after": "10 min"}.'),
        ("device_times", [], "Write a list of times from the first device, such as [“0 min”, “5 min”]."),
        ("confirmed_by", 3, "Write a name of at most 200 characters."),
        ("after", "5 min", "An order has no field of this name."),
        ("dosis", "5 mg", "An order has no field of this name."),
    ],
)
def test_what_cannot_be_is_named(field: str, written: object, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(IV, {field: written})
    assert (refused.value.field, refused.value.message) == (field, sentence)


@pytest.mark.parametrize("field", ["drug", "route", "dose", "planned_at"])
def test_what_an_order_cannot_be_without(field: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(IV, {field: None})
    assert refused.value.field == field
