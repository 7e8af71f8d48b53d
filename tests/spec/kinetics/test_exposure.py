"""One session as a band with its landmarks: which model draws which route, what adds up, and what a guide is told."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from openkap.clinical.kinetics import Administered, Client, Dose, expose, read_curve, simulate, tell_apart, tell_guide
from openkap.knowledge.kinetics import read_model, read_uses
from openkap.knowledge.routes import routes
from openkap.terms.refusal import BadInput, RuleRefusal

CLIENT = Client(weight_kg=82, age_y=41)

# Route of the record, what it is drawn by, what is shown, from where blood was taken, how certain.
ROUTES = [
    ("iv", "kamp-2020", "effect-site", "arterial", "good"),
    ("im", "hybrid-im", "effect-site", "arterial", "least certain"),
    ("in-racemic", "hybrid-in-racemic", "effect-site", "arterial", "least certain"),
    ("sl-rdt", "hybrid-sublingual", "effect-site", "arterial", "fair"),
    ("oral", "hybrid-oral", "effect-site", "arterial", "fair"),
    ("in-esketamine", "perez-ruixo-2021", "esketamine", "venous", "good"),
]


def given(route: str, mg: float, start_min: float = 0.0) -> Administered:
    return Administered(route=route, mg=mg, start_min=start_min, duration_min=40 if route == "iv" else 0)


def test_every_route_of_the_record_is_in_the_table():
    assert {row[0] for row in ROUTES} == set(read_uses()) == {route.id for route in routes()}


@pytest.mark.parametrize(("route", "model", "analyte", "sampling", "certainty"), ROUTES)
def test_a_route_is_drawn_by_its_model(route, model, analyte, sampling, certainty):
    found = expose((given(route, 56),), CLIENT)
    assert (found.model_ids, found.analyte, found.sampling, found.certainty) == ((model,), analyte, sampling, certainty)
    assert np.all(np.array(found.low) <= np.array(found.middle))
    assert np.all(np.array(found.middle) <= np.array(found.high))
    assert bool(found.unsure_because) == (certainty == "least certain")


def test_it_says_what_the_reading_of_a_scenario_says():
    """The same landmarks as `read_curve`, which looks twice as closely and at twice as many virtual clients."""
    found = expose((given("iv", 35),), CLIENT)
    dose = Dose(route="iv", mg=35, start_min=0, duration_min=40)
    reading = read_curve(read_model("kamp-2020"), client=CLIENT, doses=[dose], level_ng_per_ml=100)
    assert found.peak_min.usual == pytest.approx(reading.peak_min.usual, abs=2)
    assert found.peak_ng_per_ml.usual == pytest.approx(reading.peak_ng_per_ml.usual, rel=3e-3)
    assert found.area_ng_h_per_ml.usual == pytest.approx(reading.area_ng_h_per_ml.usual, rel=1e-12)
    assert found.peak_ng_per_ml.high == pytest.approx(reading.peak_ng_per_ml.high, rel=0.05)
    assert found.half_down_min.low == pytest.approx(reading.half_down_min.low, rel=0.05)


def test_two_routes_in_one_session_add_up_client_by_client():
    both = expose((given("im", 50), given("oral", 100, 20)), CLIENT)
    shot, drink = expose((given("im", 50),), CLIENT), expose((given("oral", 100),), CLIENT)
    assert both.area_ng_h_per_ml.usual == pytest.approx(shot.area_ng_h_per_ml.usual + drink.area_ng_h_per_ml.usual)
    # By these two routes nothing but clearance moves the area, and each client has one clearance: the ends add up too.
    assert both.area_ng_h_per_ml.high == pytest.approx(shot.area_ng_h_per_ml.high + drink.area_ng_h_per_ml.high)


def test_a_dose_of_three_devices_is_one_device_after_the_other():
    whole = expose((given("in-esketamine", 84),), CLIENT)
    apart = expose(tuple(given("in-esketamine", 28, 5 * at) for at in range(3)), CLIENT)
    assert whole.peak_ng_per_ml == apart.peak_ng_per_ml
    assert whole.warnings == ()
    odd = expose((given("in-esketamine", 40),), CLIENT)
    assert any("devices of 28 mg" in warning for warning in odd.warnings)


@pytest.mark.parametrize(
    ("administered", "words"),
    [
        ((), "at least one dose"),
        ((given("iv", 35), given("in-esketamine", 28, 30)), "different drugs"),
        ((given("in-esketamine", 28), given("in-esketamine", 28, 4)), "at least 5 min"),
        ((given("im", 35), given("im", 35, 2000)), "at most a day apart"),
        ((Administered(route="rectal", mg=50),), "no model is held"),
    ],
)
def test_what_no_model_answers_is_refused(administered, words):
    with pytest.raises(BadInput, match=words):
        expose(administered, CLIENT)


def test_a_weight_outside_the_studied_range_is_said():
    assert any("outside 39 to 170 kg" in one for one in expose((given("im", 35),), Client(weight_kg=190)).warnings)


def test_the_same_question_is_reckoned_once():
    assert expose((given("im", 35),), Client(weight_kg=64)) is expose((given("im", 35),), Client(weight_kg=64))


def test_a_guide_reads_the_clock():
    began = datetime(2026, 11, 23, 14, 0)  # noqa: DTZ001 - a clock on a wall

    def clock(minutes: float) -> str:
        return (began + timedelta(minutes=minutes)).strftime("%H:%M")

    said = tell_guide(expose((given("iv", 35),), Client(weight_kg=70, age_y=45)), clock=clock)
    assert said[0] == "Most people are past the peak by 14:42."
    assert said[1].startswith("Half-way down usually comes about 15:1")
    assert len(said) == 2
    assert "least certain" in tell_guide(expose((given("im", 50),), CLIENT), clock=clock)[-1]
    drunk = tell_guide(expose((given("oral", 100),), CLIENT), clock=clock)
    assert "Half-way down usually comes about " in drunk[1]


def test_sessions_of_one_drug_are_told_apart_by_their_names():
    one, other = expose((given("im", 50),), CLIENT), expose((given("im", 100),), CLIENT)
    said = tell_apart(one, other, names=("the session of 12-Nov-2026", "this session"))
    assert said[0].startswith("This session is highest after 28 min, the session of 12-Nov-2026 after 28 min")
    assert said[2].startswith("Its peak is 2 times that of the session of 12-Nov-2026")
    with pytest.raises(RuleRefusal) as refused:
        tell_apart(one, expose((given("in-esketamine", 56),), CLIENT), names=("the one", "the other"))
    assert any("different drugs" in reason for reason in refused.value.reasons)


def test_the_middle_of_the_band_is_near_the_typical_client():
    found = expose((given("iv", 35),), CLIENT)
    dose = Dose(route="iv", mg=35, start_min=0, duration_min=40)
    typical = simulate(
        read_model("kamp-2020"), client=CLIENT, doses=[dose], times_min=found.minutes, analytes=["effect-site"]
    )
    late = np.array(found.minutes) >= 10
    np.testing.assert_allclose(np.array(found.middle)[late], typical.ng_per_ml["effect-site"][late], rtol=0.05)
