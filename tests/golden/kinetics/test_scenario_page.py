"""The page about the scenario file names every field, and its example runs."""

import json
import re
from pathlib import Path

from openkap.clinical.kinetics import scenario
from openkap.project.main import main

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "write-a-kinetics-scenario.md").read_text("utf-8")


def test_every_field_is_named_and_no_other():
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    known = {*scenario.SCENARIO_FIELDS, *scenario.DOSE_FIELDS}
    assert named | {"route", "mg", "start_min"} == known


def test_its_example_runs(tmp_path, capsys):
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "scenario.json"
    file.write_text(example[1])
    assert main(["kinetics", "simulate", "--scenario", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert all(f"`{name}`" in PAGE for name in answer if name != "citation")
