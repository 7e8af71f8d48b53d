"""The reference page of a measure says everything the data file holds, and nothing that may not be shown."""

import re

import pytest

from openkap.interfaces.cli.measure_page import index_page, page
from openkap.knowledge.measures import Measure, measure, measures
from openkap.terms.quantity import write_number


@pytest.mark.parametrize("one", [pytest.param(one, id=one.key) for one in measures()])
def test_the_page_holds_what_the_file_holds(one: Measure) -> None:
    text = page(one)
    assert text.startswith(f"# {one.title}")
    for line in (*one.notes, *one.unconfirmed, *(citation.text for citation in one.citations)):
        assert line in text
    for item in one.items:
        assert f"| {item.number} |" in text
    for band in one.bands:
        assert f"| {write_number(band.low)} | {write_number(band.high)} | {band.name} |" in text
    for rule in (*one.cut_offs, *one.change, *one.flags, *one.algorithms):
        assert rule.source in text or getattr(rule, "sentence", "") in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.count("|") - 2 * line.count("\\|") for line in table.splitlines()}) == 1
    assert "\n\n\n" not in text
    assert not re.search(r"[a-z]\.\. ", text)


def test_general_knowledge_is_marked() -> None:
    assert "better by 50 % of the baseline or more | Convention: half of the baseline or less [K]" in page(
        measure("gad7")
    )


def test_what_is_not_validated_says_so() -> None:
    assert "**Not validated**" in page(measure("urinary_check"))
    assert "**Not validated**" not in page(measure("phq9"))


def test_the_index_links_every_page() -> None:
    assert re.findall(r"\]\((\w+)\.md\)", index_page(measures())) == [one.key for one in measures()]
