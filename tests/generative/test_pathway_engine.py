"""Properties of the engine, for pathways and histories that nobody thought of."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from tests.support.way import CONSENT, NOW, Facts, at_the_gate

from openkap.clinical.pathway import (
    CRITERIA,
    EVENT_KINDS,
    Action,
    Event,
    GateState,
    State,
    StepStanding,
    gate_state,
    gather,
    judge_gate,
    stand,
)
from openkap.clinical.pathway.lifecycles import COURSE, GATE, LIFECYCLES, course_state
from openkap.knowledge.pathways import CRITERION_TESTS, Condition, Criterion, Pathway, Phase, pathways
from openkap.terms.finding import Standing

KINDS = ("consult", "preparation", "medicine", "integration")
SHIPPED = pathways()
TOPICS = ("life_story", "intention", "trust", "music")
ATTESTED = ("safety_plan", "support_plan", "looked_back", "evening", "day_1", "rems_form", "review_midway")
MEASURES = ("phq9", "gad7", "trust_sliders")
SESSIONS = (*(f"{kind}-{place}" for kind in KINDS for place in range(2)), "today")
SOME = settings(max_examples=200)
THOUSANDS = settings(max_examples=5000)

_WHAT = {
    "plan": st.just(""),
    "words": st.sampled_from(TOPICS),
    "attest": st.sampled_from(ATTESTED),
    "score": st.sampled_from(MEASURES),
    "rate": st.sampled_from(MEASURES),
    "ask": st.sampled_from(["intake", "preparation"]),
    "answer": st.sampled_from(["intake", "preparation"]),
    "sign": st.sampled_from([CONSENT, "d" * 64]),
    "clearance": st.sampled_from(["cleared", "held"]),
    "change": st.sampled_from(["a new list of medicines", "an answer about safety"]),
    "alert": st.sampled_from(["1", "2"]),
    "alert acted": st.sampled_from(["1", "2"]),
    "decide": st.sampled_from(["", "RG-01", "RG-04a RG-05"]),
}
_OF_SESSION = {"plan", "start", "end", "cancel", "dose", "escort", "go ahead", "vitals", "decide"}


@st.composite
def an_event(draw: st.DrawFn, kinds: frozenset[str] = EVENT_KINDS) -> Event:
    kind = draw(st.sampled_from(sorted(kinds)))
    hours = draw(st.integers(-48, 24 * 60))
    session = draw(st.sampled_from(SESSIONS)) if kind in _OF_SESSION else ""
    if kind == "attest" and draw(st.booleans()):
        session = draw(st.sampled_from(SESSIONS))
    what = draw(_WHAT.get(kind, st.just("")))
    if kind in ("plan", "end"):
        what = "medicine" if session == "today" else session.split("-")[0]
    at = NOW - timedelta(hours=hours)
    value = draw(st.integers(0, 10)) if kind in ("score", "rate") else draw(st.integers(0, 1))
    until = at + timedelta(days=draw(st.integers(1, 90))) if kind == "clearance" else None
    event = Event("", at, kind, what, session, value, at if kind == "plan" else None, until)
    # What is one thing has one id, whoever tells of it.
    return replace(event, id=repr((kind, hours, session, what, value, until)))


@st.composite
def near_the_gate(draw: st.DrawFn) -> list[Event]:
    """Somebody of whom everything is known, with the gate decided just now, some of it missing, and more on top."""
    whole = [*at_the_gate().add("decide", session="today", value=1, ago=timedelta(minutes=1)).events]
    missing = draw(st.sets(st.integers(0, len(whole) - 1), max_size=3))
    more = draw(st.lists(an_event(), max_size=8))
    return [event for place, event in enumerate(whole) if place not in missing] + more


HISTORIES = st.lists(an_event(), max_size=40) | near_the_gate()


@st.composite
def a_condition(draw: st.DrawFn, *, of_session: bool) -> Condition:
    tests = sorted(name for name, one in CRITERION_TESTS.items() if of_session or not one.of_session)
    name = draw(st.sampled_from(tests))
    values = {
        "kind": st.sampled_from(KINDS),
        "measure": st.sampled_from(MEASURES),
        "topic": st.sampled_from(TOPICS),
        "what": st.sampled_from(ATTESTED),
        "occasion": st.sampled_from(["intake", "preparation"]),
    }
    params: dict[str, str | int] = {}
    for key, param in CRITERION_TESTS[name].params.items():
        if param.needed or draw(st.booleans()):
            params[key] = draw(values.get(key, st.integers(1, 30)))
    return Condition(name, params)


@st.composite
def a_pathway(draw: st.DrawFn) -> Pathway:
    """A shipped pathway with its phases led anywhere, left on any conditions, and its gate asking anything."""
    base = draw(st.sampled_from(SHIPPED))
    keys = [phase.key for phase in base.phases]

    def phase(one: Phase) -> Phase:
        return replace(
            one,
            next=tuple(draw(st.lists(st.sampled_from([*keys, "nowhere"]), max_size=3))),
            leave_when=tuple(draw(st.lists(a_condition(of_session=False), max_size=2))),
            end=draw(st.booleans()) if one.end else False,
        )

    def criterion(one: Criterion) -> Criterion:
        asked = draw(a_condition(of_session=True))
        return replace(
            one,
            test=asked.test,
            params=asked.params,
            must=draw(st.booleans()),
            overridable=draw(st.booleans()),
        )

    phases = tuple(phase(one) if draw(st.booleans()) else one for one in base.phases)
    some = draw(st.lists(st.sampled_from(base.criteria), max_size=6, unique_by=lambda one: one.id))
    return replace(base, phases=phases, criteria=tuple(criterion(one) for one in some))


ANY_PATHWAY = st.sampled_from(SHIPPED) | a_pathway()


def stood(pathway: Pathway, events: list[Event]) -> State:
    return stand(pathway, gather(events, NOW), Facts().now())


def no_dose_is_open_without_its_gate(pathway: Pathway, events: list[Event]) -> None:
    state = stood(pathway, events)
    for step in state.steps:
        if step.action is Action.GIVE and step.standing.is_live:
            assert state.gate in (GateState.PASSED, GateState.OVERRIDDEN)
            decided = [one for one in events if one.kind == "decide" and one.session == step.session and one.at <= NOW]
            assert max(decided, key=lambda one: (one.at, one.id)).value == 1
            assert state.judgement is not None
            overridden = {rule for one in decided for rule in one.what.split()}
            assert {finding.rule for finding in state.judgement.closed_by} <= overridden


@SOME
@given(pathway=ANY_PATHWAY, events=HISTORIES)
def test_no_dose_is_open_without_a_gate_that_was_passed_or_overridden(pathway: Pathway, events: list[Event]) -> None:
    no_dose_is_open_without_its_gate(pathway, events)


@pytest.mark.full
@THOUSANDS
@given(pathway=ANY_PATHWAY, events=HISTORIES)
def test_no_dose_is_open_without_a_gate_in_thousands(pathway: Pathway, events: list[Event]) -> None:
    no_dose_is_open_without_its_gate(pathway, events)


@SOME
@given(pathway=ANY_PATHWAY, events=HISTORIES)
def test_there_is_an_answer_with_a_next_step_or_an_end(pathway: Pathway, events: list[Event]) -> None:
    state = stood(pathway, events)
    assert state.phase in {phase.key for phase in pathway.phases}
    assert state.next in state.steps
    assert state.next.title
    assert state.ended is (any(one.kind == "close" and one.at <= NOW for one in events))
    if not state.ended:
        assert state.next.standing not in (StepStanding.DONE, StepStanding.BLOCKED)
    for step in state.steps:
        assert step.standing is not StepStanding.BLOCKED or step.because
    for line in state.worklist:
        assert line.by
        assert line.action is not Action.NOTHING


@SOME
@given(pathway=ANY_PATHWAY, events=HISTORIES, data=st.data())
def test_order_and_repeats_change_nothing(pathway: Pathway, events: list[Event], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(events), max_size=10)) if events else []
    mixed = data.draw(st.permutations([*events, *again]))
    assert gather(mixed, NOW) == gather(events, NOW)
    assert stood(pathway, mixed) == stood(pathway, events)


def stands_so_until_it_says(pathway: Pathway, events: list[Event], at: datetime, later: float) -> None:
    state = stand(pathway, gather(events, at), Facts().now(at))
    until = state.until or at + timedelta(days=400)
    assert until > at
    last = until - timedelta.resolution
    for then in (at + (last - at) * later, last):
        assert stand(pathway, gather(events, then), Facts().now(then)) == state


@SOME
@given(pathway=ANY_PATHWAY, events=HISTORIES, hours=st.integers(-72, 24 * 60), later=st.floats(0, 1))
def test_an_answer_is_good_until_the_moment_it_names(
    pathway: Pathway, events: list[Event], hours: int, later: float
) -> None:
    stands_so_until_it_says(pathway, events, NOW - timedelta(hours=hours), later)


@pytest.mark.full
@THOUSANDS
@given(pathway=ANY_PATHWAY, events=HISTORIES, hours=st.integers(-72, 24 * 60), later=st.floats(0, 1))
def test_an_answer_is_good_until_the_moment_it_names_in_thousands(
    pathway: Pathway, events: list[Event], hours: int, later: float
) -> None:
    stands_so_until_it_says(pathway, events, NOW - timedelta(hours=hours), later)


def test_there_are_answers_that_change_with_the_time() -> None:
    """So that the property before is not true of answers that never change."""

    def changes(events: list[Event]) -> bool:
        state = stood(SHIPPED[0], events)
        then = state.until
        return then is not None and stand(SHIPPED[0], gather(events, then), Facts().now(then)) != state

    assert changes(find(near_the_gate(), changes))


@SOME
@given(events=HISTORIES, hours=st.integers(0, 24 * 60))
def test_what_comes_later_is_not_known_before(events: list[Event], hours: int) -> None:
    then = NOW - timedelta(hours=hours)
    assert gather(events, then) == gather([one for one in events if one.at <= then], then)


@SOME
@given(condition=a_condition(of_session=True), events=HISTORIES, more=HISTORIES, session=st.sampled_from(SESSIONS))
def test_a_fact_that_is_added_never_makes_what_is_met_unknown(
    condition: Condition, events: list[Event], more: list[Event], session: str
) -> None:
    fewer, now = gather(events, NOW), Facts().now()
    rather = gather([*events, *more], NOW)
    judge = CRITERIA[condition.test]
    before, _ = judge(condition, fewer, fewer.sessions.get(session), now)
    after, because = judge(condition, rather, rather.sessions.get(session), now)
    if before is not Standing.UNKNOWN:
        assert after is not Standing.UNKNOWN, because
    assert because


def test_the_histories_come_to_open_doses_and_to_closed_ones() -> None:
    """So that the first property is not true of nothing."""

    def opens(events: list[Event]) -> bool:
        return any(
            one.action is Action.GIVE and one.standing is StepStanding.OPEN for one in stood(SHIPPED[0], events).steps
        )

    assert opens(find(near_the_gate(), opens))
    assert not opens(find(near_the_gate(), lambda events: not opens(events)))


@SOME
@given(events=HISTORIES, more=st.lists(an_event(), min_size=1, max_size=3))
def test_states_follow_one_another_as_their_tables_say(events: list[Event], more: list[Event]) -> None:
    """From moment to moment of any history, the course moves only along its table."""
    whole = [*events, *more]
    moments = sorted({one.at for one in whole if one.at <= NOW})
    for before, after in pairwise(moments):
        then, now = gather(whole, before), gather(whole, after)
        if then.closed is None:  # a course that is closed is left alone by people, and by this test
            assert _leads(COURSE, course_state(then), course_state(now))


def _leads(table: Mapping[str, Mapping[str, str]], before: str, after: str) -> bool:
    """Whether `after` can follow: at one moment more than one thing may happen, so two steps at once are fine."""
    reached = {before}
    for _ in range(2):
        reached |= {to for state in reached for to in table[state].values()}
    return after in reached


@SOME
@given(events=near_the_gate(), pathway=st.sampled_from(SHIPPED))
def test_the_gate_moves_along_its_table(events: list[Event], pathway: Pathway) -> None:
    moments = sorted({one.at for one in events if one.at <= NOW})
    states = []
    for at in moments:
        known = gather(events, at)
        if (session := known.sessions.get("today")) is not None and session.kind == "medicine":
            now = Facts().now(at)
            states.append(gate_state(judge_gate(pathway, known, session, now), session, now))
    for before, after in pairwise(states):
        assert before is after or _leads(GATE, before, after)


@given(known=st.sampled_from(list(LIFECYCLES.values())))
def test_every_table_is_closed(known: Mapping[str, Mapping[str, str]]) -> None:
    assert {to for ways in known.values() for to in ways.values()} <= set(known)
    first = next(iter(known))
    reached = {first}
    for _ in known:
        reached |= {to for state in reached for to in known[state].values()}
    assert reached == set(known)
