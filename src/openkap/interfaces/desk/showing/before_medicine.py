"""What is still missing before today's medicine sessions, as lines of my day."""

from django.http import HttpRequest
from django.urls import reverse

from openkap.clinical.authority import Doing, may
from openkap.interfaces.desk.showing.banner import name_of
from openkap.interfaces.desk.showing.now import Now, day_bounds
from openkap.interfaces.desk.showing.worklist import Group, WorkLine
from openkap.interfaces.kit import written
from openkap.interfaces.kit.parts import Link
from openkap.records.people import find as people
from openkap.services.read_before_medicine import BeforeMedicine, Missing, read_before_medicine

__all__ = ["before_medicine_group"]

_WHAT = {
    Missing.ORDER: "Nothing is ordered yet.",
    Missing.SECOND_PERSON: "The order waits for a second person.",
    Missing.GATE: "The gate of the day is not decided yet for this order.",
    Missing.NOTHING: "Medicine may be given. The room waits.",
}
# What to do about it, where, and for whom; the others look at the session.
_WAYS = {
    Missing.ORDER: ("Write the order", "desk:order", Doing.ORDER),
    Missing.SECOND_PERSON: ("Look at the order", "desk:order", Doing.CONFIRM_ORDER),
    Missing.GATE: ("Gate of the day", "console:day", Doing.CHECK_DAY),
    Missing.NOTHING: ("Open the session room", "console:room", Doing.ENTER_ROOM),
}


def before_medicine_group(request: HttpRequest, now: Now) -> Group | None:
    """None for those who may not read a clinical record, and where nothing of theirs is to be done."""
    if not may(request.actor, Doing.SEE_CLINICAL):
        return None
    begins, _ = day_bounds(request)
    found = read_before_medicine(within=request.practice.id, by=request.actor, today=now.planned, begins=begins)
    if not found:
        return None
    ids = {one.session.client_id for one in found}
    names = {one.id: name_of(one) for one in people.clients(within=request.practice.id, ids=ids, limit=len(ids))}
    lines = tuple(_line(request, one, names[one.session.client_id]) for one in found)
    return Group(title="Before today’s medicine", open=lines, ahead=(), key="before-medicine")


def _line(request: HttpRequest, one: BeforeMedicine, name: str) -> WorkLine:
    session, at = one.session, request.now
    clock = written.clock(session.planned_at, request.practice.zone)
    who = [words for words in (session.room_name, session.guide_name) if words]
    label, to, doing = _WAYS[one.missing]
    if not may(request.actor, doing):
        label, to = "Open the session", "desk:session"
    return WorkLine(
        name=name,
        url=reverse("desk:client", args=[session.client_id]),
        what=_WHAT[one.missing],
        notes=(f"planned for {clock}, {written.from_now(session.planned_at, at)}", *who),
        urgent=at >= session.planned_at,
        action=Link(label=label, url=reverse(to, args=[session.id])),
    )
