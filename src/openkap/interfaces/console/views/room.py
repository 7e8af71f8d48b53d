"""The room's page, and the part of it that changes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openkap.clinical.authority import Doing
from openkap.interfaces.console.page import draw_live, draw_room, the_room
from openkap.interfaces.kit.access import staff_only

__all__ = ["live", "room"]


@staff_only(Doing.ENTER_ROOM)
@require_safe
def room(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return draw_room(request, session_id)


@staff_only(Doing.ENTER_ROOM)
@require_safe
def live(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Timeline, clocks, latest readings and what is due, as they stand now."""
    return draw_live(request, the_room(request, session_id))
