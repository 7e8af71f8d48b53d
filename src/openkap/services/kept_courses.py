"""Where every course of a practice stands, kept by this process from one asking to the next.

Judging thousands of courses takes seconds, and from one minute to the next hardly any of them stands otherwise. A state
is kept for as long as nothing was written about its client and the moment until which it is good has not come
(`CourseState.until`). What was written the ledger tells, link by link: every write of a clinical fact is in it, in the
order of commits. What cannot be told apart forgets everything. Decision 0031.

For pages, never inside a write: there the facts would stand before the ledger has told of them.
"""

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from threading import Lock
from uuid import UUID

from openkap.records.base import give_back_connection
from openkap.records.courses import find as find_courses
from openkap.records.courses.shapes import Course
from openkap.records.ledger import find as ledger
from openkap.records.ledger.find import Link
from openkap.records.pathways import find as pathways
from openkap.services.read_courses import CourseState, read_courses

__all__ = ["forget", "read_kept_courses"]

# What is written of these says nothing about a course: a request is none yet, a room has none of its own, and a wrong
# code is written down so that guessing is seen.
_OF_NO_COURSE = frozenset({"request", "room", "preset"})
_ACTIONS_OF_NO_COURSE = frozenset({"code.wrong"})
# From so many states judged at once on, they are worth a full collection.
_MANY = 200
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _State:
    """until: the far future where only a write can change it."""

    since: datetime
    until: datetime
    state: CourseState

    def is_good(self, at: datetime) -> bool:
        return self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class _Kept:
    """What one practice's ledger had told up to `link`. since and until: between them every state is good."""

    link: Link
    courses: tuple[Course, ...]
    states: Mapping[UUID, _State]
    since: datetime = _NEVER
    until: datetime = _NEVER


_KEPT: dict[UUID, _Kept] = {}
_ONE_AT_A_TIME = Lock()  # two who open their day together judge it once


def read_kept_courses(*, within: UUID, at: datetime) -> list[CourseState]:
    """The same as `read_courses` for every course of the practice; judged anew is only what may stand otherwise."""
    give_back_connection()
    with _ONE_AT_A_TIME:
        link = ledger.head(within)
        kept = _KEPT.get(within)
        if kept is None or kept.link != link:
            kept = _untouched(kept, link, within)
        if not kept.since <= at < kept.until:
            kept = _KEPT[within] = _judged(kept, within, at)
        return [kept.states[course.id].state for course in kept.courses]


def _judged(kept: _Kept, within: UUID, at: datetime) -> _Kept:
    """With a good state of every course."""
    good = {id_: one for id_, one in kept.states.items() if one.is_good(at)}
    again = [one for one in kept.courses if one.id not in good]
    if again:
        fresh = read_courses(within=within, at=at, courses=again)
        good |= {state.course.id: _State(at, state.until or _NEVER, state) for state in fresh}
        if len(again) >= _MANY:
            _settle()
    since = max((one.since for one in good.values()), default=at)
    until = min((one.until for one in good.values()), default=_NEVER)
    return _Kept(kept.link, kept.courses, good, since, until)


def _settle() -> None:
    """Python's collector leaves alone what is there now. Kept states live long and hold no cycles; looking through two
    thousand of them in vain held up a page, or a vital sign of the session room, for 166 ms now and then."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def forget() -> None:
    """Everything is judged anew at the next asking."""
    _KEPT.clear()


def _untouched(kept: _Kept | None, link: Link, within: UUID) -> _Kept:
    """Without the states of clients of whom something was written up to `link`; of all, where that cannot be told."""
    touched = None if kept is None else _touched(kept.link, within)
    if kept is None or touched is None:
        return _Kept(link, tuple(find_courses.courses(within=within)), {})
    found = find_courses.courses(within=within, client_ids=touched) if touched else []
    courses = (*found, *(one for one in kept.courses if one.client_id not in touched))
    states = {one.id: kept.states[one.id] for one in courses if one.client_id not in touched}
    return _Kept(link, tuple(sorted(courses, key=attrgetter("began_at", "id"), reverse=True)), states)


def _touched(link: Link, within: UUID) -> set[UUID] | None:
    """The clients of whom something was written after this link; None where that cannot be told."""
    told = ledger.subjects_since(link, within=within)
    if told is None:
        return None
    about: dict[str, set[UUID]] = {}
    for action, subject, subject_id in told:
        if subject in _OF_NO_COURSE or action in _ACTIONS_OF_NO_COURSE:
            continue
        if subject not in pathways.SUBJECTS_OF_CLIENTS or subject_id is None:
            return None
        about.setdefault(subject, set()).add(subject_id)
    return pathways.clients_of(within=within, about=about) if about else set()
