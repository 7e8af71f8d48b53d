"""The language in which a page speaks: staff's is English; a client reads the one they chose, or their device's."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

__all__ = ["carry_language", "choose_language", "language_of"]

_CHOSEN = "openkap-language"


def language_of(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return "en"
    chosen = request.session.get(_CHOSEN)
    return chosen or get_language_from_request(request)


def choose_language(request: HttpRequest, language: str) -> None:
    """For this visit: it ends with the session, so that the next client of a tablet finds no stranger's choice."""
    if language in dict(settings.LANGUAGES):
        request.session[_CHOSEN] = language


def carry_language(request: HttpRequest) -> None:
    """Empties the session of everything but the language."""
    chosen = request.session.get(_CHOSEN)
    request.session.flush()
    if chosen is not None:
        request.session[_CHOSEN] = chosen
