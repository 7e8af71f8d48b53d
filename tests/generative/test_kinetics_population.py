"""The population engine against the single path, client by client, and the bands against both."""

import sys

import numpy as np
import pytest

from openkap.clinical.kinetics import Client, Dose, simulate
from openkap.clinical.kinetics.body import Body, draw
from openkap.clinical.kinetics.linear import concentrations
from openkap.clinical.kinetics.population import population
from openkap.clinical.kinetics.question import Question, ask
from openkap.knowledge.kinetics import model_ids, read_model
from openkap.terms.refusal import BadInput, Refusal

CLIENT = Client(weight_kg=72, age_y=66)
WITH_SPREAD = [model_id for model_id in model_ids() if read_model(model_id).spread is not None]


def doses_of(model_id: str) -> list[Dose]:
    """Every route of the model, an infusion, a bolus and a second dose."""
    doses = []
    for at, (name, route) in enumerate(read_model(model_id).routes.items()):
        mg = 28 if route.device else 40
        form = "lozenge" if route.mucosal_share else None
        doses.append(Dose(route=name, mg=mg, start_min=3.0 + 50 * at, form=form))
        duration = 21.5 if name == "iv" else 0
        doses.append(Dose(route=name, mg=mg, start_min=11.3 + 50 * at, duration_min=duration, form=form))
    return doses


def asked(model_id: str) -> Question:
    model = read_model(model_id)
    return ask(model, client=CLIENT, doses=doses_of(model_id), analytes=list(model.analytes))


def one_by_one(question: Question, crowd: Body, times: np.ndarray) -> np.ndarray:
    """The single path for each client of a crowd: (analytes, times, clients)."""
    curves = []
    for at in range(crowd.count or 0):
        own = {name: float(np.broadcast_to(value, (crowd.count,))[at]) for name, value in crowd.values.items()}
        curves.append(np.stack(list(concentrations(question, Body(own, crowd.typical), times).values())))
    return np.stack(curves, axis=2)


def near(ours: np.ndarray, theirs: np.ndarray) -> None:
    seen = theirs > 0.1
    assert np.all(np.abs(ours - theirs)[seen] <= 1e-6 * theirs[seen])
    assert np.all(np.abs(ours - theirs)[~seen] <= 1e-6)


@pytest.mark.parametrize("model_id", WITH_SPREAD)
def test_a_band_marches_each_client_as_the_single_path_does(model_id):
    question, times = asked(model_id), np.unique([0.0, 3.0, 11.3, *np.linspace(5, 400, 30), 32.8])
    crowd = draw(question.model, question.usual, first=0, count=6)
    together = np.stack(list(concentrations(question, crowd, times).values()))
    near(together, one_by_one(question, crowd, times))


@pytest.mark.parametrize("model_id", WITH_SPREAD)
def test_the_population_engine_moves_each_client_as_the_single_path_does(model_id):
    pytest.importorskip("numba")
    from openkap.clinical.kinetics.crowd import Crowd

    question, count = asked(model_id), 70  # more than one row of 64, and a short one
    times = np.unique([0.0, 3.0, 11.3, *np.linspace(5, 400, 30), 32.8])
    engine = Crowd(question, count)
    halves = [engine.at_times(times[:9]), engine.at_times(times[9:])]  # in two chunks of times
    crowd = draw(question.model, question.usual, first=0, count=count)
    single = one_by_one(question, crowd, times)
    near(np.concatenate(halves, axis=1).astype(float), single)


def test_percentiles_are_those_of_numpy():
    pytest.importorskip("numba")
    from openkap.clinical.kinetics.crowd import Crowd

    values = np.random.default_rng(1).lognormal(3, 0.4, (2, 3, 1001)).astype(np.float32)
    values[0, 0, :40] = 0
    levels = (0.0, 5.0, 37.3, 50.0, 95.0, 100.0)
    np.testing.assert_allclose(Crowd.percentiles(values, levels), np.percentile(values, levels, axis=2), rtol=1e-6)


def test_a_band_is_the_first_two_thousand_of_the_population():
    pytest.importorskip("numba")
    model, times = read_model("kamp-2020"), [60, 5, 40]
    dose = [Dose(route="iv", mg=35, start_min=0, duration_min=40)]
    many = population(model, client=CLIENT, doses=dose, times_min=times, clients=2000).ng_per_ml["ketamine"]
    band = simulate(model, client=CLIENT, doses=dose, times_min=times, band=True).band["ketamine"]
    np.testing.assert_allclose(many, [band.p5_ng_per_ml, band.p50_ng_per_ml, band.p95_ng_per_ml], rtol=1e-6)


def test_racemate_in_halves_adds_up_in_a_population_too():
    pytest.importorskip("numba")
    model = read_model("otto-2021")
    dose = [Dose(route="iv", mg=35, start_min=0, duration_min=40)]
    said = {"client": CLIENT, "doses": dose, "times_min": [20, 40, 90], "drug": "racemic ketamine"}
    many = population(model, **said, clients=2000).ng_per_ml["ketamine"]
    band = simulate(model, **said, band=True).band["ketamine"]
    np.testing.assert_allclose(many[1], band.p50_ng_per_ml, rtol=1e-6)


def test_without_numba_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    for name in ("crowd", "crowd_kernel"):
        monkeypatch.delitem(sys.modules, f"openkap.clinical.kinetics.{name}", raising=False)
        monkeypatch.delattr(f"openkap.clinical.kinetics.{name}", raising=False)
    with pytest.raises(Refusal, match="pip install numba"):
        population(read_model("kamp-2020"), client=CLIENT, doses=doses_of("kamp-2020"), times_min=[10])


def test_a_model_without_a_spread_has_no_population():
    with pytest.raises(BadInput, match="no spread"):
        population(read_model("domino-1984"), client=CLIENT, doses=doses_of("domino-1984"), times_min=[10])


def test_a_band_does_not_flicker_and_moves_smoothly():
    """The same question twice is the same band; a dose 1 % larger is a band 1 % higher, to the last digit."""
    model, times = read_model("hybrid-im"), np.linspace(0, 240, 25)

    def band(mg: float) -> np.ndarray:
        found = simulate(model, client=CLIENT, doses=[Dose(route="im", mg=mg, start_min=0)], times_min=times, band=True)
        return found.band["ketamine"].p95_ng_per_ml

    assert np.array_equal(band(50), band(50))
    np.testing.assert_allclose(band(50.5), 1.01 * band(50), rtol=1e-10)


def test_the_same_virtual_client_meets_every_route():
    """What differs between two routes is then the route, not the luck of the draw."""
    usual = {model_id: asked(model_id) for model_id in ("hybrid-im", "hybrid-oral")}
    crowds = [draw(question.model, question.usual, first=0, count=50) for question in usual.values()]
    for name in ("CL", "V1", "Q2", "CLn"):
        assert np.array_equal(crowds[0].values[name], crowds[1].values[name])


def test_draws_do_not_depend_on_how_many_are_asked_for():
    question = asked("simons-2022")
    whole = draw(question.model, question.usual, first=0, count=9000).values["V1"]
    part = draw(question.model, question.usual, first=4090, count=20).values["V1"]
    assert np.array_equal(whole[4090:4110], part)


@pytest.mark.parametrize(
    ("model_id", "name", "variance"),
    [
        ("kamp-2020", "CL", 0.09),
        ("otto-2021", "CL", 0.026048),
        ("otto-2021", "V1", 0.084177),
        ("perez-ruixo-2021", "kel", np.log1p(1.2**2)),
        ("simons-2022", "MTT", 0.772),
    ],
)
def test_clients_differ_as_much_as_the_source_says(model_id, name, variance):
    question = asked(model_id)
    values = draw(question.model, question.usual, first=0, count=40_000).values[name]
    assert np.var(np.log(values)) == pytest.approx(variance, rel=0.03)
    assert np.median(values) == pytest.approx(question.usual.typical[name], rel=0.02)


def test_correlated_parameters_are_correlated():
    question = asked("otto-2021")
    values = draw(question.model, question.usual, first=0, count=40_000).values
    assert np.cov(np.log(values["V1"]), np.log(values["CL"]))[0, 1] == pytest.approx(0.02261, rel=0.03)
    assert np.cov(np.log(values["Vn"]), np.log(values["CLn"]))[0, 1] == pytest.approx(0.04456, rel=0.03)


def test_shares_stay_between_nothing_and_all():
    question = asked("perez-ruixo-2021")
    crowd = draw(question.model, question.usual, first=0, count=40_000)
    for share in (crowd.values["FRn"], crowd.with_typical("FRn", 0.54 * 0.62), crowd.with_typical("FRn", 0.9)):
        assert 0 < np.min(share) < np.max(share) < 1
    assert np.median(crowd.with_typical("FRn", 0.54 * 0.62)) == pytest.approx(0.3348, rel=0.01)
