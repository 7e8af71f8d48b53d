"""Reads facts as a form or a file gives them. What cannot be is refused by its name; what is not said is unknown."""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.fact_spec import FactKind, FactSpec, fact_specs
from openkap.terms.fact import Fact, Known, Unknown
from openkap.terms.quantity import parse_decimal, write_number
from openkap.terms.refusal import BadInput

__all__ = ["read_fact", "read_facts", "read_moment"]

_NOT_KNOWN = {"not sure": "not sure", "unknown": "not known", "": "left unanswered"}
_YES_NO = {"yes": True, "no": False}
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_LONGEST_TEXT = 200
_MOST_MEDICINES = 100


def read_facts(raw: Mapping[str, object]) -> dict[str, Fact[Value]]:
    """Every fact of `raw`: a value alone, or {"value": …, "at": …} where its moment matters; null where not known.

    Raises BadInput for a name that no rule knows, and for a value that its fact cannot have.

    >>> read_facts({"pregnant": False, "audit_total": None})
    {'pregnant': Known(value=False, since=None), 'audit_total': Unknown(why='not asked yet')}
    """
    return {name: read_fact(name, value) for name, value in raw.items()}


def read_fact(name: str, raw: object) -> Fact[Value]:
    spec = fact_specs().get(name)
    if spec is None or spec.kind is FactKind.DERIVED:
        raise BadInput(_shown(name), "No rule asks for a fact of this name. --template lists them all.")
    since = None
    if isinstance(raw, Mapping):
        extra = sorted(set(raw) - {"value", "at"})
        if extra or "value" not in raw:
            raise BadInput(name, 'Give a value alone, or {"value": …, "at": …}.')
        at = raw.get("at")
        since = None if at is None else read_moment(name, at)
        raw = raw["value"]
    if raw is None:
        return Unknown()
    if isinstance(raw, str) and raw.strip().casefold() in _NOT_KNOWN:
        return Unknown(_NOT_KNOWN[raw.strip().casefold()])
    return Known(_read_value(spec, raw), since)


def _read_value(spec: FactSpec, raw: object) -> Value:
    match spec.kind:
        case FactKind.YES_NO:
            return _read_yes_no(spec, raw)
        case FactKind.NUMBER:
            return _read_number(spec, raw)
        case FactKind.MOMENT:
            return read_moment(spec.name, raw)
        case FactKind.MEDICINES:
            return _read_medicines(spec, raw)
        case FactKind.CHOICE if isinstance(raw, str) and raw in spec.choices:
            return raw
        case FactKind.CHOICE:
            raise BadInput(spec.name, f"Choose one of: {', '.join(spec.choices)}; or null where it is not known.")
        case _:
            return _read_text(spec.name, raw)


def _read_yes_no(spec: FactSpec, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().casefold() in _YES_NO:
        return _YES_NO[raw.strip().casefold()]
    raise BadInput(spec.name, "Answer true, false, or null where it is not known.")


def _read_number(spec: FactSpec, raw: object) -> Decimal:
    low, high = spec.low, spec.high
    assert low is not None and high is not None  # noqa: S101, PT018 - every number in facts.csv has both
    allowed = f"from {write_number(low)} to {write_number(high)} {spec.unit}"
    if isinstance(raw, float) and math.isfinite(raw):
        raw = int(raw) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise BadInput(spec.name, f"Enter a number {allowed}.")
    text = raw.strip() if isinstance(raw, str) else str(raw) if abs(raw) < 10**9 else "1" + "0" * 9
    sign, digits = (-1, text[1:]) if text.startswith("-") and low < 0 else (1, text)
    if spec.places == 0 and _WHOLE.fullmatch(digits) is None:
        raise BadInput(spec.name, f"Enter a whole number {allowed}.")
    top = max(abs(low), abs(high))
    try:
        value = sign * parse_decimal(
            digits, field=spec.name, low=Decimal(0), high=top, unit=spec.unit, places=spec.places
        )
    except BadInput:
        value = None
    if value is None or not low <= value <= high:
        decimals = f", with a point for decimals and at most {spec.places}" if spec.places else ""
        raise BadInput(spec.name, f"Enter a number {allowed}{decimals}.")
    return value


def read_moment(name: str, raw: object) -> datetime:
    """A moment with its offset from UTC ("2026-11-23T14:30:00-06:00"): without one it could be another hour."""
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) and raw.isascii() else None
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise BadInput(name, "Give date, time and offset, for example 2026-11-23T14:30:00-06:00.")
    return moment


def _read_medicines(spec: FactSpec, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or len(raw) > _MOST_MEDICINES:
        raise BadInput(
            spec.name, f"Give a list of at most {_MOST_MEDICINES} names; an empty list where there are none."
        )
    return tuple(_read_text(spec.name, entry) for entry in raw)


def _read_text(name: str, raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > _LONGEST_TEXT:
        raise BadInput(name, f"Give a text of 1 to {_LONGEST_TEXT} characters.")
    if any(unicodedata.category(character).startswith("C") for character in raw):
        raise BadInput(name, "The text holds a character that cannot be shown; write it again without it.")
    return raw.strip()


def _shown(name: str) -> str:
    """A name from outside, short and printable, so that it can stand in a message."""
    return name[:60] if name.strip() and name.isprintable() else "facts"
