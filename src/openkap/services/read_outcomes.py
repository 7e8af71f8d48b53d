"""How a client's scores have gone: every sent form, the baseline, and the change since it by published definitions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from openkap.clinical.measures import Change, Score, change
from openkap.knowledge.measures import Measure, measure
from openkap.records.responses.shapes import Response
from openkap.records.sessions.shapes import Dose

__all__ = ["Outcomes", "Scored", "read_outcomes"]


@dataclass(frozen=True, slots=True)
class Scored:
    """One sent form. `total` is None while an item has no answer. `since_baseline`: points, None where there is no
    baseline, or no total, or the score is the baseline itself or older."""

    response_id: UUID
    at: datetime
    occasion: str
    total: Decimal | None
    band: str | None
    since_baseline: Decimal | None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`baseline`: the last score with a total before the first dose (before any dose, the last one so far). `latest`:
    the last with a total. `dosed`: whether a dose was given, so that the baseline stands. `change` holds the latest
    against the baseline; None before there is one after a dose."""

    measure: Measure
    scores: tuple[Scored, ...]
    baseline: Scored | None
    latest: Scored | None
    dosed: bool
    change: Change | None


def read_outcomes(responses: Iterable[Response], doses: Iterable[Dose], *, key: str) -> Outcomes:
    """The sent forms of the measure `key` among `responses`, the earliest first, held against the first of `doses`."""
    asked = measure(key)
    sent = sorted(
        ((one.submitted_at, one) for one in responses if one.measure == key and one.submitted_at is not None),
        key=lambda pair: pair[0],
    )
    first_dose = min((dose.given_at for dose in doses), default=None)
    valid = [(at, one.total) for at, one in sent if one.total is not None]
    before = [(at, total) for at, total in valid if first_dose is None or at < first_dose]
    baseline = before[-1] if before else None
    scores = tuple(_scored(at, one, baseline) for at, one in sent)
    latest = next((one for one in reversed(scores) if one.total is not None), None)
    declared = next((one for one in scores if baseline is not None and one.at == baseline[0]), None)
    return Outcomes(
        measure=asked,
        scores=scores,
        baseline=declared,
        latest=latest,
        dosed=first_dose is not None,
        change=_change(asked, declared, latest) if first_dose is not None else None,
    )


def _scored(at: datetime, response: Response, baseline: tuple[datetime, Decimal] | None) -> Scored:
    since = None
    if baseline is not None and response.total is not None and at > baseline[0]:
        since = response.total - baseline[1]
    return Scored(
        response_id=response.id,
        at=at,
        occasion=response.occasion,
        total=response.total,
        band=response.band,
        since_baseline=since,
    )


def _change(asked: Measure, baseline: Scored | None, latest: Scored | None) -> Change | None:
    if baseline is None or latest is None or latest.since_baseline is None:
        return None
    then, now = (Score(asked.key, asked.edition, one.total) for one in (baseline, latest))
    return change(asked, then, now)
