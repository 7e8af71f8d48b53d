"""Outputs that others printed or computed for the same models. Each tolerance says where its number comes from."""

import numpy as np
import pytest

from openkap.clinical.kinetics import Client, Dose, simulate
from openkap.knowledge.kinetics import read_model

DAY = np.arange(0, 1440.5, 0.5)
SIX_HOURS = np.arange(0, 360.25, 0.25)


def run(model_id, doses, times, analytes, *, age=45.0, ancestry=None, drug=None):
    client = Client(weight_kg=70, age_y=age, ancestry=ancestry)
    found = simulate(read_model(model_id), client=client, doses=doses, times_min=times, analytes=analytes, drug=drug)
    return found.ng_per_ml


def infusion(mg, minutes):
    return [Dose(route="iv", mg=mg, start_min=0, duration_min=minutes)]


def devices(count):
    return [Dose(route="in", mg=28, start_min=5.0 * at) for at in range(count)]


def test_kamp_as_two_other_programs_and_a_matrix_exponential_compute_it():
    found = run("kamp-2020", infusion(35, 40), [40, 60], ["ketamine"])["ketamine"]
    np.testing.assert_allclose(found, [253.05, 95.86], atol=0.005)


def test_the_effect_site_behind_kamp():
    times = np.arange(0, 120, 0.5)
    found = run("kamp-2020", infusion(35, 40), times, ["effect-site"])["effect-site"]
    assert round(found.max()) == 217
    assert times[found.argmax()] == 41.5
    assert times[found > 100][[0, -1]].tolist() == [15.5, 74.5]


def test_otto_as_rxode2_computes_it():
    found = run("otto-2021", infusion(10, 30), SIX_HOURS, ["esketamine", "esnorketamine"])
    assert found["esketamine"].max() == pytest.approx(49.87, abs=0.005)
    assert found["esnorketamine"].max() == pytest.approx(21.45, abs=0.005)


def test_racemate_through_otto_is_the_sum_of_both_enantiomers():
    found = run("otto-2021", infusion(35, 40), [40], ["ketamine"], drug="racemic ketamine")
    assert found["ketamine"][0] == pytest.approx(160, abs=0.5)


def test_simons_as_rxode2_computes_it():
    dose = [Dose(route="sl", mg=50, start_min=0)]
    found = run("simons-2022", dose, SIX_HOURS, ["esketamine", "esnorketamine", "hydroxynorketamine"])
    assert found["esketamine"].max() == pytest.approx(85.9, abs=0.05)
    assert SIX_HOURS[found["esnorketamine"].argmax()] == pytest.approx(61.5, abs=0.5)
    # Those areas were summed over coarser times: 0.2 % apart.
    assert np.trapezoid(found["esnorketamine"], SIX_HOURS) == pytest.approx(36_287, rel=2e-3)
    assert np.trapezoid(found["hydroxynorketamine"], SIX_HOURS) == pytest.approx(23_367, rel=2e-3)


@pytest.mark.parametrize(
    ("count", "age", "peak", "area"),
    [
        (1, 45, 43.8, 147.3),
        (3, 45, 101.0, 362.2),
        (3, 70, None, 391.2),
    ],
)
def test_perez_ruixo_prints_these_typical_exposures(count, age, peak, area):
    """Table 4 of the paper; its parameters are printed with two or three figures, so 1 %."""
    found = run("perez-ruixo-2021", devices(count), DAY, ["esketamine"], age=age)["esketamine"]
    if peak is not None:
        assert found.max() == pytest.approx(peak, rel=0.01)
    assert np.trapezoid(found, DAY) / 60 == pytest.approx(area, rel=0.01)


def test_perez_ruixo_prints_this_peak_of_esnorketamine():
    found = run("perez-ruixo-2021", devices(1), DAY, ["esnorketamine"])["esnorketamine"]
    assert found.max() == pytest.approx(59.1, rel=0.005)


def test_ancestry_changes_what_the_paper_says_it_changes():
    """Asian: slower loss in the liver, so a larger area; Japanese besides: a third more through the nose."""
    areas = {
        who: np.trapezoid(run("perez-ruixo-2021", devices(1), DAY, ["esketamine"], ancestry=who)["esketamine"], DAY)
        for who in (None, "asian", "japanese")
    }
    assert areas[None] < areas["asian"] < areas["japanese"]
