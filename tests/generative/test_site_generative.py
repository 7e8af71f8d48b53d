"""No combination of a site's choices loosens what a label contraindicates, sets as a limit, or the law asks for."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st
from tests.support.outcome import outcome_of
from tests.support.well import AT, well

from openkap.clinical.eligibility import Decision, decision, judge
from openkap.knowledge.routes import route
from openkap.knowledge.rules import (
    Action,
    ChosenAction,
    ChosenValue,
    Drug,
    Kind,
    Occasion,
    Override,
    Site,
    rule,
    rules,
    site_values,
)
from openkap.knowledge.rules.settings import settings
from openkap.knowledge.thresholds import discharge_criteria, thresholds
from openkap.terms.fact import Known
from openkap.terms.refusal import BadInput, Refusal, RuleRefusal

SIGNED = date(2026, 11, 1)
IDS = sorted(settings())
RULES = sorted(each.id for each in rules())


@st.composite
def values(draw: st.DrawFn) -> ChosenValue:
    setting = settings()[draw(st.sampled_from(IDS))]
    low, high = setting.low - abs(setting.low) - 1, setting.high * 2 + 1
    value = draw(st.decimals(low, high, places=1) | st.sampled_from([setting.low, setting.high, setting.default]))
    return ChosenValue(setting.id, value, draw(st.sampled_from(["Dr. Ada", "Dr. Bo", ""])), SIGNED)


ACTIONS = st.builds(
    ChosenAction,
    rule=st.sampled_from(RULES),
    drug=st.sampled_from(Drug),
    action=st.sampled_from(Action),
    override=st.sampled_from(Override),
    signed_by=st.sampled_from(["Dr. Ada", "Dr. Bo", ""]),
    signed_on=st.just(SIGNED),
)
SITES = st.builds(
    Site, values=st.lists(values(), max_size=6).map(tuple), actions=st.lists(ACTIONS, max_size=6).map(tuple)
)
# The same, without the choices that are refused one by one, so that many sites are accepted as a whole.
LIKELY = st.builds(
    Site,
    values=st.lists(values().filter(lambda each: bool(each.signed_by)), max_size=2).map(tuple),
    actions=st.lists(ACTIONS.filter(lambda each: bool(each.signed_by)), max_size=3).map(tuple),
)

LABELLED = {"CI-01": Drug.ESKETAMINE, "CI-02": Drug.ESKETAMINE, "CI-03": Drug.ESKETAMINE, "CI-10": Drug.RACEMIC}
ROUTE = {Drug.RACEMIC: "iv", Drug.ESKETAMINE: "in-esketamine"}


@given(site=SITES | LIKELY)
@run(max_examples=300, deadline=None)
def test_no_site_loosens_a_label_contraindication_a_label_or_the_law(site: Site) -> None:
    its_rules, refused = outcome_of(lambda: rules(Occasion.SCREENING, site))
    if its_rules is None:
        assert refused is not None
        assert refused.message.endswith(".")
        return
    chosen = site_values(site)
    for id_, drug in LABELLED.items():
        facts = well() | {rule(id_).asks: Known(True)}
        found = judge(rules=its_rules, facts=facts, drug=drug, route=ROUTE[drug], at=AT)
        stands = next(each for each in found if each.rule == id_)
        assert (stands.action, stands.override) == (Action.BLOCK, Override.NOBODY)
        assert decision(found) is Decision.BLOCKED
    for setting in settings().values():
        assert setting.low <= chosen[setting.id] <= setting.high
        if setting.kind is Kind.LABEL:
            assert not setting.is_looser(chosen[setting.id])
    for each in rules(site=site):
        for drug, ground in each.grounds:
            if ground.kind in (Kind.LABEL_CONTRAINDICATION, Kind.LAW):
                default = rule(each.id)
                assert each.action.severity >= default.action.severity, (each.id, drug)
                assert each.override.looseness <= default.override.looseness, (each.id, drug)


def choice(id_: str, value: str, signed_by: str = "Dr. Ada") -> Site:
    return Site(values=(ChosenValue(id_, Decimal(value), signed_by, SIGNED),))


# setting, what a site wants, what it reads
@pytest.mark.parametrize(
    ("id_", "value", "refusal"),
    [
        ("release-minutes-in-esketamine", "90", BadInput),
        ("fasting-food-in-esketamine", "119", BadInput),
        ("bp-hold-systolic", "181", BadInput),
        ("bp-hold-systolic", "NaN", BadInput),
        ("bp-hold-systolic", "165", BadInput),  # above the limit that ends the day
        ("pregnancy-test-age", "27.5", BadInput),
        ("no-such-setting", "1", BadInput),
    ],
)
def test_what_a_site_cannot_choose(id_: str, value: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        site_values(choice(id_, value))


def test_a_choice_is_signed() -> None:
    with pytest.raises(BadInput, match="signed"):
        site_values(choice("bp-hold-systolic", "135", signed_by=" "))


def test_a_site_may_be_stricter_and_every_text_follows() -> None:
    site = choice("bp-hold-systolic", "130")
    facts = well() | {"sbp_mm_hg": Known(Decimal(131), AT)}
    found = judge(rules=rules(Occasion.SCREENING, site), facts=facts, drug="racemic", route="iv", at=AT)
    held = next(each for each in found if each.rule == "RC-01")
    assert not held.met
    assert "Blood pressure is 130/90 mmHg or more." in held.because
    assert route("iv", choice("release-minutes-iv", "90")).release_minutes == 90
    assert thresholds(choice("th-hr1-high", "100"))[5].trigger == "heart rate above 100 /min"
    assert "Aldrete 10" in discharge_criteria(choice("release-aldrete", "10"))[1].text


def action(id_: str, drug: Drug, wanted: Action, override: Override) -> Site:
    return Site(actions=(ChosenAction(id_, drug, wanted, override, "Dr. Ada", SIGNED),))


def test_what_stands_by_analogy_may_be_weighed_and_what_the_label_says_may_not() -> None:
    """CI-01 is labelled for esketamine and stands by analogy for racemic ketamine: a site may decide the second."""
    loose = (Action.HARD_STOP, Override.PRESCRIBER_AND_SECOND)
    its_rules = rules(site=action("CI-01", Drug.RACEMIC, *loose))
    both = [each for each in its_rules if each.id == "CI-01"]
    assert [(each.grounds[0][0], each.action) for each in both] == [
        (Drug.RACEMIC, Action.HARD_STOP),
        (Drug.ESKETAMINE, Action.BLOCK),
    ]
    with pytest.raises(RuleRefusal, match="label contraindication for esketamine"):
        rules(site=action("CI-01", Drug.ESKETAMINE, *loose))
    with pytest.raises(RuleRefusal, match="law for racemic"):
        rules(site=action("CI-09", Drug.RACEMIC, *loose))
    with pytest.raises(BadInput, match="no rule"):
        rules(site=action("CI-99", Drug.RACEMIC, *loose))
    with pytest.raises(BadInput, match="does not concern"):
        rules(site=action("CI-10", Drug.ESKETAMINE, *loose))
