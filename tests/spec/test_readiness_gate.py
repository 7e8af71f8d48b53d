"""The readiness gate as a table that a clinician can review: one fact changed at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkap.clinical.pathway import CRITERIA, GateFacts, Verdict, judge_gate
from openkap.knowledge.pathways import pathway, pathways
from openkap.terms.fact import Known, Unknown
from openkap.terms.finding import Standing

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SAID = {
    topic: NOW - timedelta(days=3)
    for topic in ("life_story", "motivations", "intention", "when_afraid", "boundaries", "stop_signal", "music")
}
READY = GateFacts(
    at=NOW,
    today=TODAY,
    preparation_sessions=Known(2),
    consent_current=Known(True),
    clearance=Known("cleared"),
    words_said=SAID,
    lowest_trust=Known(7),
    open_alerts=Known(0),
    escort_named=Known(True),
    go_ahead=Known((True, TODAY)),
)


def without(topic: str) -> dict[str, datetime]:
    return {key: said for key, said in SAID.items() if key != topic}


# criterion, what is so, how it stands, words a clinician reads
KAP_TABLE = [
    ("RG-01", {"preparation_sessions": Unknown()}, "unknown", "not known how many"),
    ("RG-01", {"preparation_sessions": Known(0)}, "not yet", "0 of 2"),
    ("RG-01", {"preparation_sessions": Known(1)}, "not yet", "1 of 2"),
    ("RG-01", {"preparation_sessions": Known(2)}, "met", "2 held"),
    ("RG-01", {"preparation_sessions": Known(3)}, "met", "3 held"),
    ("RG-02", {"consent_current": Unknown("not signed yet")}, "unknown", "not signed yet"),
    ("RG-02", {"consent_current": Known(False)}, "not yet", "not yet clear"),
    ("RG-02", {"consent_current": Known(True)}, "met", "answered rightly"),
    ("RG-03", {"lowest_trust": Unknown()}, "unknown", "have not been answered"),
    ("RG-03", {"lowest_trust": Known(0)}, "not yet", "0 of 10"),
    ("RG-03", {"lowest_trust": Known(4)}, "not yet", "not been talked through"),
    ("RG-03", {"lowest_trust": Known(4), "words_said": SAID | {"trust": NOW}}, "met", "it was talked through"),
    ("RG-03", {"lowest_trust": Known(5)}, "met", "5 of 10"),
    ("RG-04a", {"words_said": without("life_story")}, "not yet", "Nothing is written"),
    ("RG-04b", {"words_said": without("motivations")}, "not yet", "Nothing is written"),
    ("RG-05", {"words_said": without("intention")}, "not yet", "Nothing is written"),
    ("RG-05", {}, "met", "20-Nov-2026"),
    ("RG-06a", {"words_said": without("when_afraid")}, "not yet", "Nothing is written"),
    ("RG-06b", {"words_said": without("boundaries")}, "not yet", "Nothing is written"),
    ("RG-06c", {"words_said": without("stop_signal")}, "not yet", "Nothing is written"),
    ("RG-07", {"open_alerts": Unknown()}, "unknown", "not known"),
    ("RG-07", {"open_alerts": Known(0)}, "met", "No alert"),
    ("RG-07", {"open_alerts": Known(1)}, "not yet", "1 alert that nobody"),
    ("RG-07", {"open_alerts": Known(2)}, "not yet", "2 alerts that nobody"),
    ("RG-09", {"escort_named": Unknown()}, "unknown", "Nobody has been named"),
    ("RG-09", {"escort_named": Known(False)}, "not yet", "without a phone"),
    ("RG-10", {"clearance": Unknown()}, "unknown", "No prescriber"),
    ("RG-10", {"clearance": Known("held")}, "not yet", "holds this course"),
    ("RG-10", {"clearance": Known("expired")}, "not yet", "run out"),
    ("RG-11", {"go_ahead": Unknown()}, "unknown", "not been asked"),
    ("RG-11", {"go_ahead": Known((False, TODAY))}, "not yet", "does not choose"),
    ("RG-11", {"go_ahead": Known((True, TODAY - timedelta(days=1)))}, "unknown", "22-Nov-2026, not today"),
    ("RG-11", {"go_ahead": Known((True, TODAY))}, "met", "said so today"),
]


@pytest.mark.parametrize(("criterion", "so", "stands", "says"), KAP_TABLE)
def test_kap(criterion: str, so: dict, stands: str, says: str) -> None:
    judgement = judge_gate(pathway("kap"), replace(READY, **so))
    finding = next(one for one in judgement.findings if one.rule == criterion)
    assert (finding.standing.value, says in finding.because) == (stands, True), finding.because
    assert judgement.opens is finding.met
    assert (finding.resolve == "") is finding.met


def test_all_met_is_ready() -> None:
    assert judge_gate(pathway("kap"), READY).verdict is Verdict.READY


def test_music_is_a_condition_and_closes_nothing() -> None:
    judgement = judge_gate(pathway("kap"), replace(READY, words_said=without("music")))
    assert judgement.verdict is Verdict.READY_WITH_CONDITIONS
    assert [one.rule for one in judgement.conditions] == ["RG-06d"]


def test_iv_only_asks_only_what_it_asks() -> None:
    bare = replace(READY, preparation_sessions=Unknown(), words_said={}, lowest_trust=Unknown())
    judgement = judge_gate(pathway("iv_only"), bare)
    assert judgement.verdict is Verdict.READY
    assert {left.title for left in judgement.leaves_out} >= {"Intention", "Preparation sessions"}


def test_every_criterion_of_every_pathway_has_its_test() -> None:
    assert {one.test for model in pathways() for one in model.criteria} == set(CRITERIA)


def _facts(known: st.SearchStrategy) -> st.SearchStrategy:
    return known.map(Known) | st.just(Unknown())


ANY_FACTS = st.builds(
    GateFacts,
    at=st.just(NOW),
    today=st.just(TODAY),
    preparation_sessions=_facts(st.integers(0, 5)),
    consent_current=_facts(st.booleans()),
    clearance=_facts(st.sampled_from(["cleared", "held", "expired"])),
    words_said=st.sets(st.sampled_from([*SAID, "trust"])).map(lambda said: dict.fromkeys(said, NOW)),
    lowest_trust=_facts(st.integers(0, 10)),
    open_alerts=_facts(st.integers(0, 3)),
    escort_named=_facts(st.booleans()),
    go_ahead=_facts(st.tuples(st.booleans(), st.sampled_from([TODAY, TODAY - timedelta(days=1)]))),
)


@given(facts=ANY_FACTS, key=st.sampled_from(["kap", "iv_only"]))
def test_it_opens_exactly_when_everything_it_must_have_is_met(facts: GateFacts, key: str) -> None:
    model = pathway(key)
    judgement = judge_gate(model, facts)
    must = {one.id for one in model.criteria if one.must}
    assert judgement.opens is all(one.standing is Standing.MET for one in judgement.findings if one.rule in must)
    assert [one.rule for one in judgement.findings] == [one.id for one in model.criteria]
    for finding in judgement.findings:
        assert finding.because
        assert bool(finding.resolve) is not finding.met
    fixed = {one.id for one in model.criteria if not one.overridable}
    if judgement.overridable:
        assert not fixed & {one.rule for one in judgement.closed_by}


@given(facts=ANY_FACTS, topic=st.sampled_from([*SAID, "trust"]))
def test_talking_about_something_never_closes_the_gate(facts: GateFacts, topic: str) -> None:
    more = replace(facts, words_said={**facts.words_said, topic: NOW})
    before, after = judge_gate(pathway("kap"), facts), judge_gate(pathway("kap"), more)
    assert {one.rule for one in after.closed_by} <= {one.rule for one in before.closed_by}
