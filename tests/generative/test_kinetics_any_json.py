"""Whatever stands in a scenario, it is answered or refused in a sentence; nothing else ever comes out."""

import contextlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openkap.clinical.kinetics import read_scenario, say_reading, simulate
from openkap.clinical.kinetics.reading import read_curve
from openkap.clinical.kinetics.scenario import ANCESTRIES, BASES, DOSE_FIELDS, DRUGS, SCENARIO_FIELDS
from openkap.knowledge.kinetics import model_ids, read_model
from openkap.terms.refusal import Refusal

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ANALYTES = sorted({name for model_id in model_ids() for name in read_model(model_id).analytes})
LIKELY_DOSE = {
    "mg": st.floats(0.1, 500) | st.integers(1, 500),
    "start_min": st.integers(0, 300) | st.floats(0, 300),
    "duration_min": st.sampled_from([0, 10, 40]),
    "basis": st.sampled_from(BASES),
    "form": st.sampled_from(["wafer", "lozenge", "gummy"]),
    "mucosal_fraction": st.floats(0.01, 1),
    "spat_out": st.booleans(),
}
LIKELY = {
    "model": st.sampled_from(model_ids()),
    "drug": st.sampled_from(DRUGS),
    "weight_kg": st.floats(30, 200) | st.integers(2, 400),
    "age_y": st.integers(0, 120),
    "ancestry": st.sampled_from(ANCESTRIES),
    "times_min": st.lists(st.integers(0, 1000) | st.floats(0, 1000), min_size=1, max_size=5),
    "analytes": st.lists(st.sampled_from(ANALYTES), max_size=2),
    "band": st.booleans(),
    "level_ng_per_ml": st.floats(1, 1000),
}


def likely_or_anything(name: str, likely: dict) -> st.SearchStrategy:
    return st.integers(0, 9).flatmap(lambda at: ANYTHING if at == 9 else likely[name])


@st.composite
def scenarios(draw: st.DrawFn) -> dict:
    """Mostly what people write, sometimes anything at all, and fields left out or added."""
    model_id = draw(st.sampled_from(model_ids()))
    likely_dose = {**LIKELY_DOSE, "route": st.sampled_from(sorted(read_model(model_id).routes))}
    doses = []
    for _ in range(draw(st.integers(1, 3))):
        fields = {"route", "mg", "start_min"} | draw(st.sets(st.sampled_from(DOSE_FIELDS), max_size=1))
        doses.append({name: draw(likely_or_anything(name, likely_dose)) for name in fields})
    names = draw(st.sets(st.sampled_from([name for name in SCENARIO_FIELDS if name != "doses"]), max_size=4))
    scenario = {name: draw(likely_or_anything(name, LIKELY)) for name in names | {"weight_kg", "times_min"}}
    scenario["model"] = draw(st.just(model_id) | st.just(model_id) | st.just(model_id) | ANYTHING)
    scenario["doses"] = draw(st.just(doses) | st.just(doses) | st.just(doses) | ANYTHING)
    if draw(st.integers(0, 9)) == 0:
        scenario[draw(st.text(max_size=8))] = draw(ANYTHING)
    return scenario


def answer(given: dict) -> None:
    scenario = read_scenario(given)
    model = read_model(scenario.model_id)
    said = {"client": scenario.client, "doses": scenario.doses, "drug": scenario.drug}
    curves = simulate(model, **said, times_min=scenario.times_min, analytes=scenario.analytes, band=scenario.band)
    for values in curves.ng_per_ml.values():
        assert np.all(np.isfinite(values))
        assert np.all(values >= 0)
    for band in (curves.band or {}).values():
        assert np.all(band.p5_ng_per_ml <= band.p50_ng_per_ml)
        assert np.all(band.p50_ng_per_ml <= band.p95_ng_per_ml)
    assert all(say_reading(read_curve(model, **said, level_ng_per_ml=scenario.level_ng_per_ml or 50)))


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_a_scenario_is_answered_or_refused(given: dict) -> None:
    with contextlib.suppress(Refusal):
        answer(given)
