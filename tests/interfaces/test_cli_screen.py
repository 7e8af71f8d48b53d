"""`openkap screen` as a person at a shell meets it: what it answers, with which exit, and how it says no."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support.well import AT, well

from openkap.clinical.eligibility import read_facts
from openkap.project.main import main
from openkap.terms.fact import Known


def as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


WELL: dict[str, Any] = {
    name: {"value": as_json(fact.value), "at": fact.since.isoformat() if fact.since else None}
    for name, fact in well().items()
    if isinstance(fact, Known)
}


@pytest.fixture
def screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(changes: dict[str, object] | None = None, *options: str, text: str | None = None, **top: object) -> Any:
        given = {"drug": "racemic", "route": "iv", "at": AT.isoformat(), "facts": WELL | (changes or {}), **top}
        file = tmp_path / "facts.json"
        file.write_text(json.dumps(given) if text is None else text, encoding="utf-8")
        code = main(["screen", "--facts", str(file), *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ask


def test_clear(screen: Any) -> None:
    code, out, _ = screen({}, "--json")
    answer = json.loads(out)
    assert (code, answer["decision"]) == (0, "clear")
    assert {each["standing"] for each in answer["findings"]} == {"met"}
    assert len(answer["findings"]) > 90


@pytest.mark.parametrize(
    ("changes", "code", "decision"),
    [
        ({"pregnant": True}, 3, "blocked"),
        ({"withdrawal_risk": True}, 0, "defer"),
        ({"pregnant": None}, 0, "defer"),
        ({"pregnant": "not sure"}, 0, "defer"),
        ({"seizure_disorder": True}, 0, "needs-clearance"),
        ({"medicines": ["Zyblox"]}, 0, "needs-clearance"),
    ],
)
def test_what_follows_and_the_exit(screen: Any, changes: dict[str, object], code: int, decision: str) -> None:
    found, out, err = screen(changes, "--json")
    assert (found, json.loads(out)["decision"], err) == (code, decision, "")


def test_a_finding_carries_rule_action_because_and_sources(screen: Any) -> None:
    _, out, _ = screen({"sbp_mm_hg": {"value": 150, "at": "2026-11-23T14:00:00-06:00"}}, "--json")
    found = next(each for each in json.loads(out)["findings"] if each["rule"] == "RC-01")
    assert found["action"] == "hard-stop"
    assert found["override"] == "prescriber and a second clinician"
    assert "systolic: 150 mmHg (30 min ago)" in found["because"]
    assert found["edition"] == "2026-11-23"
    assert found["sources"] == [
        {"id": "CLIN", "title": "Published criteria of ketamine clinics (practice variance, low authority)"}
    ]
    assert found["facts"][0] | {"since": None} == {
        "name": "sbp_mm_hg",
        "title": "systolic",
        "said": "150 mmHg",
        "known": True,
        "since": None,
        "age_minutes": 30,
    }
    assert [view["source"] for view in found["views"]] == ["SPR", "CLIN", "YIP22", "KET-CH"]


def test_people_read_sentences(screen: Any) -> None:
    code, out, _ = screen({"pregnant": True, "dialysis": None, "medicines": ["Xanex"]})
    assert code == 3
    assert out.startswith("blocked: a rule stands that nobody may override.\n")
    assert "CI-07 (2026-11-23)  Pregnancy  [not yet]" in out
    assert "Xanex (was it Xanax?)" in out
    assert "RC-21  caution  Not known yet: dialysis (not asked yet)." in out
    assert out.rstrip().endswith("This supports a clinician's decision. It is not one.")


@pytest.mark.parametrize(
    ("field", "written", "allowed"),
    [
        ("weight_kg", 700, "from 25 to 350 kg"),
        ("weight_kg", 0.7, "from 25 to 350 kg"),
        ("weight_kg", "5,0", "from 25 to 350 kg, with a point for decimals"),
        ("weight_kg", "٧٠", "from 25 to 350 kg"),
        ("weight_kg", "70.25", "at most 1"),
        ("weight_kg", [], "from 25 to 350 kg"),
        ("weight_kg", True, "from 25 to 350 kg"),
        ("age_years", 230, "from 0 to 120 years"),
        ("age_years", -1, "from 0 to 120 years"),
        ("age_years", 44.5, "a whole number from 0 to 120 years"),
        ("age_years", 10**30, "from 0 to 120 years"),
        ("phq9_improvement_percent", -101, "from -100 to 100 %"),
        ("pregnant", "maybe", "true, false, or null"),
        ("pregnant", 1, "true, false, or null"),
        ("child_pugh", "D", "no liver disease, A, B, C"),
        ("medicines", "Xanax", "a list"),
        ("medicines", [""], "1 to 200 characters"),
        ("medicines", ["Xanax\u0007"], "cannot be shown"),
        ("pregnancy_test", {"value": "negative", "at": "yesterday"}, "date, time and offset"),
        ("pregnancy_test", {"value": "negative", "at": "2026-11-20T10:00:00"}, "date, time and offset"),
        ("pregnancy_test", {"result": "negative"}, '"value"'),
        ("bmi", 22, "No rule asks"),
        ("preganant", True, "No rule asks"),
    ],
)
def test_what_cannot_be_is_named_and_explained(screen: Any, field: str, written: object, allowed: str) -> None:
    code, out, err = screen({field: written})
    assert (code, out) == (2, "")
    assert err.startswith(f"openkap screen: {field}: ")
    assert allowed in err


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "facts"),
        ("{", "facts"),
        ("[]", "facts"),
        ('{"drug": "racemic", "drug": "racemic"}', "drug"),
        ('{"drug": "racemic", "route": "iv", "facts": {"weight_kg": NaN}}', "number"),
        ('{"drug": "racemic", "route": "iv", "facts": {"weight_kg": 1e400}}', "weight_kg"),
        ('{"drug": "racemic", "route": "iv", "facts": {"weight_kg": ' + "9" * 5000 + "}}", "facts"),
        ('{"drug": "racemic", "route": "iv", "facts": []}', "facts"),
        ('{"drug": "racemic", "route": "iv", "facts": {}, "at": "now"}', "at"),
        ('{"drug": "racemic", "route": "iv", "facts": {}, "who": 1}', "facts"),
        ('{"drug": "aspirin", "route": "iv", "facts": {}}', "drug"),
        ('{"drug": "esketamine", "route": "iv", "facts": {}}', "drug"),
        ('{"drug": "racemic", "route": ["iv"], "facts": {}}', "route"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(screen: Any, text: str, field: str) -> None:
    code, out, err = screen(text=text)
    assert (code, out) == (2, "")
    assert err.startswith(f"openkap screen: {field}: ")


def test_nothing_is_lost_of_answers_that_contradict_each_other(screen: Any) -> None:
    _, out, _ = screen({"pregnant": True, "sex_at_birth": "male"}, "--json")
    found = {each["rule"]: each for each in json.loads(out)["findings"]}
    assert found["CI-07"]["standing"] == found["CX-01"]["standing"] == "not yet"
    assert "pregnant: yes" in found["CX-01"]["because"]
    assert "sex recorded at birth: male" in found["CX-01"]["because"]


def test_the_template_is_an_input_that_explains_itself(screen: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "--template"]) == 0
    template = json.loads(capsys.readouterr().out)
    assert set(template["facts"]) <= set(template["explained"])
    assert template["facts"]["pregnancy_test"] == {"value": None, "at": None}
    assert template["facts"]["pregnant"] is None
    filled = json.dumps(template | {"drug": "racemic", "route": "iv"})
    code, out, _ = screen(None, "--json", text=filled)
    assert (code, json.loads(out)["decision"]) == (0, "defer")


def test_the_schema_knows_every_field_of_the_template(capsys: pytest.CaptureFixture[str]) -> None:
    main(["screen", "--schema"])
    schema = json.loads(capsys.readouterr().out)
    main(["screen", "--template"])
    template = json.loads(capsys.readouterr().out)
    assert set(template) == set(schema["properties"])
    facts = schema["properties"]["facts"]["properties"]
    assert set(facts) == set(template["facts"])
    assert facts["age_years"]["anyOf"][0] == {"type": ["integer", "null"], "minimum": 0.0, "maximum": 120.0}


def test_facts_come_back_as_they_were_given() -> None:
    assert read_facts(WELL) == well()
