"""How hard medicine sessions were, what was offered, what helped: for the next talk, and beside the scores."""

from django.http import HttpRequest

from openkap.clinical.monitoring import Course
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Column, Line, Row
from openkap.knowledge.texts import supports
from openkap.records.sessions.shapes import Session
from openkap.services.read_distress import Distress, read_distress

__all__ = ["DISTRESS_COLUMNS", "distress_lines", "distress_rows"]

DISTRESS_COLUMNS = (
    Column(label="Session"),
    Column(label="Hardest", number=True),
    Column(label="Offered"),
    Column(label="Helped"),
    Column(label="Had settled"),
)
_UNKNOWN = "not entered"


def distress_lines(request: HttpRequest, session: Session) -> list[Line]:
    """Empty where nothing was entered: then nothing is known, and nothing is shown."""
    last = read_distress(within=request.practice.id, course_id=session.course_id)
    if last is None or last.went.peak is None or last.session.started_at is None:
        return []
    zone, (peak_at, _) = request.practice.zone, last.went.peak
    hardest, offered, helped, settled = _words(last.went)
    return [
        Line(term="Hardest", value=hardest, note=written.moment(peak_at, zone)),
        Line(term="Offered", value=offered, unknown=_UNKNOWN),
        Line(term="Helped", value=helped, unknown=_UNKNOWN),
        Line(term="Had settled", value=settled, unknown=_UNKNOWN),
    ]


def distress_rows(request: HttpRequest, sessions: list[Distress]) -> list[Row]:
    """One for each session, the latest first. A session in which nothing was entered says so: it is not a calm one."""
    zone = request.practice.zone
    return [
        Row(
            cells=(
                written.moment(one.session.started_at or one.session.planned_at, zone),
                *(words or _UNKNOWN for words in _words(one.went)),
            )
        )
        for one in reversed(sessions)
    ]


def _words(went: Course) -> tuple[str, str, str, str]:
    """Hardest, offered, helped, had settled; empty for what was not entered."""
    labels = {support.key: support.label.lower() for support in supports()}
    settled = ""
    if went.peak is not None and went.settled_at is not None:
        settled = f"{int((went.settled_at - went.peak[0]).total_seconds() // 60)} min after"
    return (
        f"{went.peak[1]} of 10" if went.peak is not None else "",
        ", ".join(labels[key] for key in went.offered),
        ", ".join(labels[key] for key in went.helped),
        settled,
    )
