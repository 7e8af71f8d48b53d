"""How commands read and speak: JSON by file or `-`, a table for people, JSON with `--json`, refusals as sentences."""

import dataclasses
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from openkap.terms.refusal import BadInput

__all__ = ["plain", "print_json", "print_table", "read_json_object", "read_text"]

_LARGEST_INPUT_BYTES = 5_000_000


def read_text(source: str, *, field: str) -> str:
    """The text of the file `source`, or of standard input for `-`. BadInput for what cannot be read as UTF-8."""
    try:
        raw = sys.stdin.buffer.read(_LARGEST_INPUT_BYTES + 1) if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise BadInput(field, f"Cannot read {source}: {error.strerror}.") from None
    if len(raw) > _LARGEST_INPUT_BYTES:
        raise BadInput(field, f"The input is larger than {_LARGEST_INPUT_BYTES // 1_000_000} MB.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(field, "The input is not UTF-8 text.") from None


def read_json_object(source: str, *, field: str) -> dict[str, Any]:
    """The JSON object in the file `source`, or on standard input for `-`.

    Raises BadInput for what cannot be read: no such file, not UTF-8, not JSON, a repeated key, NaN, not an object.
    """
    text = read_text(source, field=field)
    try:
        value = json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constants)
    except RecursionError:
        raise BadInput(field, "The input is nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise BadInput(field, f"The input is not JSON: {error.msg} at line {error.lineno}.") from None
    except ValueError:
        raise BadInput(field, "A number in the input has far too many digits.") from None
    if not isinstance(value, dict):
        raise BadInput(field, "Give one JSON object, in braces.")
    return value


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise BadInput(key, "It stands twice in the input; give it once.")
        seen[key] = value
    return seen


def _no_constants(word: str) -> None:
    raise BadInput("number", f"{word} is not a number that can be used here.")


def plain(value: Any) -> Any:
    """A value as JSON: records as objects, decimals as numbers, dates as text."""
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def print_table(rows: list[tuple[str, ...]]) -> None:
    """Rows of equal length as columns; the first row is the heading."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
