"""Every data file of `knowledge/measures`: its schema, its sources, its rights, and whether its parts agree."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from openkap.clinical.measures.algorithms import ALGORITHMS
from openkap.knowledge.measures import Kind, Licence, Measure, Scale, measure, measures
from openkap.knowledge.measures.catalogue import data_files
from openkap.knowledge.measures.reader import read_measure
from openkap.terms.refusal import BadInput

FILES = data_files()
EVERY = [pytest.param(one, id=one.key) for one in measures()]

# The instruments of the project's facts, sections 1 to 5, and the two local ones.
WANTED = (
    "phq9 phq2 gad7 pcl5 pcptsd5 qids_sr16 madrs bdi2 cssrs_screen asq who5 audit audit_c dast10 mdq asrm "
    "pqb pq16 isi psqi sds wsas eq5d5l qlesq_sf shaps wemwbs swemwbs bpics icsi icpi cadss cadss6 moaas "
    "aldrete padss bprs18 psi asc5d asc11d meq30 socq ebi ceq ceq7 edi pis piq kset pps ipps ies eis "
    "wai_sr haq2 arm5 srs ors sqae cgi_s cgi_i pgic trust_sliders urinary_check "
)


def test_every_instrument_of_the_facts_is_there() -> None:
    assert sorted(one.key for one in measures()) == sorted(WANTED.split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_named_after_its_measure_and_lies_with_its_licence(path: Path) -> None:
    one = read_measure(path)
    assert path.name == f"{one.key}.{one.edition}.toml"
    folders = {Licence.FREE: "free", Licence.CONDITIONAL: "conditional"}
    assert path.parent.name == folders.get(one.rights.licence, "structure")


@pytest.mark.parametrize("one", EVERY)
def test_no_wording_where_it_may_not_be(one: Measure) -> None:
    if one.rights.licence in (Licence.SCORING_ONLY, Licence.COMMERCIAL):
        assert not one.rights.may_show_text
    if not one.rights.may_show_text:
        assert one.stem is None
        assert not [item.number for item in one.items if item.text or any(option.text for option in item.options)]


@pytest.mark.parametrize("one", EVERY)
def test_official_wording_carries_its_notice(one: Measure) -> None:
    ours = one.rights.holder == "openkap" or any("paraphrased" in note for note in one.notes)
    if one.has_text and not ours:
        assert one.notice
    if one.rights.licence is Licence.CONDITIONAL:
        assert one.rights.condition


@pytest.mark.parametrize("one", EVERY)
def test_every_measure_and_figure_names_its_source(one: Measure) -> None:
    assert one.citations
    assert one.rights.holder
    assert one.rights.terms
    assert one.when
    sources = [one.prorate] if one.prorate else []
    for rule in [*sources, *one.cut_offs, *one.change, *one.flags, *one.algorithms]:
        assert rule.source.strip()


@pytest.mark.parametrize("one", EVERY)
def test_an_item_can_be_read_by_someone(one: Measure) -> None:
    """Where there is no text, no name and no word for the numbers, the page says to use the licensed form."""
    silent = [item for item in one.items if not item.text and not item.name]
    if silent:
        words = " ".join((*one.notes, *one.unconfirmed, one.answer_key or ""))
        assert "form" in words or "wording" in words or one.answer_key


@pytest.mark.parametrize("one", EVERY)
def test_bands_cover_the_whole_total_without_gap(one: Measure) -> None:
    if not one.bands:
        return
    assert one.total is not None
    assert one.bands[0].low == one.total.low
    assert one.bands[-1].high == one.total.high
    for lower, upper in zip(one.bands, one.bands[1:], strict=False):
        assert upper.low == lower.high + 1


@pytest.mark.parametrize("one", EVERY)
def test_cut_offs_and_change_lie_within_the_scale(one: Measure) -> None:
    scales = {scale.key: scale for scale in one.scales}
    for rule in one.cut_offs:
        limit = rule.at_least if rule.at_least is not None else rule.at_most
        assert limit is not None
        assert scales[rule.scale].low <= limit <= scales[rule.scale].high
    for rule in one.change:
        assert one.total is not None
        span = one.total.high - one.total.low
        assert rule.points is None or 0 < rule.points <= span
        assert rule.percent is None or 0 < rule.percent <= 100
        for limit in (rule.at_most, rule.at_least):
            assert limit is None or one.total.low <= limit <= one.total.high


def _span(one: Measure, scale: Scale) -> tuple[Decimal, Decimal]:
    """The least and the most a scale can be, worked out from its items."""
    items = [item for item in one.items if item.number in scale.members]
    low = sum(0 if item.asked_if else item.lowest for item in items)
    high = sum(item.highest for item in items)
    match scale.kind:
        case Kind.SUM:
            parts = [other for other in one.scales if other.key in scale.scales]
            low, high = low + sum(part.low for part in parts), high + sum(part.high for part in parts)
        case Kind.MEAN:
            low, high = Decimal(low) / len(items), Decimal(high) / len(items)
        case Kind.COUNT:
            low, high = 0, len(items)
        case Kind.SUM_OF_MAXIMA:
            low, high = 0, sum(max(i.highest for i in items if i.number in group) for group in scale.groups)
        case Kind.PERCENT_OF_RANGE | Kind.SLEEP_EFFICIENCY:
            low, high = 0, 100
    if grades := scale.grades or scale.grades_below:
        low, high = 0, len(grades)
    return Decimal(low), Decimal(high)


@pytest.mark.parametrize("one", EVERY)
def test_the_range_of_every_scale_follows_from_its_items(one: Measure) -> None:
    for scale in one.scales:
        assert (scale.low, scale.high) == _span(one, scale), scale.key
        members = [*scale.members]
        assert len(members) == len(set(members)), scale.key


@pytest.mark.parametrize("one", EVERY)
def test_every_scored_item_is_used_or_the_page_says_why_not(one: Measure) -> None:
    used = {number for scale in one.scales for number in scale.members}
    used |= {number for rule in one.algorithms for group in rule.lists.values() for number in group}
    unused = [item.number for item in one.items if item.scored and item.number not in used]
    if unused:
        words = " ".join((*one.unconfirmed, *one.notes))
        assert "no score" in words or "no total" in words


@pytest.mark.parametrize("one", EVERY)
def test_named_algorithms_exist(one: Measure) -> None:
    assert {rule.name for rule in one.algorithms} <= set(ALGORITHMS)
    assert (one.band_from is None) or one.algorithms


def test_no_algorithm_is_left_over() -> None:
    assert {rule.name for one in measures() for rule in one.algorithms} == set(ALGORITHMS)


@pytest.mark.parametrize(
    ("key", "items"),
    [
        ("phq9", {"9"}),
        ("qids_sr16", {"12"}),
        ("madrs", {"10"}),
        ("bdi2", {"9"}),
        ("cssrs_screen", {"1", "2", "3", "4", "5", "6", "6b"}),
        ("asq", {"1", "2", "3", "4", "5"}),
    ],
)
def test_every_suicide_item_of_the_facts_raises_a_flag(key: str, items: set[str]) -> None:
    flagged = {n for rule in measure(key).flags if rule.code.startswith("suicidal-") for n in rule.items}
    assert flagged == items


def test_thresholds_that_are_general_knowledge_are_marked_as_local_policy() -> None:
    for one in measures():
        for rule in one.flags:
            assert rule.local_policy == (rule.confidence == "K"), (one.key, rule.code)


def test_flag_codes_are_the_known_ones() -> None:
    """Alert rules are keyed by these; a new code needs a rule of its own."""
    assert {rule.code for one in measures() for rule in one.flags} == {
        "suicidal-thoughts",
        "suicidal-thoughts-urgent",
        "suicidal-behaviour",
        "suicidal-behaviour-urgent",
        "sedation",
        "sedation-urgent",
        "urinary-symptoms",
    }


def _loinc_is_well_formed(code: str) -> bool:
    """LOINC codes end in a Luhn check digit."""
    if not re.fullmatch(r"[0-9]{3,6}-[0-9]", code):
        return False
    digits = [int(digit) for digit in code.replace("-", "")]
    doubled = [digit if place % 2 == 0 else digit * 2 for place, digit in enumerate(reversed(digits))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


@pytest.mark.parametrize("one", EVERY)
def test_loinc_codes_are_well_formed_and_never_the_known_wrong_ones(one: Measure) -> None:
    codes = [code for code in (one.loinc_panel, one.loinc_total, *(item.loinc for item in one.items)) if code]
    assert all(_loinc_is_well_formed(code) for code in codes)
    assert not set(codes) & {"70221-7", "71969-0", "96843-5", "89244-8"}
    if one.key != "cssrs_screen":
        assert "93373-9" not in codes
    answers = [option.loinc for item in one.items for option in item.options if option.loinc]
    assert all(re.fullmatch(r"LA[0-9]{1,6}-[0-9]", code) for code in answers)


def test_unknown_keys_and_editions_are_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        measure("phq10")
    assert refusal.value.field == "measure"
    with pytest.raises(BadInput) as refusal:
        measure("phq9", "2001-01-01")
    assert refusal.value.field == "edition"
    assert measure("phq9", "2026-11-23") is measure("phq9")
