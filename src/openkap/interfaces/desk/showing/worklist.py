"""What waits, as written lines, in groups by whose turn it is."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.showing.banner import name_of
from openkap.interfaces.desk.wording import KINDS, appointment_words
from openkap.interfaces.kit.parts import Link
from openkap.services.read_worklist import Waiting
from openkap.terms.identity import Role

__all__ = ["Group", "WorkLine", "action_of", "groups", "notes_of"]


@dataclass(frozen=True, slots=True)
class WorkLine:
    """`notes` stand quietly beneath the sentence; `action` is the one thing to do."""

    name: str
    url: str
    what: str
    notes: tuple[str, ...]
    urgent: bool
    action: Link


@dataclass(frozen=True, slots=True)
class Group:
    """`open` lines ask for something now; `ahead` lines wait for a day that is booked."""

    title: str
    open: tuple[WorkLine, ...]
    ahead: tuple[WorkLine, ...]


def groups(request: HttpRequest, lines: list[Waiting]) -> list[Group]:
    """One group for each heading that has lines, in the order in which they are seen to."""
    titled: dict[str, list[Waiting]] = {}
    for line in lines:
        titled.setdefault(_title(request, line), []).append(line)
    order = ["Appointments to book", "For the prescriber", "Your clients", "For the guides", "Waiting for the client"]
    return [_group(request, title, titled[title]) for title in order if title in titled]


def _title(request: HttpRequest, line: Waiting) -> str:
    roles = request.actor.roles
    if not may(request.actor, Doing.SEE_CLINICAL):
        return "Appointments to book"
    if line.by == "prescriber":
        return "For the prescriber"
    if line.by == "client":
        return "Waiting for the client"
    return "Your clients" if Role.GUIDE in roles and line.guide_id == request.actor.id else "For the guides"


def _group(request: HttpRequest, title: str, lines: list[Waiting]) -> Group:
    return Group(
        title=title,
        open=tuple(_shown(request, line) for line in lines if line.is_open),
        ahead=tuple(_shown(request, line) for line in lines if not line.is_open),
    )


def _shown(request: HttpRequest, line: Waiting) -> WorkLine:
    chart = Link(label="Open chart", url=reverse("desk:client", args=[line.client.id]))
    notes = [line.pathway, *([line.guide_name] if line.guide_name else []), *notes_of(request, line)]
    return WorkLine(
        name=name_of(line.client),
        url=chart.url,
        what=line.what,
        notes=tuple(notes),
        urgent=line.urgent and line.is_open,
        action=action_of(request, line) or chart,
    )


def notes_of(request: HttpRequest, line: Waiting) -> list[str]:
    """When its window closes, and for when it is booked."""
    notes, zone = [], request.practice.zone
    if line.closes_at is not None:
        word = "window open until" if request.now <= line.closes_at else "window closed"
        notes.append(f"{word} {appointment_words(line.closes_at, zone)}")
    if line.ahead is not None:
        notes.append(f"booked for {appointment_words(line.ahead.planned_at, zone)}")
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
