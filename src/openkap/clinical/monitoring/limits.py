"""Holds one reading against the thresholds of the session. Reminders on entered values, not alarms on a stream."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from openkap.clinical.monitoring.reading import TITLES, Reading, facts_of
from openkap.clinical.monitoring.vitals import Vitals
from openkap.knowledge.rules.condition import Value, comparisons_in, weigh
from openkap.knowledge.rules.schema import Confidence, Kind
from openkap.knowledge.thresholds.schema import Level, Threshold, Watch
from openkap.terms.fact import Fact, Known
from openkap.terms.finding import Finding, Standing
from openkap.terms.quantity import write_number

__all__ = ["ThresholdFinding", "judge_reading", "judge_recovery"]


@dataclass(frozen=True, slots=True)
class ThresholdFinding(Finding):
    """NOT_YET: the threshold is crossed; `because` gives values and limit, `resolve` what the protocol says.
    UNKNOWN: a value that it needs was not entered. MET: the values are within it."""

    level: Level = Level.AMBER
    kind: Kind = Kind.SITE_POLICY
    confidence: Confidence = Confidence.GENERAL
    sources: tuple[str, ...] = ()


def judge_reading(
    *, thresholds: Iterable[Threshold], reading: Reading, baseline: Vitals | None, previous: Sequence[Reading]
) -> tuple[ThresholdFinding, ...]:
    """A finding for each threshold that this reading can be held against, in the order of `thresholds`.

    baseline: the vital signs before the dose. previous: earlier readings of the session, in any order.
    Left out are thresholds of the clock, and those that need a sign which was not entered.

    >>> from datetime import datetime
    >>> from openkap.knowledge.thresholds import thresholds
    >>> reading = Reading(datetime(2026, 11, 23, 15, 20, tzinfo=UTC), Vitals(sbp=164, dbp=88))
    >>> found = judge_reading(thresholds=thresholds(), reading=reading, baseline=None, previous=())
    >>> [(each.rule, each.level.value) for each in found if each.standing is Standing.NOT_YET]
    [('TH-BP1', 'amber')]
    """
    return tuple(
        _judge_one(threshold, reading, baseline, previous)
        for threshold in thresholds
        if threshold.watch is not Watch.CLOCK
        and (not threshold.on_signs or not reading.signs.isdisjoint(threshold.on_signs))
    )


def judge_recovery(*, threshold: Threshold, expected_end: datetime, now: datetime) -> ThresholdFinding | None:
    """TH-PROL for somebody who is not released yet; None while its time has not come, or for a threshold without one.

    expected_end: the end of the last dose and the route's release minutes after it. The facts name no other end of a
    route, so this one is taken.

    >>> from openkap.knowledge.thresholds import thresholds
    >>> prolonged = next(one for one in thresholds() if one.id == "TH-PROL")
    >>> end = datetime(2026, 11, 23, 16, tzinfo=UTC)
    >>> judge_recovery(threshold=prolonged, expected_end=end, now=end + timedelta(minutes=59)) is None
    True
    >>> judge_recovery(threshold=prolonged, expected_end=end, now=end + timedelta(minutes=60)).because[:45]
    'Not released 60 min past the expected end. Th'
    """
    wait = threshold.after_expected_end_minutes
    past = now.astimezone(UTC) - expected_end.astimezone(UTC)
    if wait is None or past < timedelta(minutes=float(wait)):
        return None
    minutes = int(past.total_seconds() // 60)
    return ThresholdFinding(
        rule=threshold.id,
        edition=threshold.edition,
        title=threshold.title,
        standing=Standing.NOT_YET,
        because=f"Not released {minutes} min past the expected end. Threshold: {threshold.trigger}.",
        resolve=threshold.action,
        by="monitor",
        level=threshold.level,
        kind=threshold.ground.kind,
        confidence=threshold.ground.confidence,
        sources=threshold.ground.sources,
    )


def _judge_one(
    threshold: Threshold, reading: Reading, baseline: Vitals | None, previous: Sequence[Reading]
) -> ThresholdFinding:
    facts = facts_of(reading.vitals, baseline)
    crossed = _crosses(threshold, facts)
    if crossed and threshold.repeated_after_minutes is not None:
        crossed = _crossed_before(threshold, threshold.repeated_after_minutes, reading, baseline, previous)
    used = tuple(dict.fromkeys(test.fact for test in comparisons_in(threshold.condition)))
    missing = ", ".join(TITLES[name] for name in used if not isinstance(facts[name], Known))
    if crossed is None:
        standing, because, resolve = Standing.UNKNOWN, f"Not entered: {missing}.", f"Enter {missing}."
    else:
        standing = Standing.NOT_YET if crossed else Standing.MET
        because = f"Entered: {_entered(threshold, reading, used, facts)}."
        resolve = threshold.action if crossed else ""
    return ThresholdFinding(
        rule=threshold.id,
        edition=threshold.edition,
        title=threshold.title,
        standing=standing,
        because=f"{because} Threshold: {threshold.trigger}.",
        resolve=resolve,
        by="" if standing is Standing.MET else "monitor",
        facts=used,
        level=threshold.level,
        kind=threshold.ground.kind,
        confidence=threshold.ground.confidence,
        sources=threshold.ground.sources,
    )


def _crosses(threshold: Threshold, facts: Mapping[str, Fact[Value]]) -> bool | None:
    if threshold.condition is None:
        return True  # the sign alone decides, and it was entered
    return weigh(threshold.condition, lambda test: facts[test.fact])


def _crossed_before(
    threshold: Threshold, apart_minutes: Decimal, reading: Reading, baseline: Vitals | None, previous: Sequence[Reading]
) -> bool:
    """Whether the readings before this one crossed the threshold too, back to one that lies far enough apart."""
    apart, now = timedelta(minutes=float(apart_minutes)), reading.at.astimezone(UTC)
    for each in sorted(previous, key=lambda reading: reading.at.astimezone(UTC), reverse=True):
        earlier_by = now - each.at.astimezone(UTC)
        crossed = _crosses(threshold, facts_of(each.vitals, baseline))
        if earlier_by <= timedelta(0) or crossed is None:
            continue  # not before this reading, or nothing was measured then that bears on this threshold
        if not crossed:
            return False
        if earlier_by >= apart:
            return True
    return False


def _entered(threshold: Threshold, reading: Reading, used: tuple[str, ...], facts: Mapping[str, Fact[Value]]) -> str:
    signs = [sign.replace("_", " ") for sign in threshold.on_signs if sign in reading.signs]
    values = []
    for name in used:
        fact = facts[name]
        if isinstance(fact, Known) and isinstance(fact.value, Decimal):
            values.append(f"{TITLES[name]} {write_number(round(fact.value, 1))}")
    return ", ".join([*signs, *values])
