"""The rule files as data: whole, dated, cited, and consistent with one another."""

from datetime import date
from decimal import Decimal

import pytest

from openkap.knowledge.routes import routes
from openkap.knowledge.rules import Action, Confidence, Kind, Occasion, Override, Rule, rules, sources
from openkap.knowledge.rules.fact_spec import FactKind, fact_specs
from openkap.knowledge.rules.settings import settings
from openkap.knowledge.rules.table import KnowledgeFault, Table
from openkap.knowledge.thresholds import discharge_criteria, thresholds

EVERY = (*rules(), *discharge_criteria())


def numbered(prefix: str, last: int) -> set[str]:
    return {f"{prefix}-{number:02}" for number in range(1, last + 1)}


def test_every_row_of_the_facts_is_there() -> None:
    """CI-01 to 13, RC-01 to 32, PD-01 to 15, DC-01 to 11; rows that act in two ways stand as 03a and 03b."""
    ids = {each.id.rstrip("abc") for each in EVERY}
    assert numbered("CI", 13) | numbered("RC", 32) | numbered("PD", 15) | numbered("DC", 11) <= ids
    assert numbered("IX", 25) | numbered("TS", 15) | numbered("SE", 7) | numbered("CX", 7) <= ids


def test_every_threshold_of_the_facts_is_there() -> None:
    expected = {
        *("TH-BP1", "TH-BP2", "TH-BP3", "TH-BP4", "TH-BP5", "TH-HR1", "TH-HR2", "TH-SAT1", "TH-SAT2", "TH-RR"),
        *("TH-SED1", "TH-SED2", "TH-NV", "TH-ANX", "TH-PSY", "TH-PROL", "TH-LAR", "TH-EXTR", "TH-MISS"),
    }
    assert expected == {each.id for each in thresholds()} - {"TH-HR2-RHYTHM", "TH-RR-SEEN"}


def test_ids_are_given_once() -> None:
    ids = [each.id for each in (*EVERY, *thresholds())]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", EVERY, ids=lambda each: each.id)
def test_each_rule_is_dated_cited_and_says_what_would_settle_it(rule: Rule) -> None:
    assert date.fromisoformat(rule.edition)
    assert rule.title
    assert rule.text.endswith(".")
    assert rule.resolve.endswith(".")
    assert rule.by in ("prescriber", "monitor", "guide", "front desk")
    assert rule.occasions
    for _, ground in rule.grounds:
        assert set(ground.sources) <= set(sources())
        assert ground.sources or ground.confidence is Confidence.UNCONFIRMED
    assert {source for source, _ in rule.views} <= set(sources())
    assert "{" not in rule.title + rule.text + rule.resolve
    assert rule.client_question == "" or rule.client_question.endswith(("?", "."))


@pytest.mark.parametrize("rule", EVERY, ids=lambda each: each.id)
def test_what_is_not_confirmed_says_so(rule: Rule) -> None:
    unconfirmed = any(ground.confidence is Confidence.UNCONFIRMED for _, ground in rule.grounds)
    assert unconfirmed is ("source for this row is not confirmed" in rule.text)


@pytest.mark.parametrize("rule", rules(), ids=lambda each: each.id)
def test_who_may_override_fits_the_action(rule: Rule) -> None:
    if rule.action is Action.BLOCK:
        assert rule.override is Override.NOBODY
    if rule.action is Action.HARD_STOP:
        assert rule.override in (Override.PRESCRIBER, Override.PRESCRIBER_AND_SECOND)
    if rule.action in (Action.CAUTION, Action.INFO):
        assert rule.override.allowed


def test_label_contraindications_are_blocks_without_a_number_of_a_site() -> None:
    labelled = [
        each for each in rules() if any(ground.kind is Kind.LABEL_CONTRAINDICATION for _, ground in each.grounds)
    ]
    assert {each.id for each in labelled} == {"CI-01", "CI-02", "CI-03", "CI-04", "CI-10"}
    for each in labelled:
        assert (each.action, each.override) == (Action.BLOCK, Override.NOBODY)
        assert all(isinstance(test.value, bool) for test in each.comparisons)


def test_a_fact_that_counts_only_when_known_is_asked_for_by_another_rule() -> None:
    """Otherwise an unknown could pass. Contradictions only compare what was said; a medicine class rests on MX-01."""
    assert not [each.id for each in EVERY for test in each.comparisons if test.when_known and test.max_age]
    demanded = {test.fact for each in rules() for test in each.comparisons if not test.when_known}
    for each in rules():
        for test in each.comparisons:
            if test.when_known and each.group != "contradictions" and not test.fact.startswith("medicine:"):
                assert test.fact in demanded or test.fact in OPTIONAL, (each.id, test.fact)


# Results that nobody has to have: a blood count is optional (screening.md section 4), an eGFR belongs to TS-04's panel,
# a QTc to TS-07's ECG, rising enzymes to TS-03's liver tests.
OPTIONAL = {"blood_count_abnormal", "egfr_ml_per_min", "qtc_ms", "alp_or_ggt_rising_with_symptoms"}


def test_every_fact_is_asked_for_by_a_rule_or_worked_into_one() -> None:
    used = {test.fact for each in EVERY for test in each.comparisons}
    worked_in = {
        *("height_cm", "last_food_at", "last_drink_at", "medicines"),  # clinical.eligibility.derive
        *("last_dose_ended_at", "baseline_sbp_mm_hg", "baseline_dbp_mm_hg", "previous_sbp_mm_hg", "integration_at"),
        *("moaas", "map_mm_hg", "sbp_rise_mm_hg", "dbp_rise_mm_hg"),  # thresholds
    }
    assert set(fact_specs()) - used <= worked_in


def test_every_fact_can_be_entered_within_its_limits() -> None:
    for spec in fact_specs().values():
        assert spec.title, spec.name
        if spec.kind is FactKind.NUMBER:
            assert spec.low is not None, spec.name
            assert spec.high is not None, spec.name
            assert spec.low < spec.high, spec.name
            assert spec.unit, spec.name
        assert bool(spec.choices) is (spec.kind is FactKind.CHOICE), spec.name


def test_choices_in_rules_are_choices_of_their_fact() -> None:
    for each in EVERY:
        for test in each.comparisons:
            spec = fact_specs().get(test.fact)
            if spec is not None and spec.kind is FactKind.CHOICE and isinstance(test.value, str):
                assert test.value in spec.choices, (each.id, test.value)


def test_settings_are_cited_used_and_ordered() -> None:
    for setting in settings().values():
        assert set(setting.sources) <= set(sources())
        assert setting.not_above == "" or setting.not_above in settings()
    labelled = {setting.id for setting in settings().values() if setting.kind is Kind.LABEL}
    assert labelled == {
        *("release-minutes-in-esketamine", "fasting-food-in-esketamine", "fasting-drink-in-esketamine"),
    }


def test_routes_are_cited() -> None:
    for each in routes():
        assert date.fromisoformat(each.edition)
        assert set(each.observation.sources) <= set(sources())
        assert each.observation.booster == "resets"


def test_occasions_have_their_rules() -> None:
    assert len(rules(Occasion.SCREENING)) > 90
    assert len(rules(Occasion.DAY)) > 45
    assert [each.id for each in rules(Occasion.SESSION)] == ["IX-25"]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"title": 3}, "title must be a text"),
        ({}, "title is missing"),
        ({"title": "x", "tilte": "y"}, "does not know tilte"),
    ],
)
def test_a_slip_in_a_file_is_named(entries: dict[str, object], sentence: str) -> None:
    def read(table: Table) -> None:
        table.text("title")
        table.finish()

    with pytest.raises(KnowledgeFault, match=f"file.toml rule CI-99: {sentence}"):
        read(Table(entries, "file.toml rule CI-99"))


def test_numbers_arrive_exactly() -> None:
    assert Table({"n": Decimal("0.1")}, "here").number("n") == Decimal("0.1")
    with pytest.raises(KnowledgeFault, match="must be a number"):
        Table({"n": True}, "here").number("n")
