"""What a guide reads from a curve, and what may be compared with what."""

import json

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from openkap.clinical.kinetics import Client, Dose, compare, lowest_studied, read_curve, say_reading, simulate
from openkap.knowledge.kinetics import read_levels, read_model
from openkap.project.main import main
from openkap.terms.refusal import BadInput, RuleRefusal

CLIENT = Client(weight_kg=70, age_y=45)
DRIP = [Dose(route="iv", mg=35, start_min=0, duration_min=40)]
SHOT = [Dose(route="im", mg=50, start_min=0)]
NOSE = [Dose(route="in", mg=50, start_min=0)]
SPRAYS = [Dose(route="in", mg=28, start_min=5.0 * at) for at in range(3)]


def reading(model_id, doses, *, level=50.0, **more):
    return read_curve(read_model(model_id), client=CLIENT, doses=doses, level_ng_per_ml=level, **more)


@pytest.mark.parametrize(
    ("model_id", "doses", "analyte", "level"),
    [
        ("kamp-2020", DRIP, "effect-site", 100.0),
        ("kamp-2020", DRIP, "ketamine", 60.0),
        ("hybrid-im", SHOT, "ketamine", 70.0),
        ("hybrid-sublingual", [Dose(route="sl", mg=150, start_min=12.5, form="wafer")], "effect-site", 50.0),
        ("perez-ruixo-2021", SPRAYS, "esketamine", 25.0),
        ("simons-2022", [Dose(route="sl", mg=50, start_min=0)], "esnorketamine", 150.0),
    ],
)
def test_the_landmarks_are_where_root_finding_puts_them(model_id, doses, analyte, level):
    found = reading(model_id, doses, analyte=analyte, level=level)
    first = doses[0].start_min

    def curve(minutes: float) -> float:
        times = [first + minutes]
        known = simulate(read_model(model_id), client=CLIENT, doses=doses, times_min=times, analytes=[analyte])
        return float(known.ng_per_ml[analyte][0])

    around = (found.peak_min.usual - 2, found.peak_min.usual + 2)
    top = minimize_scalar(lambda minutes: -curve(minutes), bounds=around, method="bounded", options={"xatol": 1e-4})
    assert found.peak_min.usual == pytest.approx(top.x, abs=0.6)
    assert found.peak_ng_per_ml.usual == pytest.approx(-top.fun, rel=2e-3)
    for name, target, low, high in (
        ("onset_min", level, 0, top.x),
        ("half_down_min", found.peak_ng_per_ml.usual / 2, top.x, 700),
        ("below_min", level, top.x, 700),
    ):
        root = brentq(lambda minutes, target=target: curve(minutes) - target, low, high)
        assert getattr(found, name).usual == pytest.approx(root, abs=0.15)


def test_an_infusion_as_the_facts_have_it():
    """0.5 mg/kg over 40 min: effect site above 100 ng/mL from 15.5 to 74.5 min, highest, 217 ng/mL, at 41.5 min."""
    found = reading("kamp-2020", DRIP, level=100.0)
    assert found.analyte == "effect-site"
    assert found.onset_min.usual == pytest.approx(15.5, abs=0.5)
    assert found.below_min.usual == pytest.approx(74.5, abs=0.5)
    assert found.peak_min.usual == pytest.approx(41.5, abs=0.6)
    assert found.peak_ng_per_ml.usual == pytest.approx(217, abs=0.5)


def test_ranges_surround_the_usual_client():
    found = reading("kamp-2020", DRIP)
    for name in ("onset_min", "half_down_min", "below_min", "peak_ng_per_ml", "area_ng_h_per_ml"):
        landmark = getattr(found, name)
        assert landmark.low < landmark.usual < landmark.high
        assert landmark.share == 1.0


def test_the_sentences_name_the_model_the_blood_and_how_sure_it_is():
    said = say_reading(reading("kamp-2020", DRIP))
    assert said[0] == ("Effect-site concentration by kamp-2020 (arterial blood; confidence derived; this route: good).")
    assert said[1].startswith("It passes 50 ng/mL about 9 min after the first dose (")
    assert said[2].startswith("It is highest about 41 min after the first dose (")
    assert said[3].startswith("It is half-way down about 71 min after the first dose (")
    assert said[4].startswith("It is below 50 ng/mL again about 2 h 13 min after the first dose (")
    assert said[5].startswith("The area under the whole curve is about 417 ng·h/mL (")
    assert said[-1] == "It is a guide to timing, not a clearance to stand up, drive or leave."


@pytest.mark.parametrize(
    ("model_id", "doses", "least"),
    [
        ("hybrid-im", SHOT, True),
        ("hybrid-in-racemic", [Dose(route="in", mg=50, start_min=0)], True),
        ("kamp-2020", DRIP, False),
        ("perez-ruixo-2021", SPRAYS, False),
        ("hybrid-oral", [Dose(route="po", mg=200, start_min=0)], False),
    ],
)
def test_the_muscle_and_the_racemic_nose_are_least_certain_and_say_so(model_id, doses, least):
    assert ("least certain" in " ".join(say_reading(reading(model_id, doses)))) is least


@pytest.mark.parametrize(("model_id", "doses"), [("hybrid-im", SHOT), ("hybrid-in-racemic", NOSE)])
def test_their_band_holds_what_is_unsure_about_the_route_besides_what_differs_between_clients(model_id, doses):
    """Wider than the same clients on an infusion at every time, and than the route were its typical value sure."""
    from dataclasses import replace

    model, times = read_model(model_id), [3, 5, 10, 20, 40, 60, 90, 120, 240]

    def width(this, given):
        band = simulate(this, client=CLIENT, doses=given, times_min=times, band=True).band["ketamine"]
        return band.p95_ng_per_ml / band.p5_ng_per_ml

    sure = replace(model, spread=replace(model.spread, plausible={}))
    assert np.all(width(model, doses) >= 0.99 * width(read_model("kamp-2020"), DRIP))
    assert np.all(width(model, doses)[:3] > 1.05 * width(sure, doses)[:3])


def test_venous_readings_say_that_a_vein_lags():
    assert any("vein lags" in line for line in say_reading(reading("perez-ruixo-2021", SPRAYS, level=25.0)))


def test_a_small_dose_stays_below_and_says_for_how_many_it_does_not():
    said = " ".join(say_reading(reading("hybrid-oral", [Dose(route="po", mg=60, start_min=0)])))
    assert "It stays below 50 ng/mL; in " in said
    said = " ".join(say_reading(reading("hybrid-oral", [Dose(route="po", mg=5, start_min=0)])))
    assert "It stays below 50 ng/mL." in said
    assert "again" not in said


def test_a_model_without_a_spread_gives_no_range_and_says_so():
    found = reading("domino-1984", [Dose(route="iv", mg=20, start_min=0)])
    assert found.peak_min.low is None
    assert any("No range between clients" in line for line in say_reading(found))


def test_what_lasts_beyond_the_window_is_said_to():
    said = " ".join(say_reading(reading("perez-ruixo-2021", SPRAYS, level=0.5)))
    assert "It is below 0.5 ng/mL again more than 12 h after the first dose" in said


def test_doses_days_apart_are_not_one_session():
    with pytest.raises(BadInput, match="a day apart"):
        reading("hybrid-im", [SHOT[0], Dose(route="im", mg=50, start_min=4000)])


def test_the_lowest_level_depends_on_the_drug():
    assert lowest_studied(read_levels(), "racemic ketamine") == 50
    assert lowest_studied(read_levels(), "esketamine") == 25


def test_two_routes_side_by_side():
    found = compare(reading("kamp-2020", DRIP), reading("hybrid-im", SHOT))
    assert found.sentences[0] == (
        "The second (hybrid-im) is highest 13 min earlier than the first (kamp-2020) (28 min against 41 min)."
    )
    assert "within what clients differ" in found.sentences[2]
    assert "least certain" in found.sentences[-1]


def test_two_equal_sessions_are_not_one_times_each_other():
    found = compare(reading("hybrid-im", SHOT), reading("hybrid-im", SHOT))
    assert found.sentences[2] == "Its peak is about that of the first (hybrid-im), within what clients differ."


def test_two_sessions_of_one_route():
    found = compare(reading("hybrid-im", SHOT), reading("hybrid-im", [Dose(route="im", mg=200, start_min=0)]))
    assert (
        found.sentences[2]
        == "Its peak is 4 times that of the first (hybrid-im), more than clients differ from one another."
    )


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (("kamp-2020", DRIP, "ketamine"), ("clements-1981", DRIP, None), "blood from an artery and from a vein"),
        (("kamp-2020", DRIP, None), ("simons-2022", [Dose(route="sl", mg=50, start_min=0)], None), "different drugs"),
        (("kamp-2020", DRIP, "ketamine"), ("hybrid-im", SHOT, "norketamine"), "same analyte"),
        (("domino-1984", DRIP, None), ("hijazi-2003", DRIP, None), "Neither model states"),
    ],
)
def test_curves_of_different_kinds_are_not_compared(one, other, words):
    with pytest.raises(RuleRefusal) as refused:
        compare(*(reading(model_id, doses, analyte=analyte) for model_id, doses, analyte in (one, other)))
    assert any(words in reason for reason in refused.value.reasons)


def write(tmp_path, name, **scenario):
    file = tmp_path / name
    file.write_text(json.dumps({"weight_kg": 70, "times_min": [30], **scenario}))
    return str(file)


def test_the_command_compares_and_refuses_with_its_reasons(tmp_path, capsys):
    drip = write(tmp_path, "drip.json", model="kamp-2020", doses=[{"route": "iv", "mg": 35, "start_min": 0}])
    shot = write(tmp_path, "shot.json", model="hybrid-im", doses=[{"route": "im", "mg": 50, "start_min": 0}])
    spray = write(tmp_path, "spray.json", model="perez-ruixo-2021", doses=[{"route": "in", "mg": 28, "start_min": 0}])
    assert main(["kinetics", "compare", drip, shot]) == 0
    assert "Side by side:" in capsys.readouterr().out
    assert main(["kinetics", "compare", drip, shot, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["one"]["peak_ng_per_ml"]["usual"] > 0
    assert found["other"]["certainty"] == "least certain"
    assert main(["kinetics", "compare", drip, spray]) == 3
    assert "different drugs" in capsys.readouterr().err
    bad = write(tmp_path, "bad.json", model="kamp-2020", doses=[{"route": "po", "mg": 35, "start_min": 0}])
    assert main(["kinetics", "compare", drip, bad]) == 2
    assert "other: doses[0].route" in capsys.readouterr().err


def test_the_command_simulates_with_as_many_clients_as_asked(tmp_path, capsys):
    pytest.importorskip("numba")
    shot = write(tmp_path, "shot.json", model="hybrid-im", doses=[{"route": "im", "mg": 50, "start_min": 0}])
    assert main(["kinetics", "simulate", "--scenario", shot, "--clients", "5000", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert row["p5"] < row["p50"] < row["p95"]
    assert main(["kinetics", "simulate", "--scenario", shot, "--clients", "0"]) == 2


def test_a_schedule_of_days_is_simulated_without_a_reading(tmp_path, capsys):
    doses = [{"route": "im", "mg": 50, "start_min": start} for start in (0, 4000)]
    shots = write(tmp_path, "shots.json", model="hybrid-im", doses=doses)
    assert main(["kinetics", "simulate", "--scenario", shots]) == 0
    assert "No reading" in capsys.readouterr().out
