"""`openkap score` and `openkap measures` as a person or a program meets them: exit codes, JSON, and sentences."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from openkap.project.main import main


@pytest.fixture
def answers(tmp_path: Path):
    def write(document: object) -> str:
        path = tmp_path / "answers.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return str(path)

    return write


def test_a_complete_form_has_every_field_of_the_contract(answers, capsys) -> None:
    form = {"answers": {str(number): 1 for number in range(1, 10)}}
    assert main(["score", "phq9", "--answers", answers(form), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert list(result) == ["measure", "edition", "total", "missing", "subscales", "band", "flags", "derived"]
    assert (result["measure"], result["total"], result["missing"], result["band"]) == ("phq9", 9, [], "mild")
    assert [(flag["code"], flag["item"], flag["value"]) for flag in result["flags"]] == [("suicidal-thoughts", "9", 1)]


def test_an_incomplete_form_has_no_total_and_says_what_is_missing(answers, capsys) -> None:
    assert main(["score", "phq9", "--answers", answers({"answers": {"9": 3, "1": None}}), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["total"] is None
    assert result["band"] is None
    assert result["missing"] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert result["flags"][0]["item"] == "9"


def test_people_read_the_flag_without_json(answers, capsys) -> None:
    assert main(["score", "phq9", "--answers", answers({"answers": {"9": 3}})]) == 0
    out = capsys.readouterr().out
    assert "A person must see this (item 9)" in out
    assert "none yet" in out


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"answers": {"10": 1}}, 'answers.10: PHQ-9 has no item "10"'),
        ({"answers": {"1": 4}}, "answers.1: Item 1 takes 0, 1, 2 or 3."),
        ({"answers": {"1": -1}}, "answers.1:"),
        ({"answers": {"1": True}}, "answers.1:"),
        ({"answers": {"1": 2.0}}, "answers.1:"),
        ({"answers": {"1": "two"}}, "answers.1:"),
        ({"answers": {"1": ""}}, "answers.1:"),
        ({"answers": {"1": "٢"}}, "answers.1:"),
        ({"answers": {"1": [2]}}, "answers.1:"),
        ({"answers": {"1": {"value": 2}}}, "answers.1:"),
        ({"answers": {"\ud800": 2}}, "answers: PHQ-9 has no such item"),
        ({"answers": [2, 2]}, "answers: Give one object"),
        ({"1": 2}, "answers: Give one object"),
        ({"answers": {}, "extra": 1}, "answers: Give one object"),
        ('{"answers": {"1": 2, "1": 3}}', "stands twice"),
        ('{"answers": {"1": NaN}}', "NaN"),
        ("[]", "Give one JSON object"),
        ("", "not JSON"),
    ],
)
def test_bad_answers_are_refused_by_name(document, says, answers, capsys) -> None:
    assert main(["score", "phq9", "--answers", answers(document)]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_an_answer_to_an_item_that_was_not_asked_is_refused_with_what_it_takes(answers, capsys) -> None:
    form = {"answers": {"1": 1, "2": 0, "5": 1, "6": 0}}
    assert main(["score", "cssrs_screen", "--answers", answers(form)]) == 2
    captured = capsys.readouterr()
    assert "answers.5: Item 5 is asked only after 1 or more in item 2, and takes 0 or 1." in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("harmless", [{"5": 0}, {"5": None}])
def test_a_no_to_an_item_that_was_not_asked_changes_nothing(harmless, answers, capsys) -> None:
    form = {"answers": {"1": 1, "2": 0, "6": 0} | harmless}
    assert main(["score", "cssrs_screen", "--answers", answers(form), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["band"] == "low"


def test_a_yes_while_its_branch_is_open_is_flagged_not_refused(answers, capsys) -> None:
    assert main(["score", "cssrs_screen", "--answers", answers({"answers": {"5": 1}}), "--json"]) == 0
    assert [flag["item"] for flag in json.loads(capsys.readouterr().out)["flags"]] == ["5"]


@pytest.mark.parametrize("key", ["phq", "PHQ9", "../phq9", "", "phq9.2026-11-23"])
def test_an_unknown_measure_is_refused(key, answers, capsys) -> None:
    assert main(["score", key, "--answers", answers({"answers": {}})]) == 2
    assert "No measure has this key" in capsys.readouterr().err


def test_an_unknown_edition_is_refused_with_those_there_are(answers, capsys) -> None:
    assert main(["score", "phq9", "--edition", "1999-01-01", "--answers", answers({"answers": {}})]) == 2
    assert "Editions of phq9: 2026-11-23" in capsys.readouterr().err


def test_the_list_and_a_page(capsys) -> None:
    assert main(["measures", "list", "--json"]) == 0
    assert "phq9" in [row["key"] for row in json.loads(capsys.readouterr().out)]
    assert main(["measures", "show", "gad7"]) == 0
    assert "| 1 | Feeling nervous, anxious or on edge |" in capsys.readouterr().out
    assert main(["measures", "show", "gad7", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["loinc_total"] == "70274-6"
    assert main(["measures", "show", "nothing"]) == 2


def test_scoring_imports_no_framework_and_reads_one_data_file(answers) -> None:
    code = (
        "import sys\n"
        "from openkap.knowledge.measures import reader\n"
        "from openkap.project.main import main\n"
        "read = []\n"
        "sys.addaudithook(lambda event, args: read.append(args[0]) if event == 'open' else None)\n"
        f"main(['score', 'phq9', '--answers', {answers({'answers': {}})!r}, '--json'])\n"
        "assert not [name for name in ('django', 'psycopg', 'numpy') if name in sys.modules]\n"
        "assert len([name for name in read if str(name).endswith('.toml')]) == 1\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
