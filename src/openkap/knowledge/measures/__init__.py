"""Measures (questionnaires and ratings) as data: one dated, cited, licensed TOML file per edition.

The folders follow the licence: `free` (class A: wording may be shipped), `conditional` (class B: on a condition, with
its notice), `structure` (classes C and D: item numbers, ranges and scoring only).
"""

from openkap.knowledge.measures.catalogue import known_keys, measure, measures
from openkap.knowledge.measures.item import AskedIf, Item, Option
from openkap.knowledge.measures.rights import Citation, Confidence, Licence, Rights
from openkap.knowledge.measures.schema import AnsweredBy, Better, Measure
from openkap.knowledge.measures.scoring import (
    Algorithm,
    Band,
    ChangeKind,
    ChangeRule,
    CutOff,
    FlagRule,
    Kind,
    Prorate,
    Scale,
)

__all__ = [
    "Algorithm",
    "AnsweredBy",
    "AskedIf",
    "Band",
    "Better",
    "ChangeKind",
    "ChangeRule",
    "Citation",
    "Confidence",
    "CutOff",
    "FlagRule",
    "Item",
    "Kind",
    "Licence",
    "Measure",
    "Option",
    "Prorate",
    "Rights",
    "Scale",
    "known_keys",
    "measure",
    "measures",
]
