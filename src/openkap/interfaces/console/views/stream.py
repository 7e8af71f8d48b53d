"""What is announced as it happens: that the room has a new entry. Never what it says."""

import json
import re
from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from openkap.clinical.authority import Doing
from openkap.interfaces.console.page import draw_live, the_room, the_session
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.hub import HUB, SESSIONS
from openkap.interfaces.kit.sse import event, stream, waves
from openkap.records.sessions import timeline

__all__ = ["room_stream", "timeline_since"]

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@staff_only(Doing.ENTER_ROOM)
@require_GET
def room_stream(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """An event "entry" for each line of the timeline above Last-Event-ID or ?since=, then for each new one."""
    within, since = request.practice.id, _since(request)
    the_session(request, session_id)

    def lines() -> Iterator[str]:
        last = since

        def read() -> Iterator[str]:
            nonlocal last
            for entry in timeline.entries(within=within, session_id=session_id, after=last):
                last = entry.seq
                yield event(json.dumps({"seq": entry.seq}), name="entry", id=entry.seq)

        with HUB.listening(SESSIONS, practice=str(within), session=str(session_id)) as ear:
            yield from waves(ear, read)

    return stream(lines)


@staff_only(Doing.ENTER_ROOM)
@require_GET
def timeline_since(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """For a page without a stream: 204 while nothing is newer than ?since=, else the part of the room that changes."""
    since = _since(request)
    the_session(request, session_id)
    if since and not timeline.entries(within=request.practice.id, session_id=session_id, after=since):
        return HttpResponse(status=204)
    return draw_live(request, the_room(request, session_id))


def _since(request: HttpRequest) -> int:
    """The number after which to tell; 0, so everything, where it is none."""
    said = request.headers.get("Last-Event-ID") or request.GET.get("since", "")
    return int(said) if _NUMBER.fullmatch(said) else 0
