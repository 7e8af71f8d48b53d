"""How the criteria of release stand. The medical monitor decides and signs; this says what is met."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from openkap.knowledge.routes.schema import Route
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.schema import Override, Rule
from openkap.knowledge.rules.weighing import FactUsed, weigh_rule
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.finding import Finding, Standing

__all__ = ["ReleaseFinding", "discharge_findings"]


@dataclass(frozen=True, slots=True)
class ReleaseFinding(Finding):
    """A criterion of release with who may go on although it is not met, and the facts with their ages."""

    override: Override = Override.NOBODY
    sources: tuple[str, ...] = ()
    used: tuple[FactUsed, ...] = ()
    client_text: str = ""


def discharge_findings(
    *, criteria: Iterable[Rule], facts: Mapping[str, Fact[Value]], route: Route, at: datetime
) -> tuple[ReleaseFinding, ...]:
    """A finding for each criterion that concerns this route, three-valued; unknown is never met.

    Blood pressure, heart rate and oxygen carry their moment (`Known.since`): DC-03 takes none that is old or undated.

    Worked out here from the facts: minutes_since_last_dose (last_dose_ended_at), sbp_change_percent and
    dbp_change_percent (baseline_sbp_mm_hg, …), bp_falling (sbp_mm_hg below previous_sbp_mm_hg), hours_to_integration
    (last_dose_ended_at, integration_at).

    >>> from openkap.knowledge.routes import route
    >>> from openkap.knowledge.thresholds import discharge_criteria
    >>> now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    >>> found = discharge_findings(criteria=discharge_criteria(), facts={}, route=route("iv"), at=now)
    >>> {each.standing.value for each in found}
    {'unknown'}
    """
    known = {**facts, **_worked_out(facts, at)}
    return tuple(
        _judge_one(criterion.for_route(route.values), known, route, at)
        for criterion in criteria
        if criterion.concerns(drug=route.drug, route=route.id)
    )


def _judge_one(criterion: Rule, facts: Mapping[str, Fact[Value]], route: Route, at: datetime) -> ReleaseFinding:
    weighed = weigh_rule(criterion, facts=facts, at=at)
    ground = criterion.ground(route.drug)
    assert ground is not None  # noqa: S101 - only criteria that concern the drug come here
    return ReleaseFinding(
        rule=criterion.id,
        edition=criterion.edition,
        title=criterion.title,
        standing=weighed.standing,
        because=weighed.because,
        resolve=weighed.resolve,
        by="" if weighed.standing is Standing.MET else criterion.by,
        facts=weighed.facts,
        override=criterion.override,
        sources=ground.sources,
        used=weighed.used,
        client_text=criterion.client_text,
    )


def _worked_out(facts: Mapping[str, Fact[Value]], at: datetime) -> Mapping[str, Fact[Value]]:
    ended = facts.get("last_dose_ended_at", Unknown())
    integration = facts.get("integration_at", Unknown())
    return {
        "minutes_since_last_dose": _between(ended, Known(at), seconds=60),
        "hours_to_integration": _between(ended, integration, seconds=3600),
        "sbp_change_percent": _change_percent(facts, "sbp_mm_hg"),
        "dbp_change_percent": _change_percent(facts, "dbp_mm_hg"),
        "bp_falling": _falling(facts),
    }


def _between(start: Fact[Value], end: Fact[Value], *, seconds: int) -> Fact[Value]:
    """The time from `start` to `end` in units of so many seconds. Seconds are divided once, so that a limit is met
    exactly at its minute."""
    if not isinstance(start, Known) or not isinstance(start.value, datetime):
        return Unknown("the end of the last dose is not recorded")
    if not isinstance(end, Known) or not isinstance(end.value, datetime):
        return Unknown("not arranged yet")
    apart = end.value.astimezone(UTC) - start.value.astimezone(UTC)
    return Known(Decimal(int(apart.total_seconds())) / seconds)


def _number(facts: Mapping[str, Fact[Value]], name: str) -> Decimal | None:
    fact = facts.get(name, Unknown())
    if not isinstance(fact, Known) or isinstance(fact.value, bool) or not isinstance(fact.value, int | Decimal):
        return None
    return Decimal(fact.value) if Decimal(fact.value).is_finite() else None


def _change_percent(facts: Mapping[str, Fact[Value]], name: str) -> Fact[Value]:
    now, baseline = _number(facts, name), _number(facts, f"baseline_{name}")
    if now is None or baseline is None or baseline <= 0:
        return Unknown("needs the value now and its baseline")
    return Known(abs(now - baseline) * 100 / baseline, _since(facts, name))


def _falling(facts: Mapping[str, Fact[Value]]) -> Fact[Value]:
    now, before = _number(facts, "sbp_mm_hg"), _number(facts, "previous_sbp_mm_hg")
    if now is None or before is None:
        return Unknown("needs two readings")
    return Known(now < before, _since(facts, "sbp_mm_hg"))


def _since(facts: Mapping[str, Fact[Value]], name: str) -> datetime | None:
    fact = facts.get(name, Unknown())
    return fact.since if isinstance(fact, Known) else None
