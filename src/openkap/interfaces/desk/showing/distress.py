"""What the last medicine session leaves for the next talk: how hard it was, what was offered, what helped."""

from django.http import HttpRequest

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Line
from openkap.knowledge.texts import supports
from openkap.records.sessions.shapes import Session
from openkap.services.read_distress import read_distress

__all__ = ["distress_lines"]


def distress_lines(request: HttpRequest, session: Session) -> list[Line]:
    """Empty where nothing was entered: then nothing is known, and nothing is shown."""
    last = read_distress(within=request.practice.id, course_id=session.course_id)
    if last is None or last.went.peak is None or last.session.started_at is None:
        return []
    zone, (peak_at, level) = request.practice.zone, last.went.peak
    labels = {support.key: support.label.lower() for support in supports()}
    settled = last.went.settled_at
    return [
        Line(term="Hardest", value=f"{level} of 10", note=written.moment(peak_at, zone)),
        Line(term="Offered", value=", ".join(labels[key] for key in last.went.offered), unknown="not entered"),
        Line(term="Helped", value=", ".join(labels[key] for key in last.went.helped), unknown="not entered"),
        Line(
            term="Had settled",
            value=f"{int((settled - peak_at).total_seconds() // 60)} min after" if settled is not None else "",
            unknown="not entered",
        ),
    ]
