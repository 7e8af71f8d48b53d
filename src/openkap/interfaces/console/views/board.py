"""All rooms with a session going on, at one glance: who, since when, what is due."""

import time
from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST, require_safe

from openkap.clinical.authority import Doing, may
from openkap.interfaces.console.drawn_board import DrawnBoard, draw_board
from openkap.interfaces.console.screen import SCREENS, choose_screen, screen_of
from openkap.interfaces.kit import clock
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.hub import HUB, SESSIONS
from openkap.interfaces.kit.sse import event, stream, waves

__all__ = ["board", "board_live", "board_stream", "screen"]

# Many entries within this time are drawn as one; the eye does not see it.
_GATHERS_SECONDS = 0.15
# A phase begins by the clock, without an entry.
_AGAIN_SECONDS = 30.0


@staff_only(Doing.SEE_DESK)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Each room is judged as its own page judges it. The front desk sees that a room is taken, and not more."""
    drawn = _drawn(request, at=request.now, since=time.monotonic())
    theme = screen_of(request)
    other = next(one for one in SCREENS if one != theme)
    context = {
        "page_title": "Sessions going on now",
        "cards": drawn.cards,
        "since": drawn.mark,
        "theme": theme,
        "other_screen": (other, SCREENS[other]),
    }
    return render(request, "console/board.html", context)


@staff_only(Doing.SEE_DESK)
@require_POST
def screen(request: HttpRequest) -> HttpResponse:
    """Dim or light, for this tablet."""
    answer = redirect("console:board")
    answer.status_code = 303
    if (said := request.POST.get("to", "")) in SCREENS:
        choose_screen(answer, said)
    return answer


@staff_only(Doing.SEE_DESK)
@require_safe
def board_live(request: HttpRequest) -> HttpResponse:
    """For a page without a stream: 204 while nothing has happened in any room since ?since=, else the rooms."""
    drawn = _drawn(request, at=request.now, since=time.monotonic())
    if request.GET.get("since") == drawn.mark:
        return HttpResponse(status=204)
    return HttpResponse(_rooms(drawn), headers={"Last-Event-ID": drawn.mark})


@staff_only(Doing.SEE_DESK)
@require_GET
def board_stream(request: HttpRequest) -> HttpResponseBase:
    """All rooms at once, then each card that changes; all of them again when one comes, goes or changes its place."""

    def lines() -> Iterator[str]:
        told: dict[str, str] = {}

        def read() -> Iterator[str]:
            heard = time.monotonic()
            if told:
                # In this stream's own thread. What comes meanwhile is in the drawing: it begins after `heard`, and the
                # boards that woke for the same entry find it drawn.
                time.sleep(_GATHERS_SECONDS)
            drawn = _drawn(request, at=clock.now(), since=heard)
            cards = {str(card.row.id): card.html for card in drawn.cards}
            if not told or list(cards) != list(told):
                yield event(_rooms(drawn), id=drawn.mark)
            elif news := "".join(html for key, html in cards.items() if told[key] != html):
                yield event(news, id=drawn.mark)
            told.clear()
            told.update(cards)

        with HUB.listening(SESSIONS, practice=str(request.practice.id)) as ear:
            yield from waves(ear, read, again_seconds=_AGAIN_SECONDS)

    return stream(lines)


def _drawn(request: HttpRequest, *, at: datetime, since: float) -> DrawnBoard:
    return draw_board(
        within=request.practice.id,
        zone=request.practice.zone,
        at=at,
        clinical=may(request.actor, Doing.ENTER_ROOM),
        since=since,
    )


def _rooms(drawn: DrawnBoard) -> str:
    return render_to_string("console/board_rooms.html", {"cards": drawn.cards})
