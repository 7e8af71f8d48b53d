"""The client's own words, by topic, in the order in which they are usually talked through."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from openkap.interfaces.kit import written
from openkap.knowledge.pathways import Pathway
from openkap.knowledge.texts import topics
from openkap.records.courses.shapes import Words

__all__ = ["Said", "said_by_topic"]

_WRITTEN_BY = {"client": ", by the client", "staff": ", written down as it was said"}
TRUST = "trust"


@dataclass(frozen=True, slots=True)
class Said:
    """`text` is empty where nothing is written down yet. `prompt`: what a guide might ask."""

    key: str
    title: str
    prompt: str
    text: str
    note: str


def said_by_topic(
    request: HttpRequest, model: Pathway, said: Mapping[str, Words], *, with_trust: bool = False
) -> list[Said]:
    """Every topic of the pathway. Trust is a topic where it was low: once it has words, or `with_trust`."""
    wanted = [*model.topics, *([TRUST] if TRUST in said or (with_trust and model.topics) else [])]
    return [_said(request, key, said.get(key)) for key in wanted]


def _said(request: HttpRequest, key: str, words: Words | None) -> Said:
    topic = topics()[key]
    note = ""
    if words is not None:
        when = written.moment(words.said_at, request.practice.zone)
        note = f"{when}{_WRITTEN_BY.get(words.written_by_kind, '')}"
    return Said(key=key, title=topic.title, prompt=topic.prompt, text=words.text if words else "", note=note)
