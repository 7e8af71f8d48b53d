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


EVERY = [pytest.param(one, id=one.key) for one in measures()]


def _cases(key: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = TABLES[key].get("case", [])
    return cases


@pytest.mark.parametrize("one", EVERY)
def test_the_table_has_both_ends_of_every_band(one: Measure) -> None:
    rows = TABLES[one.key].get("bands", [])
    named = {(row[0], row[1]) for row in rows} | {(row.get("total"), row.get("band")) for row in _cases(one.key)}
    named |= {tuple(row[1:]) for row in TABLES[one.key].get("bands_by_raw_sum", [])}
    reachable = {row[1] for row in TABLES[one.key].get("bands_by_raw_sum", [])}
    for band in one.bands:
        low, high = int(band.low), int(band.high)
        if reachable:  # not every total can be reached: the nearest that can stands for the end
            low = min(total for total in reachable if total >= low)
            high = max(total for total in reachable if total <= high)
        assert {(low, band.name), (high, band.name)} <= named


@pytest.mark.parametrize("one", EVERY)
def test_the_table_has_the_step_of_every_cut_off(one: Measure) -> None:
    """The last number on one side of it, and the first on the other."""
    table = TABLES[one.key]
    steps = [row for row in _cases(one.key) if "cut_offs_reached" in row.get("derived", {})]
    for rule in one.cut_offs:
        spoken = {row["subscales"][rule.scale] for row in steps if rule.scale in row.get("subscales", {})}
        if rule.scale == "total":
            spoken |= {row[0] for row in table.get("cut_offs", [])} | {row["total"] for row in steps if "total" in row}
        limit = rule.at_least if rule.at_least is not None else rule.at_most
        assert limit is not None
        step = 4 if "bands_by_raw_sum" in table else 1  # a total of raw sums times four moves by four
        below, above = (limit - step, limit) if rule.at_least is not None else (limit, limit + step)
        if "bands_by_raw_sum" in table:
            spoken |= {row[1] for row in table["bands_by_raw_sum"]}
            below, above = below - below % step, above + -above % step
        assert {int(below), int(above)} <= spoken, rule.sentence


@pytest.mark.parametrize("one", EVERY)
def test_the_table_has_a_yes_and_a_no_for_every_definition_of_change(one: Measure) -> None:
    rows = TABLES[one.key].get("change", [])
    for rule in one.change:
        assert {row[3] for row in rows if row[2] == rule.kind.value} == {True, False}, rule.kind


@pytest.mark.parametrize("one", EVERY)
def test_the_table_turns_every_reversed_item_by_itself(one: Measure) -> None:
    turned = [item.number for item in one.items if item.reverse]
    assert turned == TABLES[one.key].get("reversed", [])
    alone = [set(row.get("answers", {})) for row in _cases(one.key) if "total" in row]
    for number in turned:
        assert {number} in alone, number


@pytest.mark.parametrize("one", EVERY)
def test_the_table_has_every_missing_data_rule(one: Measure) -> None:
    """An open question; where an estimate may be shown, the last number of open questions with one and the first
    without; where one answer of a group is enough, that it is."""
    cases = _cases(one.key)
    assert any(row.get("missing") for row in cases)
    if one.prorate:
        gaps = {
            (list(row.get("answers", {}).values()).count(LEFT), row["derived"]["prorated_total"] != "absent")
            for row in cases
            if "prorated_total" in row.get("derived", {}) and "all" in row
        }
        most = one.prorate.most_missing
        assert {(most, True), (most + 1, False)} <= gaps
    for group in one.alternatives:
        assert any(set(group) & set(row.get("missing", [])) or row.get("missing") == [] for row in cases), group


@pytest.mark.parametrize("one", EVERY)
def test_the_table_raises_every_flag(one: Measure) -> None:
    shown = {flag.split()[0] for row in _cases(one.key) for flag in row.get("flags", [])}
    assert {rule.code for rule in one.flags} == shown


@pytest.mark.parametrize("one", EVERY)
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
