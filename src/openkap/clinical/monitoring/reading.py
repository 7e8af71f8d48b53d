"""One reading of the session: vital signs with their moment, and what the observer saw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from openkap.clinical.monitoring.vitals import Vitals
from openkap.knowledge.rules.condition import Value
from openkap.terms.fact import Fact, Known, Unknown

__all__ = ["TITLES", "Reading", "facts_of"]

# The facts that thresholds are written over, as they are spoken.
TITLES: Mapping[str, str] = {
    "sbp_mm_hg": "systolic",
    "dbp_mm_hg": "diastolic",
    "map_mm_hg": "mean arterial pressure",
    "hr_per_min": "heart rate",
    "spo2_percent": "oxygen saturation",
    "rr_per_min": "breathing rate",
    "moaas": "MOAA/S",
    "sbp_rise_mm_hg": "systolic above the baseline",
    "dbp_rise_mm_hg": "diastolic above the baseline",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """vitals: None where only signs were entered. signs: ids of `knowledge.thresholds.signs` that the observer entered;
    one that is not there was not entered, which does not say that it was looked for."""

    at: datetime
    vitals: Vitals | None = None
    signs: frozenset[str] = frozenset()


def facts_of(vitals: Vitals | None, baseline: Vitals | None) -> Mapping[str, Fact[Value]]:
    """The values of one reading as facts, by the names of TITLES; what was not entered is unknown."""
    if vitals is None:
        return dict.fromkeys(TITLES, Unknown("not entered"))
    return {
        "sbp_mm_hg": _fact(vitals.sbp),
        "dbp_mm_hg": _fact(vitals.dbp),
        "map_mm_hg": _fact(vitals.map_mm_hg),
        "hr_per_min": _fact(vitals.hr),
        "spo2_percent": _fact(vitals.spo2),
        "rr_per_min": _fact(vitals.rr),
        "moaas": _fact(vitals.moaas),
        "sbp_rise_mm_hg": _rise(vitals.sbp, None if baseline is None else baseline.sbp),
        "dbp_rise_mm_hg": _rise(vitals.dbp, None if baseline is None else baseline.dbp),
    }


def _fact(value: int | Decimal | None) -> Fact[Value]:
    return Unknown("not entered") if value is None else Known(Decimal(value))


def _rise(value: int | None, baseline: int | None) -> Fact[Value]:
    return _fact(None if value is None or baseline is None else value - baseline)
