"""How bright the room's screen is on this tablet: dim, unless somebody has chosen light for a bright room."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

__all__ = ["SCREENS", "choose_screen", "screen_of"]

SCREENS = {"dim": "Dim screen", "light": "Light screen"}
_COOKIE = "openkap-screen"
_LASTS_SECONDS = 365 * 24 * 3600


def screen_of(request: HttpRequest) -> str:
    said = request.COOKIES.get(_COOKIE, "dim")
    return said if said in SCREENS else "dim"


def choose_screen(answer: HttpResponse, screen: str) -> None:
    """It stays with the tablet, whoever signs in: it says nothing of a person."""
    answer.set_cookie(
        _COOKIE,
        screen,
        max_age=_LASTS_SECONDS,
        path=reverse("console:board"),
        samesite="Strict",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
