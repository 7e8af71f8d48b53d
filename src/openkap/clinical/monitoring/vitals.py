"""Reads the vital signs that a person typed. What cannot be is refused by the field's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from openkap.terms.refusal import BadInput

__all__ = ["ENTRY_LIMITS", "EntryLimit", "Vitals", "read_vitals"]

_WHOLE = re.compile(r"[0-9]{1,4}", re.ASCII)


class EntryLimit(NamedTuple):
    spoken: str
    unit: str
    low: int
    high: int

    @property
    def allowed(self) -> str:
        return f"enter a whole number from {self.low} to {self.high} {self.unit}".rstrip()


# What can be entered. These limits catch slips of the hand (1200 for 120); they are ours, not clinical thresholds, and
# are wide enough to record a person in danger.
ENTRY_LIMITS: Mapping[str, EntryLimit] = {
    "sbp": EntryLimit("Systolic", "mmHg", 40, 300),
    "dbp": EntryLimit("Diastolic", "mmHg", 20, 200),
    "hr": EntryLimit("Heart rate", "/min", 20, 300),
    "spo2": EntryLimit("Oxygen saturation", "%", 40, 100),
    "rr": EntryLimit("Breathing rate", "/min", 0, 80),
    "moaas": EntryLimit("MOAA/S", "", 0, 5),
}


@dataclass(frozen=True, slots=True)
class Vitals:
    """Vital signs of one moment; None where one was not taken. At least one is given.

    sbp, dbp: mmHg, both or neither. hr, rr: per minute. spo2: percent. moaas: 5 (awake) to 0 (no response).
    """

    sbp: int | None = None
    dbp: int | None = None
    hr: int | None = None
    spo2: int | None = None
    rr: int | None = None
    moaas: int | None = None

    def __post_init__(self) -> None:
        for name, limit in ENTRY_LIMITS.items():
            value = getattr(self, name)
            if value is not None and not limit.low <= value <= limit.high:
                raise BadInput(name, f"{limit.spoken} {value}: {limit.allowed}.")
        if all(getattr(self, name) is None for name in ENTRY_LIMITS):
            raise BadInput("vitals", "Enter at least one of the vital signs.")
        if (self.sbp is None) is not (self.dbp is None):
            missing = "sbp" if self.sbp is None else "dbp"
            raise BadInput(missing, f"{ENTRY_LIMITS[missing].spoken}: a blood pressure has two numbers; enter both.")
        if self.sbp is not None and self.dbp is not None and self.dbp >= self.sbp:
            raise BadInput("dbp", f"Diastolic {self.dbp}: it must be below the systolic {self.sbp} mmHg.")

    @property
    def map_mm_hg(self) -> Decimal | None:
        """Mean arterial pressure by the usual estimate: diastolic plus a third of the pulse pressure."""
        if self.sbp is None or self.dbp is None:
            return None
        return self.dbp + Decimal(self.sbp - self.dbp) / 3


def read_vitals(raw: Mapping[str, str]) -> Vitals:
    """Vital signs from the texts of a form: sbp, dbp, hr, spo2, rr, moaas; empty or absent where not taken.

    Raises BadInput that names the field and what is allowed: whole numbers in ASCII digits, no decimals.

    >>> read_vitals({"sbp": "128", "dbp": "76", "hr": ""})
    Vitals(sbp=128, dbp=76, hr=None, spo2=None, rr=None, moaas=None)
    >>> read_vitals({"sbp": "1200", "dbp": "80"})
    Traceback (most recent call last):
    ...
    openkap.terms.refusal.BadInput: Systolic 1200: enter a whole number from 40 to 300 mmHg.
    """
    unknown = sorted(set(raw) - set(ENTRY_LIMITS))
    if unknown:
        raise BadInput(unknown[0], f"There is no vital sign of this name. Known: {', '.join(ENTRY_LIMITS)}.")
    return Vitals(**{name: _read_whole(name, text) for name, text in raw.items()})


def _read_whole(name: str, text: str) -> int | None:
    typed = text.strip()
    if not typed:
        return None
    limit = ENTRY_LIMITS[name]
    if _WHOLE.fullmatch(typed) is None:
        shown = typed if len(typed) <= 12 and typed.isascii() and typed.isprintable() else "this"
        raise BadInput(name, f"{limit.spoken} {shown}: {limit.allowed}.")
    return int(typed)
