"""Where a course stands on its pathway, and its sessions."""

from django.http import HttpRequest
from django.urls import reverse

from openkap.interfaces.desk.wording import KINDS, state_words
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Cell, Column, Line, Row, Step
from openkap.services.read_courses import CourseState

__all__ = ["SESSION_COLUMNS", "session_lines", "session_rows", "steps_of"]

SESSION_COLUMNS = (
    Column(label="When"),
    Column(label="Kind"),
    Column(label="Guide"),
    Column(label="Room"),
    Column(label="State"),
)
_TONES = {"going on": "note", "held": "ok", "not recorded yet": "watch"}


def steps_of(state: CourseState, *, held: bool) -> list[Step]:
    """The phases of the pathway with the present one marked; `held`: the prescriber holds the course there."""
    keys = [phase.key for phase in state.pathway.phases]
    present = keys.index(state.stage.phase)
    return [
        Step(
            label=phase.name,
            state="done" if place < present else "later" if place > present else "held" if held else "now",
            note=_counted(state, phase.key),
        )
        for place, phase in enumerate(state.pathway.phases)
    ]


def _counted(state: CourseState, phase: str) -> str:
    """How many sessions of this phase were held, of how many there usually are."""
    wanted = state.pathway.session(phase)
    ended = sum(one.kind == phase and one.state == "ended" for one in state.sessions)
    return f"{ended} of {wanted.typical} held" if wanted and ended else ""


def session_rows(request: HttpRequest, state: CourseState) -> list[Row]:
    """The latest first."""
    rows = []
    for session in reversed(state.sessions):
        words = state_words(session, request.now)
        rows.append(
            Row(
                cells=(
                    written.appointment(session.planned_at, request.practice.zone),
                    Cell(text=KINDS[session.kind], url=reverse("desk:session", args=[session.id])),
                    session.guide_name or "no guide",
                    session.room_name or "no room yet",
                    Cell(text=words, tone=_TONES[words]) if words in _TONES else words,
                )
            )
        )
    return rows


def session_lines(request: HttpRequest, state: CourseState) -> list[Line]:
    """The same in short, where there is little room."""
    return [
        Line(
            term=written.appointment(session.planned_at, request.practice.zone),
            value=KINDS[session.kind],
            note=state_words(session, request.now),
        )
        for session in reversed(state.sessions)
    ]
