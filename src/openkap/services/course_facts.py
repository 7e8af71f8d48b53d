"""What is known of courses, gathered in one query for any number of them, on the edition of the pathway each is on."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from openkap.clinical.pathway import CourseFacts, Event, Moment, gather
from openkap.knowledge.pathways import Pathway, conditions, pathway, pathway_keys, read_pathway
from openkap.knowledge.texts import consent
from openkap.records.courses.shapes import Course
from openkap.records.pathways import find as pathways
from openkap.records.practice import find as practice
from openkap.services.read_clearance import ClearanceState, read_clearances

__all__ = ["course_facts", "current_pathway", "moment", "pathway_of", "pathways_of"]


def pathway_of(*, within: UUID, course: Course) -> Pathway:
    """The pathway of this course, on the edition it began with or was moved to by name."""
    return pathways_of(within=within, courses=[course])[course.id]


def pathways_of(*, within: UUID, courses: Iterable[Course]) -> dict[UUID, Pathway]:
    """The same for several courses, with two queries at most."""
    asked = list(courses)
    moved = pathways.latest_moves(within=within, course_ids=[course.id for course in asked])
    wanted = {course.id: (course.pathway, moved.get(course.id, course.edition)) for course in asked}
    shipped = {key: pathway(key).edition for key in {key for key, _ in wanted.values()}}
    own: dict[tuple[str, str], Pathway] = {}
    if any(edition != shipped[key] for key, edition in wanted.values()):
        own = {(one.key, one.edition): _read(one.text) for one in pathways.editions(within=within)}
    return {course_id: own[at] if (at := wanted[course_id]) in own else pathway(*at) for course_id in wanted}


def current_pathway(*, within: UUID, key: str) -> Pathway:
    """What a new course of this pathway begins on: the practice's own latest signed edition, else the shipped one."""
    own = pathways.editions(within=within, key=key)
    return _read(own[0].text) if own else pathway(key)


def course_facts(
    *, within: UUID, courses: Iterable[Course], at: datetime, clearances: Mapping[UUID, ClearanceState] | None = None
) -> dict[UUID, CourseFacts]:
    """Everything that is known of each course at this moment. clearances: where the caller has read them already."""
    asked = list(courses)
    events: dict[UUID, list[Event]] = {course.id: [] for course in asked}
    for row in pathways.events(within=within, course_ids=events, rated=_rated()):
        events[row[0]].append(Event(*row[1:]))
    if clearances is None:
        clearances = read_clearances(within=within, courses_=asked, at=at)
    facts = {course_id: gather(own, at) for course_id, own in events.items()}
    for course_id, state in clearances.items():
        _cleared(facts[course_id], state, at)
    return facts


def _cleared(facts: CourseFacts, state: ClearanceState, at: datetime) -> None:
    """A clearance runs out by its parts, which only the rules of screening can tell; so it is no event."""
    if state.decided is None or state.standing is None:
        return
    runs_out = at if state.standing == "expired" else state.decided.valid_until
    decision = "held" if state.standing == "held" else "cleared"
    facts.clearance = (decision, state.decided.decided_at, runs_out)
    facts.clearance_because = state.because


def moment(*, within: UUID, course: Course, at: datetime) -> Moment:
    """The moment of asking, for this course: its day in the practice's zone, and the consent text of its pathway."""
    return Moment(at, practice.the_practice(within).zone, consent(course.pathway).sha256)


# An edition is never changed once it is signed, so its text may be read once.
@lru_cache(maxsize=64)
def _read(text: str) -> Pathway:
    return read_pathway(text, name="edition")


@lru_cache(maxsize=1)
def _rated() -> tuple[str, ...]:
    """Measures of which a pathway asks the lowest answer."""
    found = {
        condition.text("measure")
        for key in pathway_keys()
        for _, condition in conditions(pathway(key))
        if condition.test == "trust_rated_or_discussed"
    }
    return tuple(sorted(found))
