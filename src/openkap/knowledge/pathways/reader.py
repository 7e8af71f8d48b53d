"""Reads a pathway file strictly: a wrong key, type, unit or name is refused with its line, its path and what is
allowed, all of them at once, so that a file is mended in one go."""

import dataclasses
import re
import tomllib
import types
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from openkap.knowledge.measures import known_keys
from openkap.knowledge.pathways.bounds import Between, OneOf
from openkap.knowledge.pathways.criterion_tests import CRITERION_TESTS
from openkap.knowledge.pathways.lines import line_of, lines_of
from openkap.knowledge.pathways.schema import Condition, Criterion, Pathway
from openkap.knowledge.texts import consent_keys, topics
from openkap.terms.refusal import BadInput

__all__ = ["Fault", "PathwayRefused", "conditions", "read_pathway"]

_KEY = re.compile(r"[a-z][a-z0-9_]{1,40}", re.ASCII)
_UNITS = ("minutes", "hours", "days", "weeks", "months")
_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Fault:
    """`rule` is the kind of fault, stable for machines; `line` counts from 1."""

    rule: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.path}: {self.message}"


class PathwayRefused(BadInput):
    """A file that is no pathway. `faults` are all that was found."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(name, "\n".join(["not a pathway that can be used:", *(f"  {fault}" for fault in faults)]))
        self.faults = faults


def read_pathway(text: str, *, name: str) -> Pathway:
    """The pathway in this text. PathwayRefused with every fault; BadInput when it is not TOML at all."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(name, f"not TOML: {error}.") from None
    except RecursionError:
        raise BadInput(name, "not TOML that can be read: nested too deeply.") from None
    reading = _Reading(lines_of(text))
    built = reading.record(Pathway, raw, "")
    if not reading.faults:
        reading.names(built)
    if reading.faults:
        raise PathwayRefused(name, tuple(sorted(reading.faults, key=lambda fault: (fault.line, fault.path))))
    return built  # type: ignore[no-any-return]


class _Reading:
    def __init__(self, lines: dict[str, int]) -> None:
        self.lines = lines
        self.faults: list[Fault] = []

    def fault(self, rule: str, path: str, message: str) -> None:
        self.faults.append(Fault(rule, line_of(path, self.lines), path or "the file", message))

    def record(self, wanted: Any, value: Any, path: str) -> Any:
        """`value` as the record `wanted`; None when it cannot be made, with its faults kept."""
        if not isinstance(value, dict):
            return self.fault("wrong-type", path, f"must be a table; allowed: {', '.join(_fields(wanted))}.")
        before = len(self.faults)
        value = dict(value)
        if wanted in (Criterion, Condition):
            value = self._params(wanted, value, path)
        fields = {field.name: field for field in dataclasses.fields(wanted) if field.init}
        hints = get_type_hints(wanted, include_extras=True)
        for key in sorted(set(value) - set(fields)):
            self._unknown_key(key, tuple(fields), _at(path, key))
        for name, field in fields.items():
            if name not in value and field.default is dataclasses.MISSING:
                self.fault("missing-key", path, f"{name} is missing.")
        made = {name: self.value(hints[name], value[name], _at(path, name)) for name in fields if name in value}
        return wanted(**made) if len(self.faults) == before else None

    def value(self, wanted: Any, value: Any, path: str) -> Any:
        origin, arguments = get_origin(wanted), get_args(wanted)
        if origin is types.UnionType:
            return self.value(arguments[0], value, path)  # X | None: TOML has no null, so what is there is an X
        if str(origin) == "typing.Union":
            return self.value(arguments[0], value, path)
        if origin is Annotated:
            return self._bounded(arguments[0], arguments[1], value, path)
        if origin is dict:
            return value
        if origin is tuple:
            if not isinstance(value, list):
                return self.fault("wrong-type", path, "must be a list.")
            return tuple(self.value(arguments[0], part, f"{path}[{place}]") for place, part in enumerate(value))
        if dataclasses.is_dataclass(wanted):
            return self.record(wanted, value, path)
        if type(value) is not wanted:
            return self.fault("wrong-type", path, f"must be {_NAMES[wanted]}, not {_shown(value)}.")
        return value

    def _bounded(self, base: type, bound: Between | OneOf, value: Any, path: str) -> Any:
        if type(value) is not base:
            unit = next((unit for unit in _UNITS if path.endswith(unit)), "")
            told = f"must be {bound}{f', in {unit}' if unit else ''}, not {_shown(value)}."
            return self.fault("wrong-unit" if unit and isinstance(value, str) else "wrong-type", path, told)
        if not bound.allows(value):
            return self.fault("not-allowed", path, f"must be {bound}, not {_shown(value)}.")
        return value

    def _unknown_key(self, key: str, allowed: tuple[str, ...], path: str) -> None:
        stem = re.sub(f"_?({'|'.join(_UNITS)})", "", key)
        alike = [one for one in allowed if one != stem and re.sub(f"_?({'|'.join(_UNITS)})", "", one) == stem]
        if alike and any(unit in key for unit in _UNITS):
            self.fault("wrong-unit", path, f"is not written in this unit here: use {' or '.join(alike)}.")
        else:
            self.fault("unknown-key", path, f"is no key here; allowed: {', '.join(allowed)}.")

    def _params(self, wanted: Any, value: dict[str, Any], path: str) -> dict[str, Any]:
        """A test's parameters stand beside its other keys in the file; here they are checked and taken together."""
        name = value.get("test")
        own = {field.name for field in dataclasses.fields(wanted)} - {"params"}
        kept = {key: part for key, part in value.items() if key in own}
        if not isinstance(name, str) or name not in CRITERION_TESTS:
            self.fault("unknown-criterion", _at(path, "test"), f"must be one of {', '.join(CRITERION_TESTS)}.")
            return {**kept, "params": {}}
        known = CRITERION_TESTS[name].params
        given = {key: part for key, part in value.items() if key not in own}
        for key in sorted(set(given) - set(known)):
            self._unknown_key(key, (*known, *sorted(own)), _at(path, key))
        for key, param in known.items():
            place = _at(path, key)
            if key not in given:
                if param.needed:
                    self.fault("missing-key", path, f"{key} is missing: {name} needs it.")
            elif param.allowed is not None:
                self._bounded(int if param.is_number else str, param.allowed, given[key], place)
            elif not isinstance(given[key], str):
                self.fault("wrong-type", place, f"must be text, not {_shown(given[key])}.")
        return {**kept, "params": {key: part for key, part in given.items() if key in known}}

    def names(self, pathway: Pathway) -> None:
        """What a schema cannot see: names that must exist, dates, windows that can be."""
        for path, key in (
            ("key", pathway.key),
            *((f"phases[{i}].key", one.key) for i, one in enumerate(pathway.phases)),
        ):
            if not _KEY.fullmatch(key):
                self.fault("not-allowed", path, "must be lower-case letters, digits and underscores.")
        try:
            date.fromisoformat(pathway.edition[:10])
        except ValueError:
            self.fault("not-allowed", "edition", "must begin with a date, such as 2026-11-25.")
        if pathway.consent not in consent_keys():
            self.fault("unknown-consent", "consent", f"must be one of {', '.join(consent_keys())}.")
        known = known_keys()
        for path, condition in conditions(pathway):
            if (measure := condition.text("measure")) and measure not in known:
                told = f'there is no measure "{measure}"; `openkap measures list` shows all keys.'
                self.fault("unknown-measure", f"{path}.measure", told)
        for i, topic in enumerate(pathway.topics):
            if topic not in topics():
                self.fault("unknown-topic", f"topics[{i}]", f"must be one of {', '.join(topics())}.")
        spans = [(f"windows[{i}]", one.from_hours, one.to_hours) for i, one in enumerate(pathway.windows)]
        spans += [(f"after_dose[{i}]", one.from_hours, one.to_hours) for i, one in enumerate(pathway.after_dose)]
        for path, opens, closes in spans:
            if closes <= opens:
                told = f"closes at {closes} h, not after it opens at {opens} h: to_hours must be above from_hours."
                self.fault("impossible-window", f"{path}.to_hours", told)
        for i, kind in enumerate(pathway.sessions):
            if not kind.minimum <= kind.typical <= (kind.typical if kind.maximum is None else kind.maximum):
                told = "minimum, typical and maximum must rise in this order."
                self.fault("not-allowed", f"sessions[{i}].typical", told)
        for i, rhythm in enumerate(pathway.rhythms):
            least, most = rhythm.least_hours_apart, rhythm.most_hours_apart
            if least is not None and most is not None and most < least:
                told = "must not be below least_hours_apart."
                self.fault("impossible-window", f"rhythms[{i}].most_hours_apart", told)
        for table, keys in (
            ("phases", [one.key for one in pathway.phases]),
            ("criteria", [one.id for one in pathway.criteria]),
            ("sessions", [one.kind for one in pathway.sessions]),
            ("gates", [one.key for one in pathway.gates]),
            ("attested", [one.key for one in pathway.attested]),
            ("after_dose", [one.key for one in pathway.after_dose]),
        ):
            for i, key in enumerate(keys):
                if key in keys[:i]:
                    self.fault("stands-twice", f"{table}[{i}]", f'"{key}" stands twice; give it once.')
        if not pathway.phases:
            self.fault("missing-key", "phases", "must hold at least one phase.")


def conditions(pathway: Pathway) -> list[tuple[str, Condition]]:
    """Every test that the pathway asks anywhere, with the path at which it stands."""
    found = [(f"criteria[{i}]", one.condition) for i, one in enumerate(pathway.criteria)]
    return found + [
        (f"phases[{i}].leave_when[{j}]", one)
        for i, phase in enumerate(pathway.phases)
        for j, one in enumerate(phase.leave_when)
    ]


def _fields(wanted: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(wanted) if field.init]


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _shown(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)[:40]
