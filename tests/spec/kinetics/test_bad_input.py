"""What `openkap kinetics` refuses, by which field, and what it answers with a warning instead.

Each row changes one thing in a scenario that is fine.
"""

import json

import pytest

from openkap.project.main import main

FINE = {
    "model": "kamp-2020",
    "weight_kg": 70,
    "age_y": 45,
    "doses": [{"route": "iv", "mg": 35, "start_min": 0, "duration_min": 40}],
    "times_min": [10, 20, 40, 60],
    "analytes": ["ketamine"],
}
SPRAY = {"model": "perez-ruixo-2021", "analytes": []}


def dose(**change: object) -> dict:
    return {"doses": [{**FINE["doses"][0], **change}]}


def sprays(*starts: float, mg: float = 28) -> dict:
    return {**SPRAY, "doses": [{"route": "in", "mg": mg, "start_min": start} for start in starts]}


def lozenge(**extra: object) -> dict:
    return {"model": "hybrid-sublingual", "doses": [{"route": "sl", "mg": 100, "start_min": 0, **extra}]}


REFUSED = [
    # what is wrong                                   what is changed                       the field that is named
    ("a model nobody knows", {"model": "kamp-2021"}, "model"),
    ("no model", {"model": None}, "model"),
    ("a model that is a number", {"model": 2020}, "model"),
    ("no doses", {"doses": []}, "doses"),
    ("doses that are no list", {"doses": {"mg": 35}}, "doses"),
    ("a dose that is no object", {"doses": [35]}, "doses[0]"),
    ("a route nobody knows", dose(route="rectal"), "doses[0].route"),
    ("a route the model does not cover", dose(route="im", duration_min=0), "doses[0].route"),
    ("a missing dose", {"doses": [{"route": "iv", "start_min": 0}]}, "doses[0].mg"),
    ("a dose of nothing", dose(mg=0), "doses[0].mg"),
    ("a negative dose", dose(mg=-35), "doses[0].mg"),
    ("a dose in words", dose(mg="35 mg"), "doses[0].mg"),
    ("a dose that is true", dose(mg=True), "doses[0].mg"),
    ("a dose a hundred times too large", dose(mg=7000), "doses[0].mg"),
    ("a dose without its unit", {"doses": [{"route": "iv", "dose": 35, "start_min": 0}]}, "doses[0].dose"),
    ("a start that is missing", {"doses": [{"route": "iv", "mg": 35}]}, "doses[0].start_min"),
    ("a start before the beginning", dose(start_min=-5), "doses[0].start_min"),
    ("a negative duration", dose(duration_min=-40), "doses[0].duration_min"),
    ("a duration of an injection", {"model": "hybrid-im", **dose(route="im")}, "doses[0].duration_min"),
    ("a salt nobody knows", dose(basis="sulphate"), "doses[0].basis"),
    ("a weight without its unit", {"weight": 70}, "weight"),
    ("a missing weight", {"weight_kg": None}, "weight_kg"),
    ("a weight of nothing", {"weight_kg": 0}, "weight_kg"),
    ("a weight in grams", {"weight_kg": 70_000}, "weight_kg"),
    ("a negative age", {"age_y": -1}, "age_y"),
    ("an age in words", {"age_y": "45"}, "age_y"),
    ("an ancestry no model knows", {"ancestry": "martian"}, "ancestry"),
    ("times without their unit", {"times": [10]}, "times"),
    ("no times", {"times_min": []}, "times_min"),
    ("a time before the beginning", {"times_min": [10, -1]}, "times_min[1]"),
    ("a time in words", {"times_min": ["10"]}, "times_min[0]"),
    ("an analyte nobody knows", {"analytes": ["nicotine"]}, "analytes"),
    ("an enantiomer of a racemic model", {"analytes": ["esketamine"]}, "analytes"),
    ("esketamine given to a racemic model", {"drug": "esketamine"}, "drug"),
    ("racemate given to a model that has no rule for it", {**sprays(0), "drug": "racemic ketamine"}, "drug"),
    ("an effect site behind venous blood", {**SPRAY, **sprays(0), "analytes": ["effect-site"]}, "analytes"),
    ("devices at the same time", sprays(0, 0), "doses[1].start_min"),
    ("devices closer than five minutes", sprays(0, 5, 9), "doses[2].start_min"),
    ("devices too close, entered out of order", sprays(4, 0), "doses[0].start_min"),
    ("a form nobody measured", {**lozenge(form="gummy"), "analytes": []}, "doses[0].form"),
    ("a form and a fraction", {**lozenge(form="wafer", mucosal_fraction=0.1)}, "doses[0].mucosal_fraction"),
    ("a fraction of more than all", lozenge(mucosal_fraction=1.5), "doses[0].mucosal_fraction"),
    ("a form where there is no mouth", dose(form="wafer"), "doses[0].route"),
    ("a band that is a word", {"band": "yes"}, "band"),
    ("a number too large for any computer", dose(mg=10**400), "doses[0].mg"),
    ("a weight too large for any computer", {"weight_kg": 10**400}, "weight_kg"),
    ("a form that is a list", lozenge(form=["wafer"]), "doses[0].form"),
    ("more times than a band can have", {"times_min": list(range(1600)), "band": True}, "times_min"),
    ("more times than anyone can read", {"times_min": list(range(10_001))}, "times_min"),
    ("more doses than anyone is given", {"doses": FINE["doses"] * 201}, "doses"),
    ("a level of nothing", {"level_ng_per_ml": 0}, "level_ng_per_ml"),
]

WARNED = [
    # what is unusual                            what is changed                         words in a warning
    ("far too light", {"weight_kg": 20}, "was read at 39 kg"),
    ("far too heavy", {"weight_kg": 250}, "was read at 170 kg"),
    ("a child", {"age_y": 9}, "outside 18 to 86 years"),
    ("too old for a model that uses age", {**SPRAY, **sprays(0), "age_y": 95}, "was read at 86 years"),
    ("no age for a model that uses it", {**SPRAY, **sprays(0), "age_y": None}, "60 years or younger"),
    ("an adult in a model of children", {"model": "herd-2007"}, "model of children"),
    (
        "a child as heavy as few",
        {"model": "herd-2007", "age_y": 9, "weight_kg": 110},
        "110 kg is that of a grown person",
    ),
    ("a device that holds something else", sprays(0, mg=56), "devices of 28 mg"),
    ("a lozenge of no form", lozenge(), "mucosal_fraction"),
    ("a share nobody measured", lozenge(mucosal_fraction=0.5), "outside the 0.08 to 0.14"),
    ("a salt", dose(basis="hydrochloride"), "30.36 mg of base"),
    ("an ancestry the model knows nothing of", {"ancestry": "asian"}, "knows no effect of ancestry"),
    ("racemate through esketamine", {"model": "otto-2021", "drug": "racemic ketamine"}, "0.86 times as fast"),
    ("a band for a model that has none", {"model": "domino-1984", "band": True}, "there is no band"),
    ("an injection into the muscle", {"model": "hybrid-im", **dose(route="im", duration_min=0)}, "least certain"),
]


def ask(tmp_path, capsys, scenario: dict) -> tuple[int, str, str]:
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(scenario))
    code = main(["kinetics", "simulate", "--scenario", str(file), "--json"])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(("change", "field"), [pytest.param(row[1], row[2], id=row[0]) for row in REFUSED])
def test_it_is_refused_by_its_field(tmp_path, capsys, change, field):
    code, out, err = ask(tmp_path, capsys, {**FINE, **change})
    assert (code, out) == (2, "")
    assert err.startswith(f"openkap kinetics: {field}: ")


@pytest.mark.parametrize(("change", "words"), [pytest.param(row[1], row[2], id=row[0]) for row in WARNED])
def test_it_is_answered_with_a_warning(tmp_path, capsys, change, words):
    code, out, _ = ask(tmp_path, capsys, {**FINE, **change})
    assert code == 0
    assert any(words in warning for warning in json.loads(out)["warnings"])


def test_a_fine_scenario_has_no_warning_and_the_promised_shape(tmp_path, capsys):
    code, out, err = ask(tmp_path, capsys, FINE)
    answer = json.loads(out)
    assert (code, err, answer["warnings"]) == (0, "", [])
    assert (answer["model"], answer["sampling"], answer["drug"], answer["basis"]) == (
        "kamp-2020",
        "arterial",
        "racemic ketamine",
        "base",
    )
    assert [sorted(row) for row in answer["rows"]] == [["analyte", "ng_per_ml", "t_min"]] * 4
    assert [round(row["ng_per_ml"], 1) for row in answer["rows"]] == [154.5, 198.3, 253.1, 95.9]


def test_times_out_of_order_come_back_as_asked(tmp_path, capsys):
    _, out, _ = ask(tmp_path, capsys, {**FINE, "times_min": [60, 10, 60]})
    rows = json.loads(out)["rows"]
    assert [row["t_min"] for row in rows] == [60, 10, 60]
    assert rows[0]["ng_per_ml"] == rows[2]["ng_per_ml"] < rows[1]["ng_per_ml"]


def test_a_band_surrounds_the_middle(tmp_path, capsys):
    _, out, _ = ask(tmp_path, capsys, {**FINE, "band": True})
    for row in json.loads(out)["rows"]:
        assert row["p5"] < row["p50"] < row["p95"]


def test_without_json_a_person_can_read_it(tmp_path, capsys):
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps({**FINE, "band": True}))
    assert main(["kinetics", "simulate", "--scenario", str(file)]) == 0
    said = capsys.readouterr().out
    assert "arterial" in said
    assert "253" in said
    assert "253.05" not in said


def test_a_file_that_is_not_there_is_a_sentence(capsys):
    assert main(["kinetics", "simulate", "--scenario", "nowhere.json"]) == 2
    assert "Cannot read" in capsys.readouterr().err
