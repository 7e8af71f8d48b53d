"""The three trust questions: what was last answered, and whether they are waiting to be."""

from collections.abc import Sequence

from django.http import HttpRequest

from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Line
from openkap.knowledge.measures import measure
from openkap.records.responses import find as responses
from openkap.records.responses.shapes import Response

__all__ = ["trust_lines", "waiting_trust"]


def waiting_trust(asked: Sequence[Response]) -> Response | None:
    """The latest form of these that was not sent yet."""
    return next((one for one in reversed(asked) if not one.done), None)


def trust_lines(request: HttpRequest, asked: Sequence[Response]) -> list[Line]:
    """The answers that were sent last, each on its scale; and whether the questions are waiting."""
    zone = request.practice.zone
    lines = []
    waiting = waiting_trust(asked)
    if waiting is not None:
        lines.append(Line(term="Asked", value=written.moment(waiting.asked_at, zone), note="Waiting to be answered."))
    sent = [one for one in asked if one.done]
    if not sent:
        return [*lines, Line(term="Answers", unknown="none sent yet")]
    given = responses.answers(within=request.practice.id, response_id=sent[-1].id)
    for item in measure("trust_sliders", sent[-1].edition).items:
        answer = given.get(item.number)
        value = "" if answer is None or answer.value is None else f"{answer.value} of {item.highest}"
        lines.append(Line(term=item.text or item.name or "", value=value, unknown="left unanswered"))
    when = written.moment(sent[-1].submitted_at, zone) if sent[-1].submitted_at else ""
    return [*lines, Line(term="Answered", value=when)]
