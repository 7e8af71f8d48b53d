"""Texts that people read and sign, as dated data: consents with their teach-back questions, topics, session marks."""

from openkap.knowledge.texts.consents import ConsentText, TeachBack, consent, consent_keys
from openkap.knowledge.texts.marks import Mark, marks
from openkap.knowledge.texts.topics import Topic, topics

__all__ = ["ConsentText", "Mark", "TeachBack", "Topic", "consent", "consent_keys", "marks", "topics"]
