"""What waits, as written lines, in groups by whose turn it is."""

import sys
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.showing.banner import name_of
from openkap.interfaces.desk.wording import KINDS, waited
from openkap.interfaces.kit import written
from openkap.interfaces.kit.free import one_of_each_day
from openkap.interfaces.kit.parts import Link
from openkap.services.free_times import read_free_times
from openkap.services.read_courses import CourseState
from openkap.services.read_worklist import Waiting
from openkap.terms.identity import Role

__all__ = ["SHOWN", "Group", "WorkLine", "action_of", "free_links", "groups", "notes_of", "shown_of"]

# How many lines of a list a page shows until the whole list is asked for: more than one person does in a day.
SHOWN = 30
_KEYS = {
    "Appointments to book": "booking",
    "For the prescriber": "prescriber",
    "Your clients": "yours",
    "For the guides": "guides",
    "Waiting for the client": "client",
}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """`notes` stand quietly beneath the sentence; `action` is the one thing to do. free: times inside the window that
    can be booked at once."""

    name: str
    url: str
    what: str
    notes: tuple[str, ...]
    urgent: bool
    action: Link
    free: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """`open` lines ask for something now; `ahead` lines wait for a day that is booked. more and ahead_more: how many of
    each are not shown until the whole list is asked for, by its `key`."""

    title: str
    open: tuple[WorkLine, ...]
    ahead: tuple[WorkLine, ...]
    key: str = ""
    more: int = 0
    ahead_more: int = 0

    @property
    def count(self) -> int:
        return len(self.open) + self.more

    @property
    def ahead_count(self) -> int:
        return len(self.ahead) + self.ahead_more


def groups(request: HttpRequest, lines: list[Waiting], states: list[CourseState]) -> list[Group]:
    """One group for each heading that has lines, in the order in which they are seen to. `states`: whose lines they
    are."""
    titled: dict[str, list[Waiting]] = {}
    clinical, is_guide = may(request.actor, Doing.SEE_CLINICAL), Role.GUIDE in request.actor.roles
    for line in lines:
        yours = is_guide and line.guide_id == request.actor.id
        titled.setdefault(_title(line, yours) if clinical else "Appointments to book", []).append(line)
    free = _free_of(request, titled, states)
    return [_group(request, title, titled[title], free) for title in _KEYS if title in titled]


def free_links(request: HttpRequest, line: Waiting, state: CourseState) -> list[Link]:
    """The times that can be booked for one line, as on the page of its client."""
    return _free(request, [line], [state]).get(line.course_id, [])


def _free_of(
    request: HttpRequest, titled: dict[str, list[Waiting]], states: list[CourseState]
) -> dict[UUID, list[Link]]:
    """By course, for the lines that the page shows."""
    shown = [line for title, lines in titled.items() for line in _open(lines)[: shown_of(request, _KEYS[title])]]
    return _free(request, shown, states)


def _free(request: HttpRequest, lines: list[Waiting], states: list[CourseState]) -> dict[UUID, list[Link]]:
    if not may(request.actor, Doing.BOOK):
        return {}
    wanted = {line.course_id for line in lines if line.book == "integration"}
    asked = [state for state in states if state.course.id in wanted]
    if not asked:
        return {}
    found = read_free_times(within=request.practice.id, states=asked, at=request.now)
    return {course_id: one_of_each_day(course_id, times, request.practice.zone) for course_id, times in found.items()}


def _title(line: Waiting, yours: bool) -> str:
    if line.by == "prescriber":
        return "For the prescriber"
    if line.by == "client":
        return "Waiting for the client"
    return "Your clients" if yours else "For the guides"


def _open(lines: list[Waiting]) -> list[Waiting]:
    return [line for line in lines if line.is_open]


def _group(request: HttpRequest, title: str, lines: list[Waiting], free: dict[UUID, list[Link]]) -> Group:
    key = _KEYS[title]
    most = shown_of(request, key)
    open_, ahead = _open(lines), [line for line in lines if not line.is_open]
    return Group(
        title=title,
        open=tuple(_shown(request, line, free.get(line.course_id, [])) for line in open_[:most]),
        ahead=tuple(_shown(request, line, []) for line in ahead[:most]),
        key=key,
        more=len(open_[most:]),
        ahead_more=len(ahead[most:]),
    )


def shown_of(request: HttpRequest, key: str) -> int:
    """How many lines of this list the page shows; all of them where it was asked for the whole."""
    return sys.maxsize if request.GET.get("all") == key else SHOWN


def _shown(request: HttpRequest, line: Waiting, free: list[Link]) -> WorkLine:
    chart = Link(label="Open chart", url=reverse("desk:client", args=[line.client.id]))
    notes = [line.pathway, *([line.guide_name] if line.guide_name else []), *notes_of(request, line)]
    return WorkLine(
        name=name_of(line.client),
        url=chart.url,
        what=line.what,
        notes=tuple(notes),
        urgent=line.urgent and line.is_open,
        action=action_of(request, line) or chart,
        free=tuple(free),
    )


def notes_of(request: HttpRequest, line: Waiting) -> list[str]:
    """When its window closes, and for when it is booked."""
    notes, zone = [], request.practice.zone
    if line.closes_at is not None:
        until = written.appointment(line.closes_at, zone)
        left = waited(request.now, line.closes_at)
        is_open = request.now <= line.closes_at
        notes.append(f"window open until {until}, {left} left" if is_open else f"window closed {until}")
    if line.ahead is not None:
        notes.append(f"booked for {written.appointment(line.ahead.planned_at, zone)}")
    return notes


def action_of(request: HttpRequest, line: Waiting) -> Link | None:
    """The one thing to do at the desk, if there is one that this person may do."""
    if line.record is not None:
        return Link(label="Record it", url=reverse("desk:session", args=[line.record.id]))
    if line.ahead is not None:
        return Link(label="Open the session", url=reverse("desk:session", args=[line.ahead.id]))
    if line.book is not None and may(request.actor, Doing.BOOK):
        url = f"{reverse('desk:book', args=[line.course_id])}?kind={line.book}"
        return Link(label=f"Book {KINDS[line.book].lower()}", url=url)
    if line.by == "prescriber" and may(request.actor, Doing.CLEAR):
        return Link(label="Review", url=reverse("desk:clearance", args=[line.course_id]))
    return None
