"""Whatever is known and whatever is not: an unknown never passes, and no input makes the judges stumble."""

from collections.abc import Mapping
from datetime import UTC, timedelta
from decimal import Decimal
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.language import orders_in
from tests.support.outcome import outcome_of
from tests.support.well import AT, well

from openkap.clinical.eligibility import (
    Colour,
    Decision,
    Pressure,
    PressureState,
    day_gate,
    decision,
    judge,
    pressure_hold,
    read_facts,
)
from openkap.knowledge.routes import route
from openkap.knowledge.rules import DEFAULT_SITE, ROUTES, Action, Occasion, rules, site_values
from openkap.knowledge.rules.condition import AllOf, AnyOf, Comparison, Condition, Op, Value, weigh
from openkap.knowledge.rules.fact_spec import FactKind, FactSpec, fact_specs
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.finding import Standing
from openkap.terms.refusal import BadInput

VALUES = site_values(DEFAULT_SITE)
SCREENING, DAY = rules(Occasion.SCREENING), rules(Occasion.DAY)
FINE = (Pressure(AT - timedelta(minutes=10), 124, 78),)


def values_of(spec: FactSpec) -> st.SearchStrategy[Value]:
    if spec.kind is FactKind.YES_NO:
        return st.booleans()
    if spec.kind is FactKind.NUMBER:
        assert spec.low is not None
        assert spec.high is not None
        return st.decimals(spec.low, spec.high, places=spec.places)
    if spec.kind is FactKind.CHOICE:
        return st.sampled_from(spec.choices)
    if spec.kind is FactKind.MOMENT:
        return st.integers(-600, 6000).map(lambda minutes: AT - timedelta(minutes=minutes))
    if spec.kind is FactKind.MEDICINES:
        return st.lists(st.sampled_from(["Xanax", "Zoloft", "Zyblox", "lisinopril", "ketamine"]), max_size=4).map(tuple)
    return st.text(min_size=1, max_size=20)


def facts_of(spec: FactSpec) -> st.SearchStrategy[Fact[Value]]:
    since = st.none() | st.integers(-60, 600 * 24 * 60).map(
        lambda minutes: AT.astimezone(UTC) - timedelta(minutes=minutes)
    )
    return st.just(Unknown()) | st.builds(Known, values_of(spec), since)


ENTERED = [spec for spec in fact_specs().values() if spec.kind is not FactKind.DERIVED]
ANY_FACTS = st.fixed_dictionaries({}, optional={spec.name: facts_of(spec) for spec in ENTERED})


@given(facts=ANY_FACTS, by=st.sampled_from(sorted(ROUTES)))
@settings(max_examples=150, deadline=None)
def test_a_clear_decision_has_no_open_rule(facts: dict[str, Fact[Value]], by: str) -> None:
    found = judge(rules=SCREENING, facts=facts, drug=ROUTES[by], route=by, at=AT)
    if decision(found) is Decision.CLEAR:
        assert all(each.met or (each.standing is Standing.NOT_YET and each.action is Action.INFO) for each in found)
    blocks = [each for each in found if each.standing is Standing.NOT_YET and each.action is Action.BLOCK]
    assert (decision(found) is Decision.BLOCKED) is bool(blocks)


@given(facts=ANY_FACTS, by=st.sampled_from(sorted(ROUTES)))
@settings(max_examples=40, deadline=None)
def test_every_finding_explains_itself(facts: dict[str, Fact[Value]], by: str) -> None:
    quiet = {name: fact for name, fact in facts.items() if name != "medicines"}  # what people type is theirs
    for each in judge(rules=(*SCREENING, *DAY), facts=quiet, drug=ROUTES[by], route=by, at=AT):
        assert each.because
        assert each.facts or each.because == "Nothing is recorded that bears on this rule."
        assert bool(each.resolve) is bool(each.by) is (not each.met)
        assert (each.standing is Standing.UNKNOWN) <= any(not fact.known for fact in each.used)
        assert orders_in(each.because) == [], each
        assert orders_in(each.resolve) == [], each


def gate_colour(facts: Mapping[str, Fact[Value]], by: str) -> Colour:
    found = day_gate(rules=DAY, facts=facts, pressures=FINE, overrides=(), route=route(by), values=VALUES, at=AT)
    for item in found.items:
        assert (item.colour is Colour.GREEN) is item.finding.met
    return found.colour


NEEDED = sorted(
    name
    for name in well()
    if name not in ("sbp_mm_hg", "dbp_mm_hg") and gate_colour(well() | {name: Unknown()}, "iv") is not Colour.GREEN
)


def test_the_day_needs_most_of_what_it_asks_for() -> None:
    assert len(NEEDED) > 45


@given(
    gone=st.sets(st.sampled_from(NEEDED), min_size=1), why=st.sampled_from(["unknown", "undated", "stale", "future"])
)
@example(gone={"last_drink_at"}, why="future")
@settings(max_examples=200, deadline=None)
def test_no_set_of_unknowns_opens_the_day(gone: set[str], why: str) -> None:
    facts = well()
    dated = {test.fact for rule in DAY for test in rule.comparisons if test.max_age is not None}
    moments = {"undated": None, "stale": AT - timedelta(days=800), "future": AT + timedelta(minutes=1)}
    changed = False
    for name in gone:
        fact = facts[name]
        assert isinstance(fact, Known)
        if why == "unknown":
            facts[name], changed = Unknown(), True
        elif name in dated or why == "future":
            facts[name], changed = Known(fact.value, moments[why]), True
    if changed:
        assert gate_colour(facts, "iv") is not Colour.GREEN


@given(facts=ANY_FACTS, by=st.sampled_from(sorted(ROUTES)))
@settings(max_examples=150, deadline=None)
def test_no_item_of_the_day_is_green_unless_it_is_met(facts: dict[str, Fact[Value]], by: str) -> None:
    gate_colour(facts, by)


# ---- the three values, worked out a second way: over every way in which the open facts could turn out


@st.composite
def conditions(draw: st.DrawFn) -> tuple[Condition, int]:
    """A tree in which each yes-or-no fact stands once, and the number of its facts."""
    count = draw(st.integers(1, 6))
    parts: list[Condition] = [Comparison(str(number), Op.IS, draw(st.booleans())) for number in range(count)]
    while len(parts) > 1:
        size = draw(st.integers(2, len(parts)))
        kind = draw(st.sampled_from([AllOf, AnyOf]))
        parts = [*parts[size:], kind(tuple(parts[:size]))]
    return parts[0], count


def two_valued(condition: Condition, said: dict[str, bool]) -> bool:
    if isinstance(condition, Comparison):
        return said[condition.fact] == condition.value
    outcomes = [two_valued(part, said) for part in condition.parts]
    return all(outcomes) if isinstance(condition, AllOf) else any(outcomes)


@given(tree=conditions(), data=st.data())
@settings(max_examples=300, deadline=None)
def test_three_values_are_what_every_outcome_agrees_on(tree: tuple[Condition, int], data: st.DataObject) -> None:
    condition, count = tree
    said = {str(number): data.draw(st.sampled_from([True, False, None])) for number in range(count)}
    open_facts = [name for name, value in said.items() if value is None]
    outcomes = set()
    for way in product([True, False], repeat=len(open_facts)):
        complete = {**said, **dict(zip(open_facts, way, strict=True))}
        outcomes.add(two_valued(condition, {name: bool(value) for name, value in complete.items()}))

    def read(test: Comparison) -> Fact[Value]:
        value = said[test.fact]
        return Unknown() if value is None else Known(value)

    expected = outcomes.pop() if len(outcomes) == 1 else None
    assert weigh(condition, read) is expected


# ---- blood pressure

READINGS = st.lists(
    st.builds(
        lambda minutes, sbp, dbp: Pressure(AT - timedelta(minutes=minutes), sbp, dbp),
        st.integers(0, 300),
        st.integers(90, 170),
        st.integers(50, 105),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda reading: reading.at,
)


@given(readings=READINGS, data=st.data())
@settings(max_examples=300, deadline=None)
def test_the_order_of_entry_does_not_matter_and_a_high_last_reading_is_never_fine(
    readings: list[Pressure], data: st.DataObject
) -> None:
    hold = pressure_hold(readings=readings, at=AT, values=VALUES)
    shuffled = data.draw(st.permutations(readings))
    assert pressure_hold(readings=shuffled, at=AT, values=VALUES) == hold
    last = max(readings, key=lambda each: each.at)
    if last.sbp >= 140 or last.dbp >= 90:
        assert hold.state is not PressureState.FINE
    if any(each.sbp >= 160 or each.dbp >= 100 for each in readings):
        assert hold.state is PressureState.DEFERRED
    if hold.state is PressureState.HELD:
        assert sum(each.sbp >= 140 or each.dbp >= 90 for each in readings) >= 3


# ---- anything at all as input

KEYS = st.text(max_size=8) | st.sampled_from(["value", "at"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from(sorted(fact_specs())) | st.text(max_size=12)


@given(raw=st.dictionaries(NAMES, JSON, max_size=6))
@example(raw={"weight_kg": float("nan")})
@example(raw={"weight_kg": float("inf")})
@example(raw={"weight_kg": 10**400})
@example(raw={"phq9_improvement_percent": -0.0})
@settings(max_examples=400, deadline=None)
def test_facts_are_read_or_refused_by_name(raw: dict[str, object]) -> None:
    facts, refused = outcome_of(lambda: read_facts(raw))
    if facts is None:
        assert isinstance(refused, BadInput)
        assert refused.field
        assert refused.message.endswith(".")
        return
    for name, fact in facts.items():
        spec = fact_specs()[name]
        if isinstance(fact, Known) and spec.kind is FactKind.NUMBER:
            assert isinstance(fact.value, Decimal)
            assert spec.low is not None
            assert spec.high is not None
            assert spec.low <= fact.value <= spec.high
