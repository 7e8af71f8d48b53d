"""PHQ-9, PHQ-2 and GAD-7 as tables a clinician can review."""

import pytest

from openkap.clinical.measures import read_answers, score
from openkap.knowledge.measures import measure

PHQ9 = measure("phq9")
GAD7 = measure("gad7")


def _filled(items: int, total: int) -> dict[str, object]:
    """Answers to items 1 … `items` that add up to `total`, from the top of the form."""
    answers: dict[str, object] = {}
    for number in range(1, items + 1):
        answers[str(number)] = min(3, total)
        total -= min(3, total)
    return answers


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately severe"),
        (19, "moderately severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_phq9_bands_at_each_edge(total: int, band: str) -> None:
    result = score(PHQ9, read_answers(PHQ9, _filled(9, total)))
    assert (result.total, result.band, result.missing) == (total, band, ())


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "severe"),
        (21, "severe"),
    ],
)
def test_gad7_bands_at_each_edge(total: int, band: str) -> None:
    result = score(GAD7, read_answers(GAD7, _filled(7, total)))
    assert (result.total, result.band) == (total, band)


@pytest.mark.parametrize("anchors", [PHQ9, GAD7, measure("phq2")])
def test_zero_reads_not_at_all(anchors) -> None:
    for item in anchors.items:
        if item.scored:
            assert item.options[0].value == 0
            assert item.options[0].text == "Not at all"


@pytest.mark.parametrize("value", [1, 2, 3])
def test_item_9_is_flagged_even_when_nothing_else_was_answered(value: int) -> None:
    result = score(PHQ9, read_answers(PHQ9, {"9": value}))
    assert result.total is None
    assert result.missing == ("1", "2", "3", "4", "5", "6", "7", "8")
    assert [(flag.code, flag.item, flag.value) for flag in result.flags] == [("suicidal-thoughts", "9", value)]


def test_item_9_at_zero_raises_nothing() -> None:
    assert score(PHQ9, read_answers(PHQ9, {"9": 0})).flags == ()
