"""Pages that say no, in sentences. None of them shows a record, a path or a traceback."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openkap.interfaces.kit.language import language_of
from openkap.terms.refusal import Refusal, RuleRefusal

__all__ = ["csrf_failure", "no_tablet", "no_way_in", "not_found", "refused", "server_fault"]

_TITLES = {
    400: gettext_lazy("Something is missing"),
    403: gettext_lazy("This is not open to you"),
    404: gettext_lazy("Not found"),
    409: gettext_lazy("Not possible yet"),
}


def refused(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    """The refusal's own sentence, and its reasons where it has them. What is not there is said in general to a reader
    of another language: the records' own sentence is not in the catalogue."""
    reasons = refusal.reasons if isinstance(refusal, RuleRefusal) else ()
    with translation.override(language_of(request)):
        if status == 404 and translation.get_language() != "en":
            return not_found(request)
        return _page(request, str(_TITLES[status]), _(refusal.message), status, reasons)


def no_way_in(request: HttpRequest) -> HttpResponse:
    """A client's page without a client: the link was not opened here, or the visit has ended."""
    with translation.override(language_of(request)):
        text = _(
            "Open the link we sent you on this device. If it was used already or has run out, call us for a new one."
        )
        return _page(request, _("Please open your link"), text, 403)


def no_tablet(request: HttpRequest) -> HttpResponse:
    """Read by staff, so in English."""
    text = "This device does not take codes yet. Staff can make it a tablet of the clinic: at the desk, under Tablet."
    return _page(request, "Not a tablet of the clinic", text, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    with translation.override(language_of(request)):
        text = _("This page was open for a long time or in another window. Go back, open it again, and send once more.")
        return _page(request, _("Please try again"), text, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    with translation.override(language_of(request)):
        text = _("There is no such page. Check the address, or start from the first page.")
        return _page(request, str(_TITLES[404]), text, 404)


def server_fault(request: HttpRequest) -> HttpResponse:
    """In the language of the device: what was chosen is kept in the database, which may be what failed."""
    with translation.override(translation.get_language_from_request(request)):
        text = _("Something went wrong on our side. What you had saved is kept. Try again, or call us.")
        return _page(request, _("That did not work"), text, 500)


def _page(request: HttpRequest, title: str, text: str, status: int, reasons: tuple[str, ...] = ()) -> HttpResponse:
    context: dict[str, Any] = {
        "page_title": title,
        "text": text,
        "reasons": reasons,
        "practice": getattr(request, "practice", None),
        "home_url": "/",
        "lang": translation.get_language(),
    }
    return render(request, "kit/refused.html", context, status=status)
