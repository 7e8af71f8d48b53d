"""`openkap order check` as a person at a shell meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

from openkap.project.main import main

ORDER: dict[str, object] = {
    "drug": "racemic",
    "route": "iv",
    "dose": "35 mg",
    "planned_at": "2026-11-23T14:30:00-06:00",
    "weight": "70 kg",
    "weighed_at": "2026-11-23T14:10:00-06:00",
    "height": "170 cm",
    "sex_at_birth": "female",
    "infusion_time": "40 min",
    "previous": "none",
}


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(changes: dict[str, object] | None = None, *options: str, text: str | None = None) -> Any:
        file = tmp_path / "order.json"
        file.write_text(json.dumps(ORDER | (changes or {})) if text is None else text, encoding="utf-8")
        code = main(["order", "check", "--order", str(file), *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ask


@pytest.mark.parametrize(
    ("changes", "code", "decision"),
    [
        ({}, 0, "in-order"),
        ({"dose": "350 mg"}, 0, "needs-review"),
        ({"weighed_at": None}, 0, "needs-review"),
        ({"concentration": "10 mg/mL", "volume": "35 mL"}, 3, "refused"),
    ],
)
def test_what_follows_and_the_exit(check: Any, changes: dict[str, object], code: int, decision: str) -> None:
    found, out, err = check(changes, "--json")
    assert (found, json.loads(out)["decision"], err) == (code, decision, "")


def test_people_read_sentences(check: Any) -> None:
    code, out, _ = check({"dose": "350 mg"})
    assert code == 0
    assert out.startswith("needs-review: the prescriber looks at what stands open.\n")
    assert "OR-07 (2026-11-23)  Tenfold slip  [not yet]" in out
    assert "the same figure with its point moved by one place is inside" in out
    assert "  confirm  a second person" in out
    assert out.rstrip().endswith("openkap checks what was written and proposes none.")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"dose": "35"}, "dose"), ({"dose": "5,0 mg"}, "dose"), ({"weight": "700 kg"}, "weight"), ({"x": 1}, "x")],
)
def test_what_cannot_be_is_named(check: Any, changes: dict[str, object], field: str) -> None:
    code, out, err = check(changes)
    assert (code, out) == (2, "")
    assert err.startswith(f"openkap order: {field}: ")


@pytest.mark.parametrize("text", ["", "[]", '{"dose": NaN}', '{"dose": ' + "9" * 5000 + "}", "\ud800"])
def test_a_file_that_cannot_be_read_is_refused(check: Any, tmp_path: Path, text: str) -> None:
    if text == "\ud800":
        (tmp_path / "order.json").write_bytes(b"\xff\xfe")
        assert main(["order", "check", "--order", str(tmp_path / "order.json")]) == 2
        return
    assert check(text=text)[0] == 2


def test_template_and_schema_know_the_same_fields(capsys: pytest.CaptureFixture[str]) -> None:
    main(["order", "check", "--template"])
    template = json.loads(capsys.readouterr().out)
    main(["order", "check", "--schema"])
    schema = json.loads(capsys.readouterr().out)
    assert set(template) == set(schema["properties"])
    assert set(template) - {"explained"} == set(template["explained"])
    assert schema["required"] == ["drug", "route", "dose", "planned_at"]


def test_a_filled_template_is_an_order(check: Any, capsys: pytest.CaptureFixture[str]) -> None:
    main(["order", "check", "--template"])
    template = json.loads(capsys.readouterr().out)
    code, out, _ = check(None, "--json", text=json.dumps(template | ORDER))
    assert (code, json.loads(out)["decision"]) == (0, "in-order")
