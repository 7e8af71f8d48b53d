"""The gate on the day of the session: red, amber or green, with the reason for each item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from openkap.clinical.eligibility.finding import RuleFinding
from openkap.clinical.eligibility.judge import judge
from openkap.clinical.eligibility.override import GivenOverride, check_override
from openkap.clinical.eligibility.pressure import Pressure, PressureHold, PressureState, pressure_hold
from openkap.knowledge.routes.schema import Route
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.schema import Override, Rule
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.finding import Standing
from openkap.terms.refusal import BadInput

__all__ = ["Colour", "DayGate", "GateItem", "day_gate"]


class Colour(StrEnum):
    """GREEN: met, or gone past by name. AMBER: a named person may decide. RED: nobody may; it has to be settled."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class GateItem:
    """One rule at the gate. override: who went past it, where somebody did; it stays visible."""

    finding: RuleFinding
    colour: Colour
    override: GivenOverride | None = None


@dataclass(frozen=True, slots=True)
class DayGate:
    """Every item, and the worst colour. Only an all-green gate lets medicine be given."""

    colour: Colour
    items: tuple[GateItem, ...]

    @property
    def may_go_ahead(self) -> bool:
        return self.colour is Colour.GREEN


def day_gate(
    *,
    rules: Iterable[Rule],
    facts: Mapping[str, Fact[Value]],
    pressures: Sequence[Pressure],
    overrides: Sequence[GivenOverride],
    route: Route,
    values: Mapping[str, Decimal],
    at: datetime,
) -> DayGate:
    """How the gate stands at `at`, in the practice's zone (which rules "same day").

    rules: those of the day (`knowledge.rules.rules(Occasion.DAY)`). pressures: today's, in any order; the last one is
    the blood pressure of the rules. values: the site's numbers. overrides: those given today.
    Raises what `check_override` raises, and BadInput for an override of a rule that is not asked here.

    >>> from datetime import UTC
    >>> from openkap.knowledge.routes import route
    >>> from openkap.knowledge.rules import DEFAULT_SITE, Occasion, rules, site_values
    >>> nothing = dict(facts={}, pressures=(), overrides=(), route=route("iv"), values=site_values(DEFAULT_SITE))
    >>> gate = day_gate(rules=rules(Occasion.DAY), at=datetime(2026, 11, 23, 15, 0, tzinfo=UTC), **nothing)
    >>> gate.colour.value, gate.may_go_ahead
    ('red', False)
    """
    hold = pressure_hold(readings=pressures, at=at, values=values)
    known = {**facts, **_last_pressure(pressures)}
    asked = tuple(rule.for_route(route.values) for rule in rules)
    findings = judge(rules=asked, facts=known, drug=route.drug, route=route.id, at=at)
    if not findings:
        raise ValueError("a gate needs at least one rule")
    given = {override.rule: override for override in overrides}
    not_asked = sorted(set(given) - {finding.rule for finding in findings})
    if not_asked:
        raise BadInput("override", f"{not_asked[0]} is not asked at this gate.")
    items = tuple(_item(_with_hold(finding, hold), given.get(finding.rule), at) for finding in findings)
    return DayGate(max((item.colour for item in items), key=list(Colour).index), items)


def _item(finding: RuleFinding, given: GivenOverride | None, at: datetime) -> GateItem:
    if finding.met:
        return GateItem(finding, Colour.GREEN)
    if given is not None:
        check_override(finding, given, at=at)
        return GateItem(finding, Colour.GREEN, given)
    return GateItem(finding, Colour.AMBER if finding.override.allowed else Colour.RED)


def _last_pressure(pressures: Sequence[Pressure]) -> dict[str, Fact[Value]]:
    if not pressures:
        return {"sbp_mm_hg": Unknown("not measured today"), "dbp_mm_hg": Unknown("not measured today")}
    last = max(pressures, key=lambda each: each.at.timestamp())
    return {"sbp_mm_hg": Known(Decimal(last.sbp), last.at), "dbp_mm_hg": Known(Decimal(last.dbp), last.at)}


def _with_hold(finding: RuleFinding, hold: PressureHold) -> RuleFinding:
    """RC-01 and RC-02 as the course of today's readings has them, not the last reading alone."""
    if finding.rule not in ("RC-01", "RC-02"):
        return finding
    if hold.state is PressureState.UNKNOWN:
        return replace(
            finding, standing=Standing.UNKNOWN, because=hold.because, resolve="Measure blood pressure.", by="monitor"
        )
    high = finding.rule == "RC-01" and hold.state is not PressureState.FINE
    if not high and hold.state is not PressureState.DEFERRED:
        return replace(finding, standing=Standing.MET, because=hold.because, resolve="", by="")
    repeating = hold.state is PressureState.REPEAT
    return replace(
        finding,
        standing=Standing.NOT_YET,
        because=hold.because,
        by="monitor" if repeating else "prescriber",
        # While readings are still to be repeated there is nothing to weigh yet, so nothing to go past either.
        override=Override.NOBODY if repeating else finding.override,
    )
