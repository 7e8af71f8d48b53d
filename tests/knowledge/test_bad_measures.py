"""Data files with one fault each are refused, and the refusal says where."""

from pathlib import Path

import pytest

from openkap.knowledge.measures.reader import read_measure

GOOD = """\
key = "example"
edition = "2026-11-23"
title = "An example"
short_title = "Example"
answered_by = "client"
when = "Never."
better = "lower"
items = [{ numbers = "1-2", low = 0, high = 3 }]

[rights]
licence = "C"
may_show_text = false
holder = "Nobody"
terms = "None."
confidence = "K"

[[citations]]
text = "Nobody 2026"

[total]
key = "total"
title = "Sum"
kind = "sum"
items = ["1", "2"]
low = 0
high = 6

[[bands]]
low = 0
high = 3
name = "low"

[[bands]]
low = 4
high = 6
name = "high"
"""

FAULTS = {
    "unknown name": ('when = "Never."', 'when = "Never."\nwhenever = "Never."', "unknown: whenever"),
    "missing name": ('title = "An example"\n', "", "title"),
    "wrong type": ('title = "An example"', "title = 7", "title: expected str"),
    "a number where a truth belongs": ("may_show_text = false", "may_show_text = 0", "rights.may_show_text"),
    "edition is no date": ("2026-11-23", "2026-13-23", "month"),
    "edition is no ISO date": ("2026-11-23", "20261123", "an edition is a date"),
    "key with a space": ('key = "example"', 'key = "an example"', "a key is"),
    "unknown licence": ('licence = "C"', 'licence = "Z"', "Z"),
    "text shown under class C": ("may_show_text = false", "may_show_text = true", "must not be shown"),
    "text under class C": ("low = 0, high = 3 }", 'low = 0, high = 3, text = "How?" }', "wording"),
    "text without a notice": (
        'licence = "C"\nmay_show_text = false',
        'licence = "B"\nmay_show_text = true',
        "needs its notice",
    ),
    "an item twice": ("}]", '}, { number = "2", low = 0, high = 1 }]', "each number once"),
    "no items": ('items = [{ numbers = "1-2", low = 0, high = 3 }]', "items = []", "items must be there"),
    "item without values": ("low = 0, high = 3 }", "low = 0 }", "low must stand below high"),
    "item upside down": ("low = 0, high = 3 }", "low = 3, high = 0 }", "low must stand below high"),
    "item with both kinds of values": (
        "low = 0, high = 3 }",
        "low = 0, high = 3, options = [{ value = 0 }] }",
        "either options",
    ),
    "option twice": (
        "low = 0, high = 3 }",
        "options = [{ value = 0 }, { value = 0 }] }",
        "same value",
    ),
    "scale of a stranger": ('items = ["1", "2"]', 'items = ["1", "3"]', "no such item: 3"),
    "scale of nothing": ('items = ["1", "2"]', "", "scale total"),
    "unknown kind": ('kind = "sum"', 'kind = "product"', "product"),
    "bands that overlap": ("low = 4\nhigh = 6", "low = 3\nhigh = 6", "bands must rise"),
    "band upside down": ("low = 4\nhigh = 6", "low = 6\nhigh = 4", "band high"),
    "verified by nobody": ('confidence = "K"', 'confidence = "K"\nverified_on = 2026-01-01', "verified_by"),
    "cut-off without limit": (
        "[[bands]]\nlow = 0",
        '[[cut_offs]]\nmeaning = "m"\nsource = "s"\nconfidence = "K"\n\n[[bands]]\nlow = 0',
        "give at_least or at_most",
    ),
    "change defined twice over": (
        "[[bands]]\nlow = 0",
        '[[change]]\nkind = "response"\npoints = 3\npercent = 50\nsource = "s"\nconfidence = "K"\n\n[[bands]]\nlow = 0',
        "exactly one definition",
    ),
    "flag without limit": (
        "[[bands]]\nlow = 0",
        '[[flags]]\ncode = "c"\nitems = ["1"]\nsentence = "s"\nsource = "s"\nconfidence = "K"\n\n[[bands]]\nlow = 0',
        "give at_least, at_most or both",
    ),
    "not TOML": ('key = "example"', "key =", "example.toml: Invalid value"),
}


def test_the_good_example_is_read(tmp_path: Path) -> None:
    path = tmp_path / "example.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert [item.number for item in read_measure(path).items] == ["1", "2"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_with_one_fault_is_refused(fault: str, tmp_path: Path) -> None:
    old, new, says = FAULTS[fault]
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    if fault == "text without a notice":
        text = text.replace("high = 3 }", 'high = 3, text = "How?" }')
    path = tmp_path / "example.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        read_measure(path)
