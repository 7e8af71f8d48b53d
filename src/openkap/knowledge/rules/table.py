"""Reads one table of a knowledge file strictly: a missing, misspelt or mistyped entry is named with file and place."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

__all__ = ["KnowledgeFault", "Table", "read_rows", "read_tables"]


class KnowledgeFault(ValueError):  # noqa: N818 - it is a fault in a file
    """A knowledge file does not say what its schema asks for. A fault of the file's author, never of a user."""


class Table:
    """The entries of one TOML table. Whoever reads it calls `finish`, which refuses entries that nobody asked for."""

    def __init__(self, entries: Mapping[str, object], where: str) -> None:
        self._entries = dict(entries)
        self.where = where

    def has(self, key: str) -> bool:
        return key in self._entries

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, str, default)
        assert isinstance(value, str)  # noqa: S101 - for mypy; _take has checked
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the entry is absent."""
        values = self._take(key, list, [])
        assert isinstance(values, list)  # noqa: S101
        if not all(isinstance(value, str) for value in values):
            raise self.fault(f"{key} must be a list of texts")
        return tuple(values)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self._take(key, bool, default)
        assert isinstance(value, bool)  # noqa: S101
        return value

    def number(self, key: str) -> Decimal | None:
        """A number, or None where the entry is absent: absent means that no source gives one."""
        value = self._entries.pop(key, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.fault(f"{key} must be a number")
        return Decimal(value)

    def whole(self, key: str) -> int | None:
        value = self.number(key)
        if value is not None and value != int(value):
            raise self.fault(f"{key} must be a whole number")
        return None if value is None else int(value)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty where the entry is absent."""
        values = self._take(key, list, [])
        assert isinstance(values, list)  # noqa: S101
        if not all(type(value) is int for value in values):
            raise self.fault(f"{key} must be a list of whole numbers")
        return tuple(values)

    def table(self, key: str) -> "Table | None":
        value = self._entries.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fault(f"{key} must be a table")
        return Table(value, f"{self.where} {key}")

    def tables(self, key: str) -> Iterator["Table"]:
        values = self._take(key, list, [])
        assert isinstance(values, list)  # noqa: S101
        for place, value in enumerate(values, start=1):
            if not isinstance(value, dict):
                raise self.fault(f"{key} must be a list of tables")
            yield Table(value, f"{self.where} {key} {value.get('id', place)}")

    def raw(self, key: str) -> object:
        """The entry as it stands, None where it is absent; the caller checks its kind."""
        return self._entries.pop(key, None)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def rest(self) -> dict[str, object]:
        """What has not been asked for yet, handed over whole to the caller."""
        entries, self._entries = self._entries, {}
        return entries

    def finish(self) -> None:
        if self._entries:
            raise self.fault(f"does not know {', '.join(sorted(self._entries))}")

    def fault(self, problem: str) -> KnowledgeFault:
        return KnowledgeFault(f"{self.where}: {problem}.")

    def _take(self, key: str, kind: type, default: object) -> object:
        value = self._entries.pop(key, default)
        if value is None:
            raise self.fault(f"{key} is missing")
        if not isinstance(value, kind):
            raise self.fault(f"{key} must be {'a text' if kind is str else f'a {kind.__name__}'}")
        return value


def read_tables(path: Path) -> Table:
    """The top table of a TOML file under schema 1; numbers with a point arrive as Decimal, exactly as written."""
    top = Table(_load(path), path.name)
    if top.whole("schema") != 1:
        raise top.fault("schema must be 1")
    return top


def read_rows(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file by the names of its first line."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _load(path: Path) -> Mapping[str, object]:
    with path.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)
