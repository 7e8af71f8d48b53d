"""The gate of the day as it stands at one moment: red, amber or green, and why. Asking changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openkap.clinical.eligibility import DayGate, GivenOverride, PressureHold, check_override, day_gate, pressure_hold
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.rules import Occasion, rules, site_values
from openkap.records.day import find as day
from openkap.records.day.shapes import Decision, Override
from openkap.records.practice import find as practice
from openkap.records.sessions.shapes import Session
from openkap.services.day_facts import DayFacts, day_facts
from openkap.services.read_site import read_site
from openkap.services.standing_order import StandingOrder, standing_order
from openkap.terms.identity import Actor, ActorKind, Role
from openkap.terms.refusal import Refusal, RuleRefusal

__all__ = ["Day", "day_that_opened", "given_overrides", "read_day", "require_day"]


@dataclass(frozen=True, slots=True)
class Day:
    """at: the moment, in the practice's zone. order, known and gate are None while nothing is ordered: without a route
    the rules cannot be asked. waiting: overrides of today that still wait for their second clinician.
    """

    session: Session
    at: datetime
    order: StandingOrder | None
    known: DayFacts | None
    gate: DayGate | None
    hold: PressureHold | None
    waiting: tuple[Override, ...]
    decisions: tuple[Decision, ...]


def read_day(*, within: UUID, session: Session, at: datetime) -> Day:
    here = at.astimezone(practice.the_practice(within).zone)
    decisions = tuple(day.decisions(within=within, session_id=session.id))
    order = standing_order(within=within, session=session, at=at)
    if order is None:
        return Day(session, here, None, None, None, None, (), decisions)
    known = day_facts(within=within, session=session, order=order.order, at=here)
    site = read_site(within=within)
    values = site_values(site)
    today = [one for one in known.pressures if one.at.astimezone(here.tzinfo).date() == here.date()]
    kept = _of_today(day.overrides(within=within, session_id=session.id), here)
    asked = {
        "rules": rules(Occasion.DAY, site),
        "facts": known.facts,
        "pressures": today,
        "route": route_named(order.order.route, site),
        "values": values,
        "at": here,
    }
    plain = day_gate(**asked, overrides=())  # type: ignore[arg-type]
    counting, waiting = given_overrides(kept, plain, here)
    gate = day_gate(**asked, overrides=counting) if counting else plain  # type: ignore[arg-type]
    hold = pressure_hold(readings=today, at=here, values=values)
    return Day(session, here, order, known, gate, hold, waiting, decisions)


def given_overrides(
    kept: Iterable[Override], gate: DayGate, at: datetime
) -> tuple[tuple[GivenOverride, ...], tuple[Override, ...]]:
    """Those that count for what stands open now, and those that wait for a second clinician.

    An override of something that has since been met, or that the rule no longer allows, is left out: it closes nothing.
    """
    open_now = {item.finding.rule: item.finding for item in gate.items if not item.finding.met}
    counting: dict[str, GivenOverride] = {}
    waiting: dict[str, Override] = {}
    for one in kept:
        finding = open_now.get(one.rule)
        if finding is None:
            continue
        given = _given(one)
        try:
            check_override(finding, given, at=at)
        except Refusal:
            if one.seconded_at is None:
                waiting[one.rule] = one
            continue
        counting[one.rule] = given
        waiting.pop(one.rule, None)
    return tuple(counting.values()), tuple(one for one in waiting.values() if one.rule not in counting)


def require_day(*, within: UUID, session: Session, order_id: UUID, at: datetime) -> Decision:
    """The decision that opens the gate of the day for this order. RuleRefusal where there is none, or no longer.

    What was found out or measured after the decision is not covered by it: somebody decides again.
    """
    found = day_that_opened(within=within, session=session, at=at)
    if found.order_id != order_id:
        raise RuleRefusal("The gate of the day was decided for another order. Read this one back, and decide again.")
    last = day.last_entered(within=within, session_id=session.id)
    if last is not None and last > found.decided_at:
        raise RuleRefusal("Something was entered at the gate of the day since it was decided. Decide there again.")
    return found


def day_that_opened(*, within: UUID, session: Session, at: datetime) -> Decision:
    """The last decision of the day, which opened its gate, for medicine of which a device can tell only later too."""
    zone = practice.the_practice(within).zone
    found = next(iter(day.decisions(within=within, session_id=session.id)), None)
    today = (session.started_at or at).astimezone(zone).date()
    if found is None or found.decided_at.astimezone(zone).date() != today:
        raise RuleRefusal("Nobody has decided at the gate of the day today. Go through it first.")
    if not found.opens:
        said = tuple(f"{one['title']}: {one['because']} {one['resolve']}" for one in found.findings if one["open"])
        raise RuleRefusal("The gate of the day is not open.", reasons=said)
    return found


def _given(kept: Override) -> GivenOverride:
    second = None
    if kept.seconded_by_id is not None:
        second = _actor(kept.seconded_by_id, kept.seconded_by_name, kept.second_roles)
    given_by = _actor(kept.given_by_id, kept.given_by_name, kept.roles)
    return GivenOverride(rule=kept.rule, by=given_by, reason=kept.reason, at=kept.given_at, second=second)


def _actor(id_: UUID, name: str | None, roles: list[str] | None) -> Actor:
    return Actor(ActorKind.STAFF, id=id_, name=name or "", roles=frozenset(Role(role) for role in roles or ()))


def _of_today(kept: Iterable[Override], at: datetime) -> list[Override]:
    return [one for one in kept if one.given_at.astimezone(at.tzinfo).date() == at.date()]
