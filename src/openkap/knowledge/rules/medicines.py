"""Finds the medicine behind what a person typed: ingredient or US brand name, with or without dose and timing.

Names are ingredients and well-known US brands (general knowledge); a site maps RxNorm itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openkap.knowledge.rules.table import read_rows

__all__ = ["Medicine", "Recognised", "nearest_names", "recognise"]

_LONGEST_NAME_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@cache
def _harmless_words() -> frozenset[str]:
    """Words beside a name that say how and when it is taken, and leave no doubt about which medicine it is."""
    return frozenset(Path(__file__).with_name("medicine_words.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Medicine:
    """An ingredient with the classes that interaction rules are written over ("none": no interaction known here)."""

    ingredient: str
    classes: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found in one entry. `whole` is False where words are left over that openkap does not know."""

    typed: str
    medicines: tuple[Medicine, ...]
    whole: bool


def recognise(typed: str) -> Recognised:
    """The medicines named in `typed`.

    >>> [found.ingredient for found in recognise("Xanax 0.5 mg at night").medicines]
    ['alprazolam']
    >>> recognise("Zyblox 20 mg").whole
    False
    """
    words = _words(typed)
    found: list[Medicine] = []
    left: list[str] = []
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST_NAME_WORDS, len(words) - start), 0, -1):
            medicine = _by_name().get(" ".join(words[start : start + length]))
            if medicine is not None:
                found.append(medicine)
                start += length
                break
        else:
            left.append(words[start])
            start += 1
    doubtful = [word for word in left if word not in _harmless_words() and not word.isdigit() and not _is_amount(word)]
    return Recognised(typed, tuple(dict.fromkeys(found)), whole=bool(found) and not doubtful)


def nearest_names(typed: str) -> tuple[str, ...]:
    """Up to two known names that are written much like `typed`; a person decides whether one of them was meant."""
    import difflib

    written = " ".join(_words(typed))
    # A slip seldom changes both ends of a name; comparing all of them would take longer than the rest of a screening.
    alike = [name for name in _by_name() if name[:1] == written[:1] or name[-2:] == written[-2:]]
    close = difflib.get_close_matches(written, alike, n=2, cutoff=0.8)
    return tuple(_spelling()[name] for name in close)


@cache
def medicines() -> tuple[Medicine, ...]:
    rows = read_rows(Path(__file__).with_name("medicines.csv"))
    return tuple(
        Medicine(
            ingredient=row["ingredient"],
            classes=tuple(row["classes"].split(";")),
            names=tuple(name for name in (row["ingredient"], *_split(row["brands"]), *_split(row["other_names"]))),
        )
        for row in rows
    )


def _split(names: str) -> tuple[str, ...]:
    return tuple(names.split(";")) if names else ()


@cache
def _by_name() -> Mapping[str, Medicine]:
    return {" ".join(_words(name)): medicine for medicine in medicines() for name in medicine.names}


@cache
def _spelling() -> Mapping[str, str]:
    return {" ".join(_words(name)): name for medicine in medicines() for name in medicine.names}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


def _is_amount(word: str) -> bool:
    return re.fullmatch(r"[0-9]+(mg|mcg|ug|g|ml|iu|x|h)", word) is not None
