"""Pathways in words and pictures: a client's place, what differs, what was turned, what is due after a dose."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from openkap.clinical.authority import Doing, may
from openkap.clinical.pathway import Step, StepStanding
from openkap.clinical.pathway.difference import Difference
from openkap.interfaces.desk.showing.banner import name_of
from openkap.interfaces.desk.wording import waited
from openkap.interfaces.kit import written
from openkap.interfaces.kit.chart import Svg, pathway_picture
from openkap.interfaces.kit.parts import Cell, Column, Line, Link, Row
from openkap.knowledge.pathways import Pathway, pathway, pathway_keys
from openkap.records.pathways import find as find_pathways
from openkap.services.read_courses import CourseState
from openkap.services.read_follow_ups import FollowUp

__all__ = [
    "CRITERION_COLUMNS",
    "DIFFERENCE_COLUMNS",
    "PATHWAY_COLUMNS",
    "DueLine",
    "attested_title",
    "criterion_rows",
    "difference_rows",
    "due_lines",
    "edition_lines",
    "follow_up_lines",
    "others",
    "pathway_rows",
    "place",
    "turn_lines",
]

DIFFERENCE_COLUMNS = (
    Column(label="Where"),
    Column(label="What"),
    Column(label="Before"),
    Column(label="After"),
)
PATHWAY_COLUMNS = (
    Column(label="Pathway"),
    Column(label="Edition"),
    Column(label="Preparation"),
    Column(label="Medicine"),
    Column(label="Integration"),
)
CRITERION_COLUMNS = (
    Column(label="What the gate asks"),
    Column(label="Closes it"),
    Column(label="May be overridden"),
    Column(label="By"),
    Column(label="Source"),
)
_TONES = {
    StepStanding.DONE: ("ok", "done"),
    StepStanding.OVERDUE: ("alert", "overdue"),
    StepStanding.DUE: ("watch", "due now"),
    StepStanding.OPEN: ("note", "open"),
    StepStanding.WAITING: ("note", "later"),
}
_TURNED = {"hold": "Put on hold", "go on": "Goes on", "close": "Closed"}


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing due for a client. `name` is empty on the client's own page; `action` is the one thing to do."""

    name: str
    url: str
    what: str
    notes: tuple[str, ...]
    tone: str
    standing: str
    action: Link | None


def place(state: CourseState) -> Svg:
    """The pathway with the client's place on it."""
    done = [step.key for step in state.state.steps if step.standing is StepStanding.DONE]
    return pathway_picture(state.pathway, here=state.state.phase, done=done)


def due_lines(request: HttpRequest, state: CourseState) -> list[DueLine]:
    """What is due after this client's last dose, done or not; nothing before the first."""
    keys = {due.key for due in state.pathway.after_dose}
    found = [step for step in state.state.steps if step.key in keys]
    return [_due(request, step, state.course.id) for step in found]


def follow_up_lines(request: HttpRequest, found: list[FollowUp]) -> list[DueLine]:
    return [_due(request, one.step, one.course_id, one) for one in found]


def difference_rows(found: tuple[Difference, ...]) -> list[Row]:
    return [
        Row(
            cells=(
                f"{one.table} {one.row}".strip() or "the pathway",
                one.field.replace("_", " ") or "all of it",
                one.before,
                one.after,
            )
        )
        for one in found
    ]


def turn_lines(request: HttpRequest, course_id: UUID) -> list[Line]:
    """What was held, went on or was closed, the latest first."""
    zone = request.practice.zone
    return [
        Line(
            term=_TURNED[one.turn],
            value=one.words,
            note=f"{one.turned_by_name}, {written.appointment(one.turned_at, zone)}",
        )
        for one in find_pathways.turns(within=request.practice.id, course_id=course_id)
    ]


def pathway_rows(every: list[Pathway]) -> list[Row]:
    return [
        Row(
            cells=(
                Cell(text=one.title, url=reverse("desk:pathway", args=[one.key])),
                one.edition,
                *(_usual(one, kind) for kind in ("preparation", "medicine", "integration")),
            )
        )
        for one in every
    ]


def criterion_rows(model: Pathway) -> list[Row]:
    return [
        Row(
            cells=(
                one.title,
                "yes" if one.must else "no, a condition",
                "by name, with a reason" if one.overridable else "no",
                one.by,
                one.source,
            )
        )
        for one in model.criteria
    ]


def edition_lines(request: HttpRequest, key: str) -> list[Line]:
    """The practice's own editions, the latest first, and the one that is shipped."""
    zone = request.practice.zone
    own = [
        Line(
            term=one.edition,
            value=one.reason,
            note=f"signed by {one.signed_by_name}, {written.appointment(one.signed_at, zone)}",
        )
        for one in find_pathways.editions(within=request.practice.id, key=key)
    ]
    return [*own, Line(term=pathway(key).edition, value="As it is shipped.")]


def others(key: str) -> list[Link]:
    """The other pathways, to be laid beside this one."""
    url = reverse("desk:pathway", args=[key])
    return [Link(label=pathway(one).title, url=f"{url}?beside={one}") for one in pathway_keys() if one != key]


def _usual(one: Pathway, kind: str) -> str:
    session = one.session(kind)
    if session is None:
        return "none"
    return f"{session.typical}{' for each dose' if session.per_dose else ''}"


def attested_title(pathway: Pathway, what: str) -> str:
    titles = {one.key: one.title for one in (*pathway.attested, *pathway.after_dose)}
    titles |= {f"review_{one.key}": one.title for one in pathway.reviews}
    return titles.get(what, "")


def _due(request: HttpRequest, step: Step, course_id: UUID, of: FollowUp | None = None) -> DueLine:
    tone, standing = _TONES[step.standing]
    notes = [note for note in (step.because, _until(request, step)) if note]
    action = None
    if step.standing.is_live and may(request.actor, Doing.ATTEST):
        action = _action(step, course_id)
    return DueLine(
        name=name_of(of.client) if of else "",
        url=reverse("desk:client", args=[of.client.id]) if of else "",
        what=step.title,
        notes=tuple(notes),
        tone=tone,
        standing=standing,
        action=action,
    )


def _action(step: Step, course_id: UUID) -> Link:
    if step.key == "hold":
        return Link(label="Look at the hold", url=reverse("desk:turn", args=[course_id]))
    query = {"what": step.key, **({"session_id": step.session} if step.session else {})}
    return Link(label="Say it is done", url=f"{reverse('desk:attest', args=[course_id])}?{urlencode(query)}")


def _until(request: HttpRequest, step: Step) -> str:
    if step.due_by is None or step.standing in (StepStanding.DONE, StepStanding.OPEN):
        return ""
    zone = request.practice.zone
    if step.standing is StepStanding.WAITING and step.opens_at is not None:
        return f"From {written.appointment(step.opens_at, zone)}."
    if step.standing is StepStanding.OVERDUE:
        return f"It was due {waited(step.due_by, request.now)} ago."
    return f"Until {written.appointment(step.due_by, zone)}."
