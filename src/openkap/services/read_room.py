"""Everything the session room shows, judged at one moment: what stands at the bed, and the course it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from openkap.clinical.monitoring import Course, Passage, Presence, Said, course_of, who_was_there
from openkap.records.courses import find as find_courses
from openkap.records.courses.shapes import Words
from openkap.records.sessions import find as sessions
from openkap.records.sessions.shapes import Entry
from openkap.services.read_bedsides import Bedside, read_bedsides
from openkap.services.read_courses import CourseState, read_course

__all__ = ["Room", "distress_of", "read_room"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Bedside):
    """`words`: the client's own, by topic."""

    course: CourseState
    words: dict[str, Words]
    presence: Presence
    distress: Course


def read_room(*, within: UUID, session_id: UUID, at: datetime) -> Room:
    session = sessions.session(within=within, session_id=session_id)
    (bedside,) = read_bedsides(within=within, sessions=[session], at=at)
    return Room(
        **{field.name: getattr(bedside, field.name) for field in fields(bedside)},
        course=read_course(within=within, course_id=session.course_id, at=at, by_parts=False),
        words=find_courses.words(within=within, course_id=session.course_id),
        presence=_presence(bedside.entries, until=session.ended_at or at),
        distress=distress_of(bedside.entries),
    )


def _presence(entries: tuple[Entry, ...], *, until: datetime) -> Presence:
    passages = [
        Passage(entry.at, entry.words or "", entry.what == "came_in")
        for entry in entries
        if entry.what in ("came_in", "went_out") and not entry.struck
    ]
    return who_was_there(passages, until=until)


def distress_of(entries: Iterable[Entry]) -> Course:
    """How distress went, by the entries of a timeline."""
    said = []
    for entry in entries:
        what, _, key = (entry.what or "").partition(":")
        if entry.struck or what not in ("distress", "offered", "helped", "settled"):
            continue
        said.append(
            Said(
                entry.at,
                level=entry.level,
                offered=key if what == "offered" else "",
                helped=key if what == "helped" else "",
                settled=what == "settled",
            )
        )
    return course_of(said)
