"""What every linear model of a drug in a body must obey, whatever the schedule."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openkap.clinical.kinetics import Client, Dose, simulate
from openkap.clinical.kinetics.body import typical
from openkap.clinical.kinetics.giving import give
from openkap.clinical.kinetics.linear import areas
from openkap.clinical.kinetics.march import march
from openkap.clinical.kinetics.question import ask
from openkap.clinical.kinetics.system import Structure, matrix
from openkap.knowledge.kinetics import Model, model_ids, read_model

CLIENT = Client(weight_kg=72, age_y=40)
TIMES = np.linspace(0, 900, 61)


@st.composite
def schedules(draw: st.DrawFn) -> tuple[Model, list[Dose]]:
    """A model with up to four doses over its routes; spray devices keep their distance."""
    model = read_model(draw(st.sampled_from(model_ids())))
    doses, device_at = [], 0.0
    for _ in range(draw(st.integers(1, 4))):
        route = draw(st.sampled_from(sorted(model.routes)))
        start = draw(st.floats(0, 200))
        if model.routes[route].device is not None:
            start, device_at = device_at, device_at + draw(st.floats(5, 40))
        duration = draw(st.sampled_from([0.0, 0.0, 10.0, 40.0, 0.01])) if route == "iv" else 0.0
        mg = 28.0 if model.routes[route].device else draw(st.floats(0.5, 300))
        doses.append(Dose(route=route, mg=mg, start_min=start, duration_min=duration))
    return model, doses


def curves(model: Model, doses: list[Dose], times: np.ndarray = TIMES) -> np.ndarray:
    """All analytes of the model, shape (analytes, times)."""
    found = simulate(model, client=CLIENT, doses=doses, times_min=times, analytes=list(model.analytes))
    return np.stack(list(found.ng_per_ml.values()))


def same(one: np.ndarray, other: np.ndarray) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9 * max(1.0, float(np.max(other))))


@settings(max_examples=40, deadline=None)
@given(schedules(), st.floats(0.1, 5))
def test_twice_the_dose_gives_twice_the_concentration(schedule: tuple[Model, list[Dose]], times: float) -> None:
    model, doses = schedule
    same(curves(model, [replace(dose, mg=dose.mg * times) for dose in doses]), times * curves(model, doses))


@settings(max_examples=40, deadline=None)
@given(schedules())
def test_doses_add_up(schedule: tuple[Model, list[Dose]]) -> None:
    model, doses = schedule
    if any(model.routes[dose.route].device for dose in doses):
        doses = [dose for dose in doses if not model.routes[dose.route].device]  # a later device counts for less
    if doses:
        same(sum(curves(model, [dose]) for dose in doses), curves(model, doses))


@settings(max_examples=40, deadline=None)
@given(schedules(), st.floats(0, 500))
def test_a_later_start_moves_the_curve_and_nothing_else(schedule: tuple[Model, list[Dose]], later: float) -> None:
    model, doses = schedule
    moved = [replace(dose, start_min=dose.start_min + later) for dose in doses]
    # Just after each time: a bolus at the very time asked may fall on either side of it by the last digit.
    same(curves(model, moved, TIMES + 1e-6 + later), curves(model, doses, TIMES + 1e-6))


@settings(max_examples=60, deadline=None)
@given(schedules())
def test_no_concentration_is_negative_and_none_precedes_its_dose(schedule: tuple[Model, list[Dose]]) -> None:
    model, doses = schedule
    first = min(dose.start_min for dose in doses)
    found = curves(model, doses)
    assert np.all(found >= 0)
    assert np.all(found[:, first > TIMES] == 0)


@settings(max_examples=40, deadline=None)
@given(schedules())
def test_what_went_in_is_in_the_body_or_has_left_it(schedule: tuple[Model, list[Dose]]) -> None:
    """With one more state that catches what is eliminated, the amounts add up to what was absorbed."""
    model, doses = schedule
    body, _ = typical(model, CLIENT)
    flows = tuple(replace(flow, target="caught") if flow.target == "eliminated" else flow for flow in model.flows)
    kept = tuple(flow for flow in flows if not flow.copies and "effect-site" not in (flow.source, flow.target))
    system = Structure((*(state for state in model.states if state != "effect-site"), "caught"), kept)
    absorbed = give(model, body, doses, model.drug)
    amounts = march(
        matrix(system, body)[None], absorbed, [system.place(one.state) for one in absorbed], np.array([5000.0])
    )
    np.testing.assert_allclose(amounts.sum(), sum(float(one.mg) for one in absorbed), rtol=1e-10)


@settings(max_examples=40, deadline=None)
@given(schedules())
def test_the_area_is_what_adding_up_the_curve_gives(schedule: tuple[Model, list[Dose]]) -> None:
    model, doses = schedule
    question = ask(model, client=CLIENT, doses=doses, analytes=list(model.analytes))
    edges = sorted({0.0, *(d.start_min for d in doses), *(d.start_min + d.duration_min for d in doses)})
    fine = [np.linspace(edge, edge + 1, 41) for edge in edges] + [np.linspace(0, 1000, 20_001)]
    times = np.unique(np.concatenate([*fine, np.geomspace(1000, 60_000, 4000), np.array(edges) - 1e-9]))
    times = times[times >= 0]
    summed = np.trapezoid(curves(model, doses, times), times, axis=1) / 60
    np.testing.assert_allclose(list(areas(question, question.usual).values()), summed, rtol=2e-3)


def test_the_area_is_dose_times_availability_over_clearance() -> None:
    """Clearance at 72 kg from the printed values; availability as the routes of the models give it."""
    slow = (72 / 70) ** 0.75
    cases = [
        ("kamp-2020", Dose(route="iv", mg=35, start_min=0, duration_min=40), "ketamine", 1.0, 84 * slow),
        ("hybrid-im", Dose(route="im", mg=35, start_min=0), "ketamine", 0.93, 84 * slow),
        ("hybrid-oral", Dose(route="po", mg=100, start_min=0), "ketamine", 0.64 * 0.278, 84 * slow),
        ("otto-2021", Dose(route="iv", mg=10, start_min=0), "esketamine", 1.0, 95.2 * slow),
        ("otto-2021", Dose(route="iv", mg=10, start_min=0), "esnorketamine", 1.0, 57.72 * slow),
        ("simons-2022", Dose(route="sl", mg=50, start_min=0), "esketamine", 0.263, 1.48 * 60 * slow),
        ("domino-1984", Dose(route="iv", mg=70, start_min=0), "ketamine", 1.0, 0.063 * 72 * 0.4381 * 60),
    ]
    for model_id, dose, analyte, availability, clearance_l_per_h in cases:
        question = ask(read_model(model_id), client=CLIENT, doses=[dose], analytes=[analyte])
        expected = dose.mg * availability / clearance_l_per_h * 1000
        np.testing.assert_allclose(float(areas(question, question.usual)[analyte]), expected, rtol=1e-12)
