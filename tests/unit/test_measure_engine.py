"""What the tables of `tests/spec/measures` do not say: refusals, immutability, and change without a basis."""

import dataclasses
from decimal import Decimal

import pytest

from openkap.clinical.measures import Score, change, read_answers, score
from openkap.knowledge.measures import measure, measures
from openkap.terms.answer import Answered, NotAsked, Skipped
from openkap.terms.refusal import BadInput

PHQ9 = measure("phq9")


@pytest.mark.parametrize("value", [4, -1, True, False, 1.0, "", "one", "1.0", "+1", "1e0", "٣", "3" * 40, [], {}, b"1"])
def test_a_value_that_cannot_be_is_refused_by_its_item(value: object) -> None:
    for typed in (False, True):
        with pytest.raises(BadInput) as refusal:
            read_answers(PHQ9, {"9": value}, typed=typed)
        assert refusal.value.field == "answers.9"
        assert "0, 1, 2 or 3" in refusal.value.message


@pytest.mark.parametrize("value", [2, "2", " 2 "])
def test_a_form_sends_a_number_as_its_digits(value: object) -> None:
    assert read_answers(PHQ9, {"9": value}, typed=True) == {"9": Answered(2)}


@pytest.mark.parametrize("value", ["2", " 2 "])
def test_elsewhere_text_is_no_number(value: object) -> None:
    with pytest.raises(BadInput, match="Item 9 takes 0, 1, 2 or 3"):
        read_answers(PHQ9, {"9": value})


def test_null_is_left_and_absent_is_absent() -> None:
    assert read_answers(PHQ9, {"9": None}) == {"9": Skipped()}
    assert read_answers(PHQ9, {}) == {}


def test_a_refusal_repeats_nothing_that_was_typed() -> None:
    with pytest.raises(BadInput) as refusal:
        read_answers(PHQ9, {"9": "I want to die"})
    assert "die" not in refusal.value.message
    with pytest.raises(BadInput) as refusal:
        read_answers(PHQ9, {"I want to die": 1})
    assert "die" not in refusal.value.message + refusal.value.field


def test_a_range_is_refused_with_its_unit() -> None:
    with pytest.raises(BadInput, match="a whole number from 0 to 720 minutes"):
        read_answers(measure("psqi"), {"latency": 721})


def test_scoring_checks_answers_that_did_not_come_through_reading() -> None:
    with pytest.raises(BadInput):
        score(PHQ9, {"9": Answered(7)})
    with pytest.raises(BadInput):
        score(PHQ9, {"10": Skipped()})


def test_a_scored_item_that_was_not_asked_is_missing_all_the_same() -> None:
    answers = {str(number): Answered(1) for number in range(1, 9)} | {"9": NotAsked()}
    assert score(PHQ9, answers).missing == ("9",)


def test_a_score_cannot_be_altered() -> None:
    result = score(PHQ9, {"9": Answered(1)})
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.total = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        result.derived["triage"] = "low"  # type: ignore[index]


def test_change_needs_both_totals() -> None:
    whole, gap = Score("phq9", PHQ9.edition, 12), Score("phq9", PHQ9.edition, None)
    for pair in ((whole, gap), (gap, whole)):
        result = change(PHQ9, *pair)
        assert (result.points, result.percent) == (None, None)
        assert {result.response.met, result.remission.met, result.reliable.met, result.deterioration.met} == {None}
        assert result.response.definition == "better by 50 % of the baseline or more"


def test_change_from_zero_has_no_percent() -> None:
    zero, five = Score("phq9", PHQ9.edition, 0), Score("phq9", PHQ9.edition, 5)
    result = change(PHQ9, zero, five)
    assert (result.points, result.percent, result.deterioration.met) == (5, None, True)


def test_change_where_higher_is_better_points_the_other_way() -> None:
    who5 = measure("who5")
    low, high = Score("who5", who5.edition, 40), Score("who5", who5.edition, 60)
    assert change(who5, low, high).important.met is True
    assert change(who5, high, low).important.met is False
    assert change(who5, low, high).percent == Decimal("50")


def test_change_of_another_measure_is_refused() -> None:
    with pytest.raises(BadInput):
        change(PHQ9, Score("phq9", PHQ9.edition, 3), Score("gad7", "2026-11-23", 3))


def test_every_score_of_nothing_is_empty_but_whole() -> None:
    for one in measures():
        result = score(one, {})
        assert result.total is None
        assert result.flags == ()
        assert result.missing
