"""Runs the tables of this folder (`*.toml`), which a clinician can read and correct: bands, cut-offs, change, cases."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from openkap.clinical.measures import Score, change, read_answers, score
from openkap.knowledge.measures import Measure, measure, measures

TABLES: dict[str, dict[str, Any]] = {}
for path in sorted(Path(__file__).parent.glob("*.toml")):
    TABLES |= tomllib.loads(path.read_text(encoding="utf-8"))

LEFT = "left"


def _rows(name: str) -> list[Any]:
    return [
        pytest.param(key, row, id=f"{key}-{row['says'] if isinstance(row, dict) else row}")
        for key, table in TABLES.items()
        for row in table.get(name, [])
    ]


def _summed(one: Measure, points: int, fill: list[str] | None = None) -> dict[str, object]:
    """Answers that add up to `points`, from the first item on; every other item at its lowest."""
    assert one.total is not None
    answers: dict[str, object] = {item.number: item.lowest for item in one.items if item.scored}
    items = {item.number: item for item in one.items}
    rest = points - sum(items[number].lowest for number in fill or one.total.members)
    for number in fill or one.total.members:
        values = [option.value for option in items[number].options] or range(
            items[number].lowest, items[number].highest + 1
        )
        best = max(value for value in values if value - items[number].lowest <= rest)
        answers[number] = best
        rest -= best - items[number].lowest
    assert rest == 0, f"{one.key} cannot be filled to {points}"
    return answers


def _of_sum(key: str, points: int) -> Score:
    one = measure(key)
    return score(one, read_answers(one, _summed(one, points, TABLES[key].get("fill"))))


def test_every_measure_has_its_table() -> None:
    assert set(TABLES) == {one.key for one in measures()}


@pytest.mark.parametrize(("key", "row"), _rows("bands"))
def test_band(key: str, row: list[Any]) -> None:
    result = _of_sum(key, row[0])
    assert (result.total, result.band) == (row[0], row[1])


@pytest.mark.parametrize(("key", "row"), _rows("bands_by_raw_sum"))
def test_band_of_a_converted_sum(key: str, row: list[Any]) -> None:
    result = _of_sum(key, row[0])
    assert (result.subscales["raw"], result.total, result.band) == tuple(row)


@pytest.mark.parametrize(("key", "row"), _rows("cut_offs"))
def test_cut_offs(key: str, row: list[int]) -> None:
    reached = _of_sum(key, row[0]).derived["cut_offs_reached"]
    assert isinstance(reached, tuple)
    assert len(reached) == row[1]


@pytest.mark.parametrize(("key", "row"), _rows("change"))
def test_change(key: str, row: list[Any]) -> None:
    one = measure(key)
    baseline, latest = (Score(key, one.edition, points) for points in row[:2])
    verdict = getattr(change(one, baseline, latest), row[2])
    assert verdict.met is (None if row[3] == "not judged" else row[3])
    assert verdict.definition


@pytest.mark.parametrize(("key", "row"), _rows("case"))
def test_case(key: str, row: dict[str, Any]) -> None:
    one = measure(key)
    answers: dict[str, object] = {}
    if "all" in row:
        answers = {item.number: row["all"] for item in one.items if item.takes(row["all"]) and not item.asked_if}
    answers |= {number: None if value == LEFT else value for number, value in row.get("answers", {}).items()}
    result = score(one, read_answers(one, answers))
    if "total" in row:
        assert result.total == _number(row["total"])
    if "band" in row:
        assert result.band == (row["band"] or None)
    if "missing" in row:
        assert list(result.missing) == row["missing"]
    if "flags" in row:
        raised = [f"{f.code} {f.item}={LEFT if f.value is None else f.value}" for f in result.flags]
        assert raised == row["flags"]
    for name, value in row.get("subscales", {}).items():
        assert result.subscales[name] == _number(value), name
    if row.get("subscales") == {}:
        assert not result.subscales
    for name, value in row.get("derived", {}).items():
        _check_derived(result, name, value)


def _number(value: object) -> object:
    """Numbers are ints; decimals stand in quotes, so that no binary rounding creeps in; "none" is no number."""
    return None if value == "none" else Decimal(value) if isinstance(value, str) else value


def _check_derived(result: Score, name: str, value: object) -> None:
    if value == "absent":
        assert name not in result.derived
    elif name == "cut_offs_reached":
        reached = result.derived[name]
        assert isinstance(reached, tuple)
        assert len(reached) == value
    else:
        found = result.derived[name]
        assert found == (None if value == "not known" else value)
        assert isinstance(found, type(value)) or found is None


@pytest.mark.parametrize("one", [pytest.param(one, id=one.key) for one in measures()])
def test_the_tables_know_every_edge(one: Measure) -> None:
    """A band, a cut-off, a reversed item or a change rule that the tables do not speak of is a gap in the review."""
    table = TABLES[one.key]
    edges = {int(edge) for band in one.bands for edge in (band.low, band.high)}
    cases = table.get("case", [])
    spoken = {row[0] for row in table.get("bands", [])} | {row["total"] for row in cases if "total" in row}
    if "bands_by_raw_sum" not in table:
        assert edges <= spoken
    assert [item.number for item in one.items if item.reverse] == table.get("reversed", [])
    assert {rule.kind.value for rule in one.change} <= {row[2] for row in table.get("change", [])}
    if one.cut_offs and "bands_by_raw_sum" not in table:
        assert "cut_offs" in table or any("cut_offs_reached" in row.get("derived", {}) for row in cases)
    flagged = {rule.code for rule in one.flags}
    shown = {flag.split()[0] for row in cases for flag in row.get("flags", [])}
    assert flagged == shown


@pytest.mark.parametrize("one", [pytest.param(one, id=one.key) for one in measures()])
def test_leaving_out_any_one_scored_item_leaves_no_number_that_needs_it(one: Measure) -> None:
    full: dict[str, object] = {item.number: item.highest for item in one.items}
    covered = {number for group in one.alternatives for number in group}
    for item in one.items:
        if not item.scored or item.number in covered:
            continue
        answers = {number: value for number, value in full.items() if number != item.number}
        result = score(one, read_answers(one, answers))
        assert result.missing == (item.number,)
        for scale in one.subscales:
            if item.number in scale.members:
                assert result.subscales[scale.key] is None
        if one.total is not None and item.number in one.total.members:
            assert result.total is None
            assert result.band is None
