"""Wording packs: accepted when they are the measure, item by item and value by value; refused by place otherwise."""

import json
from pathlib import Path

import pytest

from openkap.knowledge.measures import measure
from openkap.knowledge.measures.wording import needs_confirming, own_words, read_pack
from openkap.project.main import main
from openkap.terms.refusal import BadInput

GOOD = """
schema = 1
measure = "wsas"
edition = "2026-11-23"
stem = "Stem."
notice = "© somebody"
[right]
holder = "Somebody"
reference = "letter of 2026-11-01"
attested_by = "Dana Lead"
attested_on = 2026-11-20
[items]
1 = "First"
2 = "Second"
3 = "Third"
4 = "Fourth"
5 = "Fifth"
[options]
0 = "not at all"
1 = "one"
2 = "two"
3 = "three"
4 = "four"
5 = "five"
6 = "six"
7 = "seven"
8 = "very"
"""


def pack(folder: Path, text: str) -> Path:
    path = folder / "pack.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pack_that_is_the_measure_is_taken(tmp_path: Path) -> None:
    found = read_pack(pack(tmp_path, GOOD))
    item = measure("wsas").items[4]
    assert (found.measure, found.right.attested_by) == ("wsas", "Dana Lead")
    assert (found.words.item(item), found.words.option(item, 8)) == ("Fifth", "very")


def test_one_item_may_have_options_of_its_own(tmp_path: Path) -> None:
    own = "[item_options.3]\n" + "\n".join(f'{value} = "own {value}"' for value in range(9))
    words = read_pack(pack(tmp_path, GOOD + own)).words
    assert words.options["3", 0] == "own 0"
    assert words.options["2", 0] == "not at all"


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("schema = 1", "schema = 2", "schema", "schema = 1"),
        ('"wsas"', '"wsaz"', "measure", "No measure has this key"),
        ('"wsas"', '"phq9"', "measure", "shipped already"),
        ("2026-11-23", "2020-01-01", "edition", "Editions of wsas"),
        ('5 = "Fifth"', "", "items", "missing: 5"),
        ('5 = "Fifth"', '5 = "Fifth"\n6 = "Sixth"', "items", "not among them: 6"),
        ('5 = "Fifth"', "5 = 5", "items.5", "text in quotes"),
        ('8 = "very"', "", "options", "missing: 8"),
        ('8 = "very"', '8 = "very"\n9 = "more"', "options", "not among them: 9"),
        ("attested_on = 2026-11-20", 'attested_on = "soon"', "right.attested_on", "as a date"),
        ('holder = "Somebody"', "", "right.holder", "text in quotes"),
        ('reference = "letter of 2026-11-01"', 'reference = " "', "right.reference", "text in quotes"),
        ('notice = "© somebody"', "", "notice", "text in quotes"),
        ("[right]", "[rights]", "rights", "no such entry"),
        ("[right]", "[right", "file", "not TOML"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_place(old: str, new: str, field: str, says: str, tmp_path: Path) -> None:
    assert old in GOOD
    with pytest.raises(BadInput, match=says) as refusal:
        read_pack(pack(tmp_path, GOOD.replace(old, new, 1)))
    assert refusal.value.field == field


def test_options_of_a_stranger_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no item 77"):
        read_pack(pack(tmp_path, GOOD + '[item_options.77]\n0 = "x"'))


def test_the_command_says_whether_it_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wording", "check", str(pack(tmp_path, GOOD)), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "measure": "wsas",
        "edition": "2026-11-23",
        "items": 5,
        "holder": "Somebody",
        "reference": "letter of 2026-11-01",
        "attested_by": "Dana Lead",
        "attested_on": "2026-11-20",
    }
    assert main(["wording", "check", str(pack(tmp_path, GOOD))]) == 0
    assert "belongs to wsas" in capsys.readouterr().out
    assert main(["wording", "check", str(tmp_path / "none.toml")]) == 2
    assert main(["wording", "check", str(pack(tmp_path, "x"))]) == 2


def test_three_measures_wait_for_a_condition() -> None:
    assert [
        key for key in ("audit", "cssrs_screen", "dast10", "phq9", "pps", "who5") if needs_confirming(measure(key))
    ] == [
        "audit",
        "dast10",
        "who5",
    ]


def test_a_measures_own_words() -> None:
    words = own_words(measure("phq9"))
    assert words.items["1"] == "Little interest or pleasure in doing things"
    assert words.options["1", 3] == "Nearly every day"
    assert own_words(measure("isi")).items == {}
