"""What is different between two pathways, or two editions of one: every value, by the thing it belongs to."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from openkap.knowledge.pathways import Pathway

__all__ = ["Difference", "differences"]

# What names a row of each table, so that a row is compared with its like and not with its neighbour.
_NAMED_BY = {
    "roles": ("role",),
    "phases": ("key",),
    "sessions": ("kind",),
    "gates": ("key",),
    "criteria": ("id",),
    "rhythms": ("kind", "from_number"),
    "windows": ("kind",),
    "after_dose": ("key",),
    "asked": ("measure", "occasion"),
    "attested": ("key",),
    "setting": ("title",),
    "reviews": ("key",),
    "stops": ("key",),
    "leaves_out": ("title",),
}
# What may differ without anything being different for a person.
_BESIDE = {"schema", "key", "edition", "sources"}


@dataclass(frozen=True, slots=True)
class Difference:
    """`table` and `row` say where ("sessions", "medicine"), `field` what; a row that only one has differs as a whole.

    before and after are as they would be read; empty where there is nothing.
    """

    table: str
    row: str
    field: str
    before: str
    after: str


def differences(before: Pathway, after: Pathway, *, sourced: bool = True) -> tuple[Difference, ...]:
    """Every difference, in the order of the schema. `sourced=False` leaves out where only a source is another."""
    found: list[Difference] = []
    for field in dataclasses.fields(Pathway):
        if field.name in _BESIDE:
            continue
        left, right = getattr(before, field.name), getattr(after, field.name)
        if field.name in _NAMED_BY:
            found += _rows(field.name, left, right, sourced=sourced)
        elif left != right:
            found.append(Difference("", "", field.name, _read(left), _read(right)))
    return tuple(found)


def _rows(table: str, left: tuple[Any, ...], right: tuple[Any, ...], *, sourced: bool) -> list[Difference]:
    ours = {_name(table, row): row for row in left}
    theirs = {_name(table, row): row for row in right}
    found = []
    for name in dict.fromkeys([*ours, *theirs]):
        if name not in theirs:
            found.append(Difference(table, name, "", _whole(ours[name]), ""))
        elif name not in ours:
            found.append(Difference(table, name, "", "", _whole(theirs[name])))
        else:
            for field in dataclasses.fields(ours[name]):
                one, other = getattr(ours[name], field.name), getattr(theirs[name], field.name)
                if one != other and (sourced or field.name != "source"):
                    found.append(Difference(table, name, field.name, _read(one), _read(other)))
    return found


def _name(table: str, row: Any) -> str:
    return " ".join(str(getattr(row, part)) for part in _NAMED_BY[table])


def _whole(row: Any) -> str:
    return str(next((getattr(row, name) for name in ("title", "name", "does") if hasattr(row, name)), "")) or "there"


def _read(value: Any) -> str:
    if value is None:
        return "none set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_read(part) for part in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} {part}" for key, part in value.items())
    if dataclasses.is_dataclass(value):
        return f"{getattr(value, 'test', '')} {_read(getattr(value, 'params', {}))}".strip()
    return str(value)
