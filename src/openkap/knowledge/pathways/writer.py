"""Writes a pathway file from plain values: what was changed in a form can be read, checked and signed as text."""

from collections.abc import Mapping
from typing import Any

__all__ = ["write_toml"]


def write_toml(raw: Mapping[str, Any], *, heading: str = "") -> str:
    """The values as TOML: plain keys first, then tables in their order. Reading it gives the same values.

    >>> print(write_toml({"key": "a", "phases": [{"key": "b"}]}), end="")
    key = "a"
    <BLANKLINE>
    [[phases]]
    key = "b"
    """
    lines = [f"# {line}" for line in heading.splitlines()]
    tables = {key: value for key, value in raw.items() if _is_table(value)}
    lines += [f"{key} = {_written(value)}" for key, value in raw.items() if key not in tables]
    for name, rows in tables.items():
        for row in rows:
            lines += ["", f"[[{name}]]", *(f"{key} = {_written(value)}" for key, value in row.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list) and _is_table(value):
        rows = [", ".join(f"{key} = {_written(part)}" for key, part in row.items()) for row in value]
        return "[\n" + "".join(f"  {{ {row} }},\n" for row in rows) + "]"
    if isinstance(value, list):
        short = f"[{', '.join(_written(part) for part in value)}]"
        return short if len(short) < 100 else "[\n" + "".join(f"  {_written(part)},\n" for part in value) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """A basic string: what TOML does not allow in one is escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char >= " " and char != "\x7f" else f"\\u{ord(char):04x}" for char in escaped) + '"'
