"""The readiness gate as a table that a clinician can review: one fact changed at a time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.support.way import CONSENT, NOW, Facts, at_the_gate

from openkap.clinical.pathway import CRITERIA, GateJudgement, GateState, Verdict, gate_state, judge_gate
from openkap.knowledge.pathways import CRITERION_TESTS, Condition, conditions, pathway, pathways
from openkap.terms.finding import Standing

DAY = timedelta(days=1)
READY = at_the_gate()
Change = Callable[[Facts], Facts]


def judge(facts: Facts, key: str = "kap") -> GateJudgement:
    known = facts.at()
    return judge_gate(pathway(key), known, known.sessions["today"], facts.now())


def without(*which: str) -> Change:
    return lambda facts: facts.without(*which)


def prepared(count: int, days_ago: int = 3) -> Change:
    return lambda facts: facts.without("preparation").held("preparation", count, ago=timedelta(days=days_ago))


def trust(lowest: int, *, talked: bool = False) -> Change:
    def change(facts: Facts) -> Facts:
        rated = facts.without("rate").add("rate", "trust_sliders", value=lowest)
        return rated.add("words", "trust") if talked else rated

    return change


def signed(text: str = CONSENT, *, right: bool = True, days_ago: int = 9) -> Change:
    return lambda facts: facts.without("sign").add("sign", text, value=int(right), ago=timedelta(days=days_ago))


def attested(what: str, days_ago: float) -> Change:
    return lambda facts: facts.without(what).add("attest", what, session="today", ago=timedelta(days=days_ago))


def cleared(decision: str, *, until_days: int | None = None) -> Change:
    until = None if until_days is None else NOW + timedelta(days=until_days)
    return lambda facts: facts.without("clearance").add("clearance", decision, ago=timedelta(days=10), until=until)


def changed(what: str, days_ago: int) -> Change:
    return lambda facts: facts.add("change", what, ago=timedelta(days=days_ago))


def alerts(count: int, *, acted: bool = False) -> Change:
    def change(facts: Facts) -> Facts:
        for place in range(count):
            facts = facts.add("alert", str(place))
            facts = facts.add("alert acted", str(place)) if acted else facts
        return facts

    return change


def chooses(answer: bool, *, days_ago: int = 0) -> Change:
    return lambda facts: facts.without("go ahead").add(
        "go ahead", session="today", value=int(answer), ago=timedelta(days=days_ago, minutes=2)
    )


def escort(phone: bool) -> Change:
    return lambda facts: facts.without("escort").add("escort", session="today", value=int(phone))


# criterion, what is so, how it stands, words a clinician reads
KAP_TABLE = [
    ("RG-01", prepared(0), "not yet", "0 of 2"),
    ("RG-01", prepared(1), "not yet", "1 of 2"),
    ("RG-01", prepared(2), "met", "2 held"),
    ("RG-01", prepared(3), "met", "3 held"),
    ("RG-01", prepared(2, days_ago=14), "met", "2 held"),
    ("RG-01", prepared(2, days_ago=15), "not yet", "after 14 days it is refreshed"),
    (
        "RG-01",
        lambda facts: prepared(2, days_ago=15)(facts).add("dose", session="old", ago=timedelta(days=8)),
        "met",
        "2 held",
    ),
    ("RG-02", without("sign"), "unknown", "Not signed yet"),
    ("RG-02", signed("d" * 64), "not yet", "text has changed"),
    ("RG-02", signed(days_ago=366), "not yet", "after 365 days"),
    ("RG-02", signed(), "met", "Signed in its present edition on 14-Nov-2026"),
    ("RG-02b", without("sign"), "unknown", "Not asked"),
    ("RG-02b", signed(right=False), "not yet", "not yet clear"),
    ("RG-02b", signed(), "met", "answered rightly"),
    ("RG-03", without("rate"), "unknown", "have not been answered"),
    ("RG-03", trust(0), "not yet", "0 of 10"),
    ("RG-03", trust(4), "not yet", "not been talked through"),
    ("RG-03", trust(4, talked=True), "met", "it was talked through"),
    ("RG-03", trust(5), "met", "5 of 10"),
    ("RG-04a", without("life_story"), "not yet", "Nothing is written"),
    ("RG-04b", without("motivations"), "not yet", "Nothing is written"),
    ("RG-05", without("intention"), "not yet", "Nothing is written"),
    ("RG-05", without(), "met", "20-Nov-2026"),
    ("RG-06a", without("when_afraid"), "not yet", "Nothing is written"),
    ("RG-06b", without("boundaries"), "not yet", "Nothing is written"),
    ("RG-06c", without("stop_signal"), "not yet", "Nothing is written"),
    ("RG-07", without("alerts looked at"), "unknown", "not known"),
    ("RG-07", alerts(0), "met", "No alert"),
    ("RG-07", alerts(1), "not yet", "1 alert that nobody"),
    ("RG-07", alerts(2), "not yet", "2 alerts that nobody"),
    ("RG-07", alerts(2, acted=True), "met", "No alert"),
    ("RG-09", without("escort"), "unknown", "Nobody has been named"),
    ("RG-09", escort(False), "not yet", "without a phone"),
    ("RG-10", without("clearance"), "unknown", "No prescriber"),
    ("RG-10", cleared("held"), "not yet", "holds this course"),
    ("RG-10", cleared("cleared", until_days=-1), "not yet", "run out"),
    ("RG-11", without("go ahead"), "unknown", "not been asked"),
    ("RG-11", chooses(False), "not yet", "does not choose"),
    ("RG-11", chooses(True, days_ago=1), "not yet", "22-Nov-2026, not today"),
    ("RG-11", chooses(True), "met", "said so today"),
]
# Conditions: they do not close the gate.
CONDITIONS = [
    ("RG-04", without("preparedness"), "unknown", "Nobody has said so"),
    ("RG-04c", without("support_plan"), "unknown", "Nobody has said so"),
    ("RG-06d", without("music"), "not yet", "Nothing is written"),
    ("RG-06e", without("touch"), "not yet", "Nothing is written"),
    ("RG-06f", without("touch_agreement"), "unknown", "Nobody has said so"),
    ("RG-07b", attested("safety_plan", 31), "not yet", "after 30 days"),
    ("RG-07b", attested("safety_plan", 29), "met", "Said so on"),
    ("RG-08", attested("no_crisis", 2), "not yet", "after 1 day it"),
    ("RG-09b", without("next_day_free"), "unknown", "Nobody has said so"),
    ("RG-10b", changed("a new list of medicines", 2), "not yet", "a new list of medicines on 21-Nov-2026"),
    ("RG-10b", changed("an answer about safety", 2), "not yet", "an answer about safety on 21-Nov-2026"),
    ("RG-10b", changed("a new list of medicines", 12), "met", "Nothing that was kept has changed"),
]


@pytest.mark.parametrize(("criterion", "so", "stands", "says"), KAP_TABLE)
def test_kap(criterion: str, so: Change, stands: str, says: str) -> None:
    judgement = judge(so(READY))
    finding = next(one for one in judgement.findings if one.rule == criterion)
    assert (finding.standing.value, says in finding.because) == (stands, True), finding.because
    assert finding.met or not judgement.opens
    assert (finding.resolve == "") is finding.met


@pytest.mark.parametrize(("criterion", "so", "stands", "says"), CONDITIONS)
def test_what_stands_open_and_closes_nothing(criterion: str, so: Change, stands: str, says: str) -> None:
    judgement = judge(so(READY))
    finding = next(one for one in judgement.findings if one.rule == criterion)
    assert (finding.standing.value, says in finding.because) == (stands, True), finding.because
    assert judgement.verdict is (Verdict.READY if finding.met else Verdict.READY_WITH_CONDITIONS)
    assert [one.rule for one in judgement.conditions] == ([] if finding.met else [criterion])


# Tests that no shipped gate asks, but a site's may: what is asked, what is so, how it stands.
OTHERS = [
    ("measure_answered", {"measure": "pps"}, without(), "unknown"),
    ("measure_answered", {"measure": "pps"}, lambda facts: facts.add("score", "pps", value=40), "met"),
    ("measure_answered", {"measure": "pps", "fresh_days": 7}, lambda f: f.add("score", "pps", ago=8 * DAY), "not yet"),
    ("measure_at_least", {"measure": "pps", "at_least": 40}, without(), "unknown"),
    ("measure_at_least", {"measure": "pps", "at_least": 40}, lambda f: f.add("score", "pps", value=39), "not yet"),
    ("measure_at_least", {"measure": "pps", "at_least": 40}, lambda f: f.add("score", "pps", value=40), "met"),
    ("measure_at_most", {"measure": "phq9", "at_most": 9}, lambda f: f.add("score", "phq9", value=9), "met"),
    ("measure_at_most", {"measure": "phq9", "at_most": 9}, lambda f: f.add("score", "phq9", value=10), "not yet"),
    ("followed_up", {"kind": "integration"}, without(), "met"),
    ("followed_up", {"kind": "integration"}, lambda f: f.add("dose", session="old", ago=2 * DAY), "not yet"),
    (
        "followed_up",
        {"kind": "integration"},
        lambda f: f.add("dose", session="old", ago=5 * DAY).held("integration"),
        "met",
    ),
    ("asked_answered", {"occasion": "intake"}, without(), "met"),
    ("asked_answered", {"occasion": "intake"}, lambda f: f.add("ask", "intake"), "not yet"),
    ("day_vitals", {"within_minutes": 30}, without(), "unknown"),
    (
        "day_vitals",
        {"within_minutes": 30},
        lambda f: f.add("vitals", session="today", ago=timedelta(minutes=31)),
        "not yet",
    ),
    ("day_vitals", {"within_minutes": 30}, lambda f: f.add("vitals", session="today", ago=timedelta(minutes=9)), "met"),
]


@pytest.mark.parametrize(("test", "params", "so", "stands"), OTHERS)
def test_every_other_test(test: str, params: dict, so: Change, stands: str) -> None:
    facts = so(READY)
    known = facts.at()
    standing, because = CRITERIA[test](Condition(test, params), known, known.sessions["today"], facts.now())
    assert standing.value == stands, because
    assert because.endswith(".")


@pytest.mark.parametrize("key", [model.key for model in pathways()])
def test_all_met_is_ready(key: str) -> None:
    assert judge(READY, key).verdict is Verdict.READY, judge(READY, key).closed_by


def test_iv_only_asks_only_what_it_asks() -> None:
    bare = READY.without("preparation", "words", "rate", "preparedness", "support_plan")
    judgement = judge(bare, "iv_only")
    assert judgement.verdict is Verdict.READY
    assert {left.title for left in judgement.leaves_out} >= {"Intention", "Preparation sessions"}


def test_the_two_lists_of_tests_agree() -> None:
    assert set(CRITERIA) == set(CRITERION_TESTS)
    asked = {condition.test for model in pathways() for _, condition in conditions(model)}
    assert set(CRITERIA) == asked | {row[0] for row in OTHERS}


# what was decided and what came after, where the gate stands
GATE_TABLE = [
    (without(), GateState.UNDECIDED),
    (lambda f: f.add("decide", session="today", value=1, ago=timedelta(minutes=1)), GateState.PASSED),
    (lambda f: f.add("decide", session="today", value=0, ago=timedelta(minutes=1)), GateState.REFUSED),
    (lambda f: f.add("decide", session="today", value=1, ago=DAY), GateState.REOPENED),
    (
        lambda f: f.without("life_story").add("decide", "RG-04a", session="today", value=1, ago=timedelta(minutes=1)),
        GateState.OVERRIDDEN,
    ),
    (
        lambda f: f.add("decide", session="today", value=1, ago=timedelta(minutes=9)).add("alert", "1"),
        GateState.REOPENED,
    ),
    (
        lambda f: chooses(False)(f.add("decide", session="today", value=1, ago=timedelta(minutes=9))),
        GateState.REOPENED,
    ),
    (
        lambda f: f.without("life_story", "motivations").add(
            "decide", "RG-04a", session="today", value=1, ago=timedelta(minutes=1)
        ),
        GateState.REOPENED,
    ),
]


@pytest.mark.parametrize(("so", "stands"), GATE_TABLE)
def test_a_decision_is_of_its_day_and_reopens(so: Change, stands: GateState) -> None:
    facts = so(READY)
    known = facts.at()
    assert gate_state(judge(facts), known.sessions["today"], facts.now()) is stands


def test_not_yet_names_topics_and_never_blames() -> None:
    judgement = judge(Facts().plan("medicine", "today"))
    words = " ".join(f"{one.title} {one.because} {one.resolve}" for one in judgement.findings).lower()
    assert not {"fail", "refus", "must not", "fault", "wrong"} & set(words.split())
    assert all(one.by and one.resolve for one in judgement.closed_by)
    assert all(one.standing is not Standing.MET for one in judgement.closed_by)
