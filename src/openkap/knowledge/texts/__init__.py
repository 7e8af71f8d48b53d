"""Texts that people read and sign, as dated data: consents with their teach-back questions, topics, session marks."""

from openkap.knowledge.texts.consents import ConsentText, TeachBack, consent, consent_keys
from openkap.knowledge.texts.marks import Mark, marks
from openkap.knowledge.texts.room import Phase, Support, happenings, phases, phrases, setting, supports
from openkap.knowledge.texts.topics import Topic, topics
from openkap.knowledge.texts.ways_in import WayIn, ways_in

__all__ = [
    "ConsentText",
    "Mark",
    "Phase",
    "Support",
    "TeachBack",
    "Topic",
    "WayIn",
    "consent",
    "consent_keys",
    "happenings",
    "marks",
    "phases",
    "phrases",
    "setting",
    "supports",
    "topics",
    "ways_in",
]
