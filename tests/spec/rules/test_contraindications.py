"""CI-01 to CI-13: what stops a dose, for which drug, on whose authority. One line per rule, to be reviewed."""

import pytest

from openkap.clinical.eligibility import Decision, decision, judge
from openkap.knowledge.rules import Action, Kind, Override, contraindications, rule
from openkap.terms.fact import Known, Unknown
from openkap.terms.finding import Standing
from openkap.terms.refusal import BadInput

LABEL, LABELLED, LAW, POLICY = (
    Kind.LABEL_CONTRAINDICATION,
    Kind.LABEL,
    Kind.LAW,
    Kind.SITE_POLICY,
)

# rule, the fact that stops, authority for racemic ketamine and for esketamine (None: not concerned), client asked
TABLE = [
    ("CI-01", "aneurysmal_vascular_disease", POLICY, LABEL, True),
    ("CI-02", "intracerebral_haemorrhage_ever", POLICY, LABEL, True),
    ("CI-03", "ketamine_hypersensitivity", LABEL, LABEL, True),
    ("CI-04", "bp_rise_hazard", LABEL, LABELLED, True),
    ("CI-05", "psychosis_now", POLICY, POLICY, True),
    ("CI-06", "mania_or_mixed_now", POLICY, POLICY, True),
    ("CI-07", "pregnant", LABELLED, LABELLED, True),
    ("CI-08", "intoxicated_now", POLICY, POLICY, False),
    ("CI-09", "cannot_consent_or_withdrew", LAW, LAW, False),
    ("CI-10", "preeclampsia_or_eclampsia", LABEL, None, True),
    ("CI-11", "acute_raised_icp_iop_or_open_globe", LABELLED, POLICY, True),
    ("CI-12", "under_18", POLICY, LABELLED, True),
    ("CI-13", "imminent_suicide_risk", POLICY, POLICY, False),
]
NONE_OF_THEM = {fact: Known(False) for _, fact, *_ in TABLE}


def test_the_table_is_complete() -> None:
    assert [line[0] for line in TABLE] == [each.id for each in contraindications()]


@pytest.mark.parametrize(("id_", "fact", "racemic", "esketamine", "client"), TABLE)
def test_each_contraindication(id_: str, fact: str, racemic: Kind, esketamine: Kind | None, client: bool) -> None:
    each = rule(id_)
    assert (each.asks, each.action, each.override) == (fact, Action.BLOCK, Override.NOBODY)
    assert bool(each.client_question) is client
    for drug, kind in (("racemic", racemic), ("esketamine", esketamine)):
        ground = each.ground(drug)
        assert (ground.kind if ground else None) is kind


@pytest.mark.parametrize(("id_", "fact", "racemic", "esketamine", "client"), TABLE)
def test_yes_blocks_no_passes_unknown_waits(id_: str, fact: str, racemic: Kind, esketamine: Kind, client: bool) -> None:
    for said, standing, outcome in (
        (Known(True), Standing.NOT_YET, Decision.BLOCKED),
        (Known(False), Standing.MET, Decision.CLEAR),
        (Unknown("not sure"), Standing.UNKNOWN, Decision.DEFER),
        (Known("no"), Standing.UNKNOWN, Decision.DEFER),  # a word is not an answer to a yes-or-no question
        (Known(0), Standing.UNKNOWN, Decision.DEFER),
    ):
        findings = judge(rules=contraindications(), facts={**NONE_OF_THEM, fact: said}, drug="racemic", route="iv")
        found = next(each for each in findings if each.rule == id_)
        assert found.standing is standing
        assert decision(findings) is outcome
        assert found.facts[0] == fact
        assert bool(found.resolve) is (standing is not Standing.MET)


def test_a_positive_test_counts_as_pregnancy() -> None:
    facts = {**NONE_OF_THEM, "pregnancy_test": Known("positive")}
    assert decision(judge(rules=contraindications(), facts=facts, drug="racemic", route="iv")) is Decision.BLOCKED


def test_pre_eclampsia_is_not_asked_before_esketamine() -> None:
    findings = judge(rules=contraindications(), facts=NONE_OF_THEM, drug="esketamine", route="in-esketamine")
    assert "CI-10" not in [each.rule for each in findings]
    assert decision(findings) is Decision.CLEAR


def test_nothing_asked_is_not_clear() -> None:
    assert decision(judge(rules=contraindications(), facts={}, drug="racemic", route="iv")) is Decision.DEFER
    with pytest.raises(ValueError, match="at least one"):
        decision([])


@pytest.mark.parametrize(("drug", "route"), [("racemic", "in-esketamine"), ("esketamine", "iv"), ("racemic", "smoke")])
def test_a_route_that_does_not_carry_the_drug_is_refused(drug: str, route: str) -> None:
    with pytest.raises(BadInput):
        judge(rules=contraindications(), facts={}, drug=drug, route=route)
