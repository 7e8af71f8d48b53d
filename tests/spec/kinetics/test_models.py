"""Which models there are, for whom, and how sure each is. A clinician can check this table against the papers."""

import json

import pytest

from openkap.clinical.kinetics import Client, Dose, simulate
from openkap.knowledge.kinetics import Expression, model_ids, read_levels, read_model
from openkap.project.main import main

# model, drug, sampling, confidence, routes with their certainty, analytes
MODELS = [
    ("kamp-2020", "racemic ketamine", "arterial", "C3", "iv good", "ketamine norketamine effect-site"),
    ("otto-2021", "esketamine", "venous", "C2", "iv good", "esketamine esnorketamine"),
    ("perez-ruixo-2021", "esketamine", "venous", "C2", "in good, iv good, po good", "esketamine esnorketamine"),
    (
        "simons-2022",
        "esketamine",
        "arterial",
        "C2",
        "sl fair, iv good",
        "esketamine esnorketamine hydroxynorketamine effect-site",
    ),
    ("domino-1984", "racemic ketamine", "not stated", "C3", "iv for comparison only", "ketamine"),
    ("clements-1981", "racemic ketamine", "venous", "C3", "iv for comparison only", "ketamine"),
    ("herd-2007", "racemic ketamine", "not stated", "C1", "iv for comparison only", "ketamine"),
    ("elkomy-2015", "racemic ketamine", "not stated", "C1", "iv for comparison only", "ketamine"),
    ("hornik-2018", "racemic ketamine", "not stated", "C3", "iv for comparison only", "ketamine"),
    ("hijazi-2003", "racemic ketamine", "not stated", "C3", "iv for comparison only", "ketamine"),
    ("hybrid-sublingual", "racemic ketamine", "arterial", "derived", "sl fair", "ketamine norketamine effect-site"),
    ("hybrid-oral", "racemic ketamine", "arterial", "derived", "po fair", "ketamine norketamine effect-site"),
    ("hybrid-im", "racemic ketamine", "arterial", "derived", "im least certain", "ketamine norketamine effect-site"),
    (
        "hybrid-in-racemic",
        "racemic ketamine",
        "arterial",
        "derived",
        "in least certain",
        "ketamine norketamine effect-site",
    ),
]


def test_these_are_all_models():
    assert sorted(row[0] for row in MODELS) == sorted(model_ids())


@pytest.mark.parametrize(("model_id", "drug", "sampling", "confidence", "routes", "analytes"), MODELS)
def test_a_model_is_what_the_table_says(model_id, drug, sampling, confidence, routes, analytes):
    model = read_model(model_id)
    assert (model.drug, model.sampling, model.confidence) == (drug, sampling, confidence)
    assert ", ".join(f"{name} {route.certainty}" for name, route in model.routes.items()) == routes
    assert " ".join(model.analytes) == analytes


@pytest.mark.parametrize("model_id", model_ids())
def test_a_model_says_where_it_comes_from(model_id):
    model = read_model(model_id)
    assert model.citation
    assert model.population
    assert model.confidence_note
    assert model.limits
    assert model.confidence in ("C1", "C2", "C3", "derived")
    assert all("UNCONFIRMED" not in text for text in (model.confidence_note, *model.sources, *model.limits))


@pytest.mark.parametrize("model_id", model_ids())
def test_an_effect_site_stands_behind_arterial_plasma_only(model_id):
    model = read_model(model_id)
    if "effect-site" in model.analytes:
        assert model.sampling == "arterial"
        assert model.parameters["ke0"].printed == "8.3 min half-life"


@pytest.mark.parametrize(
    ("model_id", "dose", "analyte", "site"),
    [
        ("kamp-2020", Dose(route="iv", mg=35, start_min=0), "ketamine", "arterial"),
        ("kamp-2020", Dose(route="iv", mg=35, start_min=0), "norketamine", "venous"),
        ("hybrid-im", Dose(route="im", mg=35, start_min=0), "norketamine", "venous"),
        ("simons-2022", Dose(route="sl", mg=50, start_min=0), "esnorketamine", "arterial"),
    ],
)
def test_each_analyte_keeps_its_own_sampling_site(model_id, dose, analyte, site):
    found = simulate(
        read_model(model_id), client=Client(weight_kg=70), doses=[dose], times_min=[30], analytes=[analyte]
    )
    assert found.sampling == {analyte: site}


@pytest.mark.parametrize(
    ("given", "spat_out", "available"),
    [
        ({"form": "wafer"}, False, 0.29),  # Rolan 2014
        ({"form": "lozenge"}, False, 0.244),  # Chong 2009: 0.24
        ({"form": "wafer"}, True, 0.136),
        ({"mucosal_fraction": 0.1}, True, 0.1),
    ],
)
def test_what_reaches_the_blood_from_the_mouth(given, spat_out, available):
    from openkap.clinical.kinetics.linear import areas
    from openkap.clinical.kinetics.question import ask

    dose = Dose(route="sl", mg=100, start_min=0, spat_out=spat_out, **given)
    question = ask(read_model("hybrid-sublingual"), client=Client(weight_kg=70), doses=[dose])
    area = float(areas(question, question.usual)["ketamine"])
    assert area == pytest.approx(100 * available / 84 * 1000, rel=5e-3)


def test_the_levels_say_of_which_drug_they_speak():
    assert {level.of for level in read_levels()} == {"racemic ketamine", "esketamine"}
    assert all(level.source and level.meaning for level in read_levels())


@pytest.mark.parametrize("text", ["CL+Q", "CL/", "", "CL//V", "(2-F)*k", "-k", "k V"])
def test_a_rate_is_a_product_of_names_and_nothing_else(text):
    with pytest.raises(ValueError, match="not a product"):
        Expression.parse(text)


def test_the_list_can_be_read_by_people_and_machines(capsys):
    assert main(["kinetics", "models"]) == 0
    assert "hybrid-im" in capsys.readouterr().out
    assert main(["kinetics", "models", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["models"]) == len(MODELS)
    assert main(["kinetics", "models", "simons-2022"]) == 0
    assert "0.263" in capsys.readouterr().out
    assert main(["kinetics", "models", "simons-2022", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parameters"]["F1"] == "0.263"
    assert main(["kinetics", "models", "nobody"]) == 2
