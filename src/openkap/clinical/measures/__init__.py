"""Reads and judges answers to measures: a score with its flags, and the change between two scores. The measure
itself is passed in; nothing here reads a file or a clock."""

from openkap.clinical.measures.answers import due_items, read_answers, refuse_not_asked
from openkap.clinical.measures.comparing import change
from openkap.clinical.measures.result import Change, Derived, Flag, Judged, Number, Score
from openkap.clinical.measures.scoring import score

__all__ = [
    "Change",
    "Derived",
    "Flag",
    "Judged",
    "Number",
    "Score",
    "change",
    "due_items",
    "read_answers",
    "refuse_not_asked",
    "score",
]
