"""A measure: one edition of a questionnaire or rating with its items, its scoring, its rights and its sources."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openkap.knowledge.measures.item import Item
from openkap.knowledge.measures.rights import Citation, Licence, Rights
from openkap.knowledge.measures.scoring import (
    Algorithm,
    Band,
    ChangeKind,
    ChangeRule,
    CutOff,
    FlagRule,
    Prorate,
    Scale,
)

__all__ = ["AnsweredBy", "Better", "Measure"]

_KEY = re.compile(r"[a-z][a-z0-9_]{1,30}", re.ASCII)


class Better(StrEnum):
    """Which way is improvement."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class AnsweredBy(StrEnum):
    CLIENT = "client"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True)
class Measure:
    """One edition of a measure. What was answered under an edition is scored by that edition for ever.

    edition: the date of this data file, ISO 8601. stem: what is said before the items; None where it may not be shown.
    answer_key: what the numbers mean, in our own words ("0 no, 1 yes"). notice: what must be shown wherever the
    wording is shown. better: which way is improvement. alternatives: groups of items of which one answer is enough.
    band_from: the name of the derived value that is the band, where bands are not cut from the total.
    notes: what a clinician should know. unconfirmed: what was left out, or is not certain, and why.
    """

    key: str
    edition: str
    title: str
    short_title: str
    answered_by: AnsweredBy
    when: str
    rights: Rights
    items: tuple[Item, ...]
    better: Better
    citations: tuple[Citation, ...]
    stem: str | None = None
    recall: str | None = None
    answer_key: str | None = None
    notice: str | None = None
    validated: bool = True
    total: Scale | None = None
    subscales: tuple[Scale, ...] = ()
    prorate: Prorate | None = None
    alternatives: tuple[tuple[str, ...], ...] = ()
    bands: tuple[Band, ...] = ()
    band_from: str | None = None
    cut_offs: tuple[CutOff, ...] = ()
    change: tuple[ChangeRule, ...] = ()
    flags: tuple[FlagRule, ...] = ()
    algorithms: tuple[Algorithm, ...] = ()
    loinc_panel: str | None = None
    loinc_total: str | None = None
    notes: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"measure {self.key!r}: a key is lower-case letters, digits and underscores")
        if date.fromisoformat(self.edition).isoformat() != self.edition:
            raise ValueError(f"measure {self.key}: an edition is a date like 2026-11-23")
        numbers = [item.number for item in self.items]
        if not numbers or len(numbers) != len(set(numbers)):
            raise ValueError(f"measure {self.key}: items must be there, each number once")
        if strangers := self._named_items() - set(numbers):
            raise ValueError(f"measure {self.key}: no such item: {', '.join(sorted(strangers))}")
        keys = [scale.key for scale in self.scales]
        named = {key for scale in self.scales for key in scale.scales} | {rule.scale for rule in self.cut_offs}
        if len(keys) != len(set(keys)) or not named <= set(keys) or (self.total and self.total.key != "total"):
            raise ValueError(f"measure {self.key}: scales have keys of their own, and only those are spoken of")
        if not self.rights.may_show_text and self.has_text:
            raise ValueError(f"measure {self.key}: its rights do not let its wording be shipped")
        if self.rights.licence is Licence.CONDITIONAL and self.has_text and not self.notice:
            raise ValueError(f"measure {self.key}: wording shipped on a condition needs its notice")
        if any(low.high >= high.low for low, high in zip(self.bands, self.bands[1:], strict=False)):
            raise ValueError(f"measure {self.key}: bands must rise and not overlap")
        kinds = [rule.kind for rule in self.change]
        if len(kinds) != len(set(kinds)):
            raise ValueError(f"measure {self.key}: one definition of change of each kind")

    def _named_items(self) -> set[str]:
        """Every item that a rule of this measure speaks of."""
        named = {number for group in self.alternatives for number in group}
        named |= {number for scale in self.scales for number in scale.members}
        named |= {number for rule in self.flags for number in rule.items}
        named |= {number for item in self.items if item.asked_if for number in item.asked_if.items}
        return named | {number for rule in self.algorithms for group in rule.lists.values() for number in group}

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The total, where there is one, and the subscales."""
        return (*([self.total] if self.total else []), *self.subscales)

    @property
    def has_text(self) -> bool:
        """Whether any official wording is shipped."""
        return bool(self.stem) or any(item.text or any(option.text for option in item.options) for item in self.items)

    def item(self, number: str) -> Item | None:
        """The item of that number, or None."""
        return next((item for item in self.items if item.number == number), None)

    def change_rule(self, kind: ChangeKind) -> ChangeRule | None:
        """How change of that kind is defined for this measure, or None where no definition is published."""
        return next((rule for rule in self.change if rule.kind is kind), None)
