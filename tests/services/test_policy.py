"""A site's values: signed by name and with a reason, within what a label allows, and never changed but by the next."""

from datetime import timedelta

import pytest
from tests.support.people import Place

from openkap.knowledge.rules import site_values
from openkap.knowledge.rules.catalogue import rules
from openkap.knowledge.rules.schema import Action, Drug, Kind, Override
from openkap.knowledge.rules.settings import settings
from openkap.records.policy import find as policy
from openkap.services.choose_action import choose_action
from openkap.services.choose_policy import choose_policy
from openkap.services.read_site import read_site
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden, RuleRefusal

pytestmark = pytest.mark.django_db


def choose(place: Place, at, setting, value, *, reason="We decided so.", role=Role.LEAD):
    choose_policy(within=place.id, by=place[role], at=at, setting=setting, value=value, reason=reason)


def here(place: Place, setting: str):
    return site_values(read_site(within=place.id))[setting]


def test_a_value_is_signed_and_rules_and_goes_back_to_its_default(practice, now):
    choose(practice, now, "bp-hold-systolic", "135")
    assert here(practice, "bp-hold-systolic") == 135
    later = now + timedelta(days=1)
    choose(practice, later, "bp-hold-systolic", "", reason="Back to the default.", role=Role.PRESCRIBER)
    assert here(practice, "bp-hold-systolic") == settings()["bp-hold-systolic"].default
    kept = policy.history(within=practice.id, setting="bp-hold-systolic")
    assert [(one.value, one.signed_by_name) for one in kept] == [
        ("", "Alder House prescriber"),
        ("135", "Alder House Lead"),
    ]


@pytest.mark.parametrize("value", ["99", "181", "5,0", "NaN", "1e400", "-140", "١٤٠", "140 mmHg"])
def test_what_cannot_be_is_named_with_its_range(practice, now, value):
    with pytest.raises(BadInput, match="from 100 to 180 mmHg"):
        choose(practice, now, "bp-hold-systolic", value)
    assert policy.choices(within=practice.id) == []


def test_two_values_do_not_cross(practice, now):
    with pytest.raises(BadInput, match="must not be above"):
        choose(practice, now, "bp-hold-systolic", "175")


def test_it_takes_a_reason_a_name_and_a_role(practice, now):
    with pytest.raises(BadInput, match="Reason"):
        choose(practice, now, "bp-hold-systolic", "135", reason=" ")
    for role in (Role.GUIDE, Role.MONITOR, Role.FRONT_DESK):
        with pytest.raises(Forbidden):
            choose(practice, now, "bp-hold-systolic", "135", role=role)
    with pytest.raises(BadInput, match="no such value"):
        choose(practice, now, "no-such-setting", "1")
    assert policy.choices(within=practice.id) == []


LABELLED = [one for one in settings().values() if one.kind in (Kind.LABEL, Kind.LABEL_CONTRAINDICATION, Kind.LAW)]


@pytest.mark.parametrize("setting", LABELLED, ids=lambda setting: setting.id)
def test_what_a_label_sets_is_only_made_stricter(practice, now, setting):
    looser, stricter = (setting.high, setting.low) if setting.stricter == "lower" else (setting.low, setting.high)
    if setting.is_looser(looser):
        with pytest.raises(RuleRefusal, match="stricter, not looser"):
            choose(practice, now, setting.id, str(looser))
    choose(practice, now, setting.id, str(stricter))
    assert here(practice, setting.id) == stricter


def test_there_are_labelled_values():
    assert LABELLED


def decide(
    place: Place, at, *, rule="RC-01", drug="racemic", action="defer", override="nobody", role=Role.LEAD, why="So."
):
    said = {"rule": rule, "drug": drug, "action": action, "override": override, "reason": why}
    choose_action(within=place.id, by=place[role], at=at, **said)


def does(place: Place, rule: str, drug: Drug):
    return next(
        (one.action, one.override)
        for one in rules(site=read_site(within=place.id))
        if one.id == rule and one.ground(drug)
    )


def test_what_a_rule_does_is_decided_for_one_drug_beside_values_and_goes_back(practice, now):
    usual = does(practice, "RC-01", Drug.RACEMIC)
    assert usual != (Action.DEFER, Override.NOBODY)
    choose(practice, now, "bp-hold-systolic", "135")
    decide(practice, now)
    assert does(practice, "RC-01", Drug.RACEMIC) == (Action.DEFER, Override.NOBODY)
    assert does(practice, "RC-01", Drug.ESKETAMINE) == usual
    choose(practice, now + timedelta(hours=1), "bp-hold-systolic", "136")
    assert (here(practice, "bp-hold-systolic"), does(practice, "RC-01", Drug.RACEMIC)[0]) == (136, Action.DEFER)
    decide(practice, now + timedelta(days=1), action="", why="Back.", role=Role.PRESCRIBER)
    assert does(practice, "RC-01", Drug.RACEMIC) == usual
    kept = policy.history(within=practice.id, setting="action:RC-01:racemic")
    assert [(one.value, one.reason, one.signed_by_name) for one in kept] == [
        ("", "Back.", "Alder House prescriber"),
        ("defer|nobody", "So.", "Alder House Lead"),
    ]


@pytest.mark.parametrize(
    ("said", "refusal", "words"),
    [
        ({"rule": "CI-01", "drug": "esketamine", "action": "caution", "override": "prescriber"}, RuleRefusal, "looser"),
        ({"rule": "CI-01", "drug": "esketamine", "action": "block", "override": "prescriber"}, RuleRefusal, "looser"),
        ({"rule": "CI-09", "action": "info"}, RuleRefusal, "law"),
        ({"rule": "CI-99"}, BadInput, "no such rule"),
        ({"drug": "esketamine", "rule": "CI-10"}, BadInput, "no such rule"),
        ({"drug": "aspirin"}, BadInput, "no such rule"),
        ({"action": "forbid"}, BadInput, "block, hard-stop, defer, caution, info"),
        ({"override": "me"}, BadInput, "nobody, prescriber and"),
        ({"why": " "}, BadInput, "Reason"),
        ({"role": Role.GUIDE}, Forbidden, "guide|role|lead"),
    ],
)
def test_what_a_rule_cannot_be_made_to_do(practice, now, said, refusal, words):
    with pytest.raises(refusal, match=words):
        decide(practice, now, **said)
    assert policy.choices(within=practice.id) == []
