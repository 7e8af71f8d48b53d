"""Texts that people read and sign, as dated data: consents with their teach-back questions, topics, session marks."""

from openkap.knowledge.texts.consents import ConsentText, TeachBack, consent
from openkap.knowledge.texts.marks import Mark, marks
from openkap.knowledge.texts.room import Phase, Support, happenings, phases, phrases, setting, supports
from openkap.knowledge.texts.topics import Topic, topics

__all__ = [
    "ConsentText",
    "Mark",
    "Phase",
    "Support",
    "TeachBack",
    "Topic",
    "consent",
    "happenings",
    "marks",
    "phases",
    "phrases",
    "setting",
    "supports",
    "topics",
]
