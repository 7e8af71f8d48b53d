"""Builds typed values from a data file, strictly: an unknown name, a missing name or a wrong type is an error that
says where it stands. Shorthand of the files: `answers = "NAME"` for a shared set of options; `numbers = "1-23"` for
items that differ in their number alone."""

import dataclasses
import tomllib
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from openkap.knowledge.measures.schema import Measure

__all__ = ["read_measure"]


def read_measure(path: Path) -> Measure:
    """The measure in a TOML file. Raises ValueError that names the file and the place."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        answers = table.pop("answers", {})
        table["items"] = [item for entry in table.get("items", []) for item in _spread(entry, answers)]
        built = _build(Measure, table, "")
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    if not isinstance(built, Measure):
        raise ValueError(f"{path.name}: not a measure")
    return built


def _spread(entry: Mapping[str, Any], answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """An entry of `items` as the items it stands for."""
    item = dict(entry)
    if "answers" in item:
        item.update(answers[item.pop("answers")])
    if "numbers" not in item:
        return [item]
    first, last = (int(number) for number in item.pop("numbers").split("-"))
    return [{"number": str(number), **item} for number in range(first, last + 1)]


def _build(wanted: Any, value: Any, where: str) -> Any:
    """`value`, as TOML gives it, as the type `wanted`."""
    origin, arguments = get_origin(wanted), get_args(wanted)
    if isinstance(wanted, types.UnionType):
        return _build(arguments[0], value, where)  # X | None: TOML has no null, so what is there is an X
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"{where}: expected a list")
        return tuple(_build(arguments[0], part, f"{where}[{index}]") for index, part in enumerate(value))
    if origin is dict:
        return {key: _build(arguments[1], part, f"{where}.{key}") for key, part in value.items()}
    if dataclasses.is_dataclass(wanted):
        return _build_record(wanted, value, where)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(value)
    if wanted is Decimal and type(value) is int:
        return Decimal(value)
    if type(value) is not wanted or not isinstance(value, (str, int, bool, date, Decimal)):
        raise ValueError(f"{where}: expected {getattr(wanted, '__name__', wanted)}, found {value!r}")
    return value


def _build_record(wanted: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"{where}: expected a table")
    hints = get_type_hints(wanted)
    if unknown := set(value) - set(hints):
        raise ValueError(f"{where or 'top'}: unknown: {', '.join(sorted(unknown))}")
    fields = {name: _build(hints[name], part, f"{where}.{name}".lstrip(".")) for name, part in value.items()}
    return wanted(**fields)
