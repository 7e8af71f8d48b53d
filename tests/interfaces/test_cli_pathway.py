"""`openkap pathway`: what it prints, what it refuses and with which code; and that it brings no framework along."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from openkap.knowledge.pathways import pathway, pathway_keys
from openkap.project.main import main

BAD = Path(__file__).parents[1] / "spec" / "pathways" / "bad"


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["key"] for row in rows] == list(pathway_keys())
    assert {row["key"]: (row["preparation"], row["medicine"], row["integration"]) for row in rows} == {
        "kap": ("3", "3", "2"),
        "kap_montreal": ("2", "6", "1"),
        "kap_sublingual": ("2", "8", "1"),
        "iv_only": ("none", "6", "none"),
        "esketamine": ("none", "12", "none"),
    }
    assert main(["pathway", "list"]) == 0
    assert "kap_montreal" in capsys.readouterr().out


@pytest.mark.parametrize("key", pathway_keys())
def test_show_and_check(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "show", key]) == 0
    page = capsys.readouterr().out
    assert all(criterion.title in page and criterion.source in page for criterion in pathway(key).criteria)
    assert main(["pathway", "show", key, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["key"] == key
    assert {"measure": "phq9", "occasion": "after a dose"} in shown["asked"]
    assert main(["pathway", "check", key, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"pathway": key, "clean": True, "faults": []}


def test_check_says_every_finding_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "check", str(BAD / "dose_without_gate.toml")]) == 3
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 1
    assert said[0].startswith("dose_without_gate.toml:")
    assert "without a gate" in said[0]
    assert main(["pathway", "check", str(BAD / "unknown_key.toml"), "--json"]) == 3
    fault = json.loads(capsys.readouterr().out)["faults"][0]
    assert fault["line"] > 1
    assert fault["path"] == "sessions[1].colour"


@pytest.mark.parametrize("action", [["show"], ["check"], ["draw", "--svg", "-"]])
@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"key = ", "folder"])
def test_what_cannot_be_read(
    action: list[str], content: bytes | str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "some.toml"
    if isinstance(content, bytes):
        place.write_bytes(content)
    elif content == "folder":
        place.mkdir()
    assert main(["pathway", action[0], str(place), *action[1:]]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("openkap pathway: ")


def test_a_file_that_is_no_pathway_is_neither_shown_nor_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    for action in (["show"], ["draw", "--svg", "-"]):
        assert main(["pathway", action[0], str(BAD / "unknown_key.toml"), *action[1:]]) == 2
        assert "sessions[1].colour" in capsys.readouterr().err


@pytest.mark.parametrize("key", pathway_keys())
def test_draw(key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "way.svg"
    assert main(["pathway", "draw", key, "--svg", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["svg"] == str(out)
    drawn = ElementTree.fromstring(out.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    words = " ".join(drawn.itertext())
    assert all(phase.name in words for phase in pathway(key).phases)
    assert "Readiness gate" in words
    assert main(["pathway", "draw", key, "--svg", "-"]) == 0
    assert capsys.readouterr().out == out.read_text(encoding="utf-8")


def test_a_picture_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pathway", "draw", "kap", "--svg", str(tmp_path / "no" / "way.svg")]) == 2
    assert "Cannot write" in capsys.readouterr().err


def test_it_brings_no_framework() -> None:
    code = (
        "import sys; from openkap.project.main import main; main(['pathway', 'check', 'kap']); "
        "sys.exit(any(name.split('.')[0] in ('django', 'psycopg', 'numpy') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "kap.toml: nothing stands against it.\n")
