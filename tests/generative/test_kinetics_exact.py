"""The closed form against a numerical integration of equations written out by hand, for every model."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.kinetics_by_hand import by_hand, integrate, kamp, muscle

from openkap.clinical.kinetics import Client, Dose, simulate
from openkap.knowledge.kinetics import model_ids, read_model

# The promise of the product: below 1e-6 wherever there is anything to see.
RELATIVE, FLOOR_NG_PER_ML = 1e-6, 0.1


def agree(ours: np.ndarray, theirs: np.ndarray) -> None:
    seen = theirs > FLOOR_NG_PER_ML
    assert np.all(np.abs(ours - theirs)[seen] <= RELATIVE * theirs[seen])
    assert np.all(ours[~seen] <= FLOOR_NG_PER_ML * (1 + RELATIVE))


def random_doses(model, rng) -> list[Dose]:
    """One to five doses over the routes of the model; spray devices keep their distance and stay in one session."""
    doses, device_at = [], float(rng.integers(0, 20))
    for _ in range(rng.integers(1, 6)):
        route = str(rng.choice(sorted(model.routes)))
        mg, start = float(rng.uniform(5, 200)), float(np.round(rng.uniform(0, 120), rng.integers(0, 4)))
        if model.routes[route].device is not None:
            start, device_at, mg = device_at, device_at + float(rng.choice([5.0, 7.5, 31.0])), 28.0
        long = float(rng.uniform(0.5, 90)) if route == "iv" and rng.random() < 0.6 else 0.0
        form = "wafer" if model.routes[route].mucosal_share else None
        doses.append(Dose(route=route, mg=mg, start_min=start, duration_min=long, form=form))
    return doses


def check_one(model_id: str, seed: int) -> None:
    rng = np.random.default_rng([seed, *model_id.encode()])
    model, weight, age = read_model(model_id), float(rng.uniform(54, 92)), float(rng.uniform(19, 85))
    doses = random_doses(model, rng)
    hand, inputs = by_hand(model_id, weight=weight, age=age), []
    nth = 0
    for dose in sorted(doses, key=lambda dose: dose.start_min):
        extra = {"route": dose.route} if len(model.routes) > 1 else {}
        inputs += hand.inputs(dose.mg, dose.start_min, dose.duration_min, nth, **extra)
        nth += model.routes[dose.route].device is not None
    times = np.unique(np.concatenate([np.linspace(0, 600, 40), rng.uniform(0, 200, 20), [d.start_min for d in doses]]))
    shuffled = rng.permutation(times)
    curves = simulate(
        model,
        client=Client(weight_kg=weight, age_y=age),
        doses=doses,
        times_min=shuffled,
        analytes=sorted(hand.analytes),
    )
    amounts = integrate(hand, inputs, times)
    for name, read in hand.analytes.items():
        agree(curves.ng_per_ml[name][np.argsort(shuffled)], read(amounts))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("model_id", model_ids())
def test_the_closed_form_is_exact(model_id: str, seed: int) -> None:
    check_one(model_id, seed)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(2, 32))
@pytest.mark.parametrize("model_id", model_ids())
def test_the_closed_form_is_exact_for_hundreds_of_schedules(model_id: str, seed: int) -> None:
    check_one(model_id, seed)


def disposition_rates() -> list[float]:
    """The three rates of Kamp's disposition at 70 kg, from its matrix."""
    cl, q2, q3 = 84 / 60, 161 / 60, 79 / 60
    matrix = [
        [-(cl + q2 + q3) / 25, q2 / 56, q3 / 157],
        [q2 / 25, -q2 / 56, 0],
        [q3 / 25, 0, -q3 / 157],
    ]
    return sorted(-np.linalg.eigvals(np.array(matrix)).real)


@pytest.mark.parametrize("apart", [0.0, 1e-13, 1e-10, 1e-7, 1e-5, 1e-3])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_depot_as_fast_as_a_mode_of_the_body_stays_exact(which: int, apart: float) -> None:
    rate = disposition_rates()[which] * (1 + apart)
    model = read_model("hybrid-im")
    parameters = {**model.parameters, "ka": replace(model.parameters["ka"], value=rate)}
    times = np.linspace(0, 480, 60)
    curves = simulate(
        replace(model, parameters=parameters),
        client=Client(weight_kg=70),
        doses=[Dose(route="im", mg=50, start_min=0), Dose(route="im", mg=25, start_min=33.3)],
        times_min=times,
        analytes=["ketamine", "norketamine", "effect-site"],
    )
    hand = kamp(70, muscle, ka_first=rate)
    amounts = integrate(hand, [*muscle(50, 0, 0), *muscle(25, 33.3, 0)], times)
    for name, read in hand.analytes.items():
        agree(curves.ng_per_ml[name], read(amounts))
