"""Columns of answers give the same numbers as one form after the other."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkap.clinical.measures import score
from openkap.clinical.measures.columns import GAP, can_score_columns, score_columns
from openkap.knowledge.measures import Measure, measure, measures
from openkap.terms.answer import Answered
from openkap.terms.refusal import BadInput

PLAIN = [one for one in measures() if can_score_columns(one)]


def test_the_usual_outcome_measures_are_among_them() -> None:
    keys = {one.key for one in PLAIN}
    assert {"phq9", "gad7", "pcl5", "who5", "meq30", "dast10", "haq2", "wai_sr", "arm5", "qlesq_sf"} <= keys


@pytest.mark.parametrize("one", [pytest.param(one, id=one.key) for one in PLAIN])
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_columns_and_single_forms_agree(one: Measure, data: st.DataObject) -> None:
    values = {i.number: [o.value for o in i.options] or range(i.lowest, i.highest + 1) for i in one.items}
    first = one.items[0].number
    form = {number: st.sampled_from(allowed) for number, allowed in values.items()}
    form[first] = form[first] | st.just(GAP)
    forms = data.draw(st.lists(st.fixed_dictionaries(form), min_size=1, max_size=8))
    columns = {item.number: np.array([form[item.number] for form in forms], np.int8) for item in one.items}
    found = score_columns(one, columns)
    for row, form in enumerate(forms):
        single = score(one, {number: Answered(value) for number, value in form.items() if value != GAP})
        if found.total is not None:
            assert _same(found.total[row], single.total)
        for key, column in found.subscales.items():
            assert _same(column[row], single.subscales[key]), key
        if found.band is not None:
            assert (one.bands[found.band[row]].name if found.band[row] >= 0 else None) == single.band


def _same(column: float, single: object) -> bool:
    return math.isnan(column) if single is None else column == float(single)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"1": [4], "2": [0]}, "Item 1 takes 0, 1, 2 or 3"),
        ({"1": [0], "9": [0]}, "PHQ-2 has no item 9"),
        ({"1": [0], "2": [0, 1]}, "all columns are of one length"),
        ({}, "all columns are of one length"),
    ],
)
def test_bad_columns_are_refused_by_item(columns: dict[str, list[int]], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        score_columns(measure("phq2"), {number: np.array(values, np.int8) for number, values in columns.items()})


def test_a_column_that_is_not_whole_numbers_is_refused() -> None:
    with pytest.raises(BadInput, match="whole numbers"):
        score_columns(measure("phq2"), {"1": np.array([0.5]), "2": np.array([1.0])})  # type: ignore[dict-item]


@pytest.mark.parametrize("key", ["qids_sr16", "psqi", "pqb", "pcptsd5"])
def test_a_measure_that_branches_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match="one form at a time"):
        score_columns(measure(key), {"1": np.array([1], np.int8)})
