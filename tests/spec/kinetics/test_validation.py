"""The models against published values: nothing is left out, nothing is judged that should not be."""

import pytest

from openkap.clinical.kinetics.validation import validate
from openkap.knowledge.kinetics import model_ids, read_checks, read_model, read_rows

VERDICTS = validate(read_rows(), read_checks(), {model_id: read_model(model_id) for model_id in model_ids()})
BY_ID = {verdict.row.id: verdict for verdict in VERDICTS}


def test_every_published_value_has_its_verdict():
    assert {verdict.row.id for verdict in VERDICTS} == {row.id for row in read_rows()}


# id, simulated (in the row's unit, two or three figures), fold, standing
@pytest.mark.parametrize(
    ("row", "simulated", "fold", "standing"),
    [
        ("IV-01", 160, 1.16, "inside"),
        ("IV-02", 160, 1.0, "inside"),
        ("IV-16", 22.7, 1.25, "inside"),
        ("IV-17", 19.5, 1.23, "inside"),
        ("IV-19", 84, 1.06, "inside"),
        ("IV-20", 238, 1.06, "inside"),
        ("INE-05", 101.2, 1.0, "inside"),
        ("INE-10", 50.9, 1.06, "inside"),
        ("INE-11", 34, 1.0, "inside"),
        ("INE-12", 11.0, 1.0, "inside"),
        ("SL-01", 29, 1.0, "inside"),
        ("SL-06", 24.4, 1.02, "inside"),
        ("SL-13", 26.3, 1.01, "inside"),
        ("PO-02", 17.8, 1.05, "inside"),
        ("PO-07", 17.8, 2.23, "outside"),
        ("IM-01", 93, 1.0, "inside"),
    ],
)
def test_a_value_and_its_verdict(row, simulated, fold, standing):
    verdict = BY_ID[row]
    assert verdict.simulated == pytest.approx(simulated, rel=0.01)
    assert verdict.fold == pytest.approx(fold, abs=0.011)
    assert verdict.standing == standing


@pytest.mark.parametrize(
    ("row", "because"),
    [
        ("IV-03", "not confirmed"),
        ("IM-04", "not confirmed"),
        ("IV-14", "duration of the infusion"),
        ("INE-15", "children"),
        ("SL-02", "the model is arterial, the value venous"),
        ("PO-01", "the model is arterial, the value venous"),
        ("INR-01", "the model is arterial, the value not seen"),
    ],
)
def test_a_value_that_is_not_judged_says_why(row, because):
    verdict = BY_ID[row]
    assert (verdict.fold, verdict.standing) == (None, "not judged")
    assert because in verdict.because


def test_numbers_that_nobody_confirmed_are_not_shipped():
    assert [row.id for row in read_rows() if not row.value] == ["IV-03", "IM-04"]


def test_what_lies_outside_is_explained():
    assert all(verdict.fails for verdict in VERDICTS if verdict.standing == "outside")
