"""What the client says on a topic of preparation, written by the client on the phone or by the guide as it is said."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.knowledge.texts import topics
from openkap.records.base import Act
from openkap.records.courses import find as find_courses
from openkap.records.courses import keep as courses
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput, NotFound
from openkap.terms.text import words

__all__ = ["say_words"]


def say_words(*, within: UUID, by: Actor, at: datetime, course_id: UUID, said: dict[str, str]) -> int:
    """Keeps what was said, by topic; a topic left empty or unchanged keeps what stands. Gives how many were written."""
    course = find_courses.course(within=within, course_id=course_id)
    if by.kind is ActorKind.CLIENT:
        if by.id != course.client_id:
            raise NotFound("There is no such course here.")
    else:
        require(by, Doing.WRITE_WORDS)
    known = topics()
    for topic in said:
        if topic not in known:
            raise BadInput(topic, "There is no such topic. Open the page again.")
    kept = {
        topic: words(text, field=topic, label=known[topic].title, longest=8000, needed=False)
        for topic, text in said.items()
    }
    standing = find_courses.words(within=within, course_id=course_id)
    changed = {
        topic: text for topic, text in kept.items() if text and (topic not in standing or standing[topic].text != text)
    }
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        for topic, text in changed.items():
            courses.words(act, course_id=course_id, topic=topic, text=text)
    return len(changed)
