"""The words of a measure that may be put before a person: its own, or those of a wording pack.

A wording pack is a TOML file that a site keeps in its data folder (`wording/`), for a measure whose wording openkap may
not ship and the site may show. It says who holds the right, by which licence, who attested it and when; its items and
options must be those of the measure, no more and no fewer.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openkap.knowledge.measures.catalogue import measure
from openkap.knowledge.measures.item import Item
from openkap.knowledge.measures.rights import Licence
from openkap.knowledge.measures.schema import Measure
from openkap.terms.refusal import BadInput

__all__ = ["Pack", "Right", "Words", "needs_confirming", "own_words", "read_pack"]

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """What is shown of a measure; empty where nothing may be. options: by item and value."""

    stem: str = ""
    notice: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def item(self, item: Item) -> str:
        """Its wording, else what it asks about in our words, else nothing."""
        return self.items.get(item.number) or item.name or ""

    def option(self, item: Item, value: int) -> str:
        return self.options.get((item.number, value)) or str(value)


@dataclass(frozen=True, slots=True)
class Right:
    """By which right a site shows the wording: whose it is, the licence, and who stands for it since when."""

    holder: str
    reference: str
    attested_by: str
    attested_on: date


@dataclass(frozen=True, slots=True)
class Pack:
    measure: str
    edition: str
    right: Right
    words: Words


def own_words(measure: Measure) -> Words:
    """The wording that is shipped with the measure itself."""
    return Words(
        stem=measure.stem or "",
        notice=measure.notice or "",
        items={item.number: item.text for item in measure.items if item.text},
        options={
            (item.number, option.value): option.text for item in measure.items for option in item.options if option.text
        },
    )


def needs_confirming(measure: Measure) -> bool:
    """Whether its wording is shipped on a condition that the practice itself has to confirm."""
    return measure.rights.licence is Licence.CONDITIONAL and measure.has_text


def read_pack(path: Path) -> Pack:
    """The pack in a TOML file. Raises BadInput that names the place and what is expected there."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput("file", f"Cannot read {path.name}: {error.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput("file", f"{path.name} is not TOML: {error}.") from None
    _only(table, {"schema", "measure", "edition", "stem", "notice", "right", "items", "options", "item_options"}, "")
    if table.get("schema") != 1:
        raise BadInput("schema", "Write schema = 1: the first form of wording packs.")
    asked = measure(_text(table, "measure", ""), _text(table, "edition", ""))
    if asked.has_text:
        raise BadInput(
            "measure", f"The wording of {asked.short_title} is shipped already; a pack is for those without."
        )
    return Pack(asked.key, asked.edition, _right(table), _words(asked, table))


def _right(table: Mapping[str, Any]) -> Right:
    right = _table(table, "right")
    _only(right, {"holder", "reference", "attested_by", "attested_on"}, "right.")
    day = right.get("attested_on")
    if type(day) is not date:
        raise BadInput("right.attested_on", "Give the day as a date without quotes, for example 2026-11-25.")
    holder, reference, by = (_text(right, name, "right.") for name in ("holder", "reference", "attested_by"))
    return Right(holder, reference, by, day)


def _words(asked: Measure, table: Mapping[str, Any]) -> Words:
    items, shared, single = (_table(table, name) for name in ("items", "options", "item_options"))
    numbers = {item.number for item in asked.items}
    _same(set(items), numbers, "items", f"the items of {asked.short_title}")
    if strangers := set(single) - numbers:
        raise BadInput("item_options", f"{asked.short_title} has no item {', '.join(sorted(strangers))}.")
    options: dict[tuple[str, int], str] = {}
    for item in asked.items:
        place = f"item_options.{item.number}" if item.number in single else "options"
        given = _table(single, item.number, "item_options.") if item.number in single else shared
        if not given and not item.options:
            continue  # a range such as 0 to 100 needs no words for its numbers
        values = {str(option.value) for option in item.options} or {
            str(value) for value in range(item.lowest, item.highest + 1)
        }
        _same(set(given), values, place, f"the values of item {item.number}")
        options |= {(item.number, int(value)): _text(given, value, f"{place}.") for value in given}
    return Words(
        stem=_text(table, "stem", "") if "stem" in table else "",
        notice=_text(table, "notice", ""),
        items={number: _text(items, number, "items.") for number in items},
        options=options,
    )


def _same(given: set[str], wanted: set[str], place: str, of_what: str) -> None:
    missing, strange = sorted(wanted - given), sorted(given - wanted)
    if missing or strange:
        told = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not among them: {', '.join(strange)}"] * bool(
            strange
        )
        raise BadInput(place, f"Give exactly {of_what}; {'; '.join(told)}.")


def _only(table: Mapping[str, Any], known: set[str], place: str) -> None:
    if unknown := sorted(set(table) - known):
        raise BadInput(f"{place}{unknown[0]}", f"There is no such entry. Known: {', '.join(sorted(known))}.")


def _table(table: Mapping[str, Any], name: str, place: str = "") -> Mapping[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise BadInput(f"{place}{name}", "This is a table: write it as [" + name + "].")
    return found


def _text(table: Mapping[str, Any], name: str, place: str) -> str:
    found = table.get(name)
    if not isinstance(found, str) or not found.strip() or len(found) > _LONGEST:
        raise BadInput(f"{place}{name}", f"Write a text in quotes, of at most {_LONGEST} characters.")
    return found.strip()
