"""What every public page shows around its content: the menu, and which of its pages this is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from openkap.interfaces.kit.parts import Link

__all__ = ["page"]

_MENU = (
    (gettext_lazy("Welcome"), "site:home"),
    (gettext_lazy("The two models"), "site:compare"),
    (gettext_lazy("Why routes feel different"), "site:routes"),
    (gettext_lazy("Ask for a first talk"), "site:request"),
)


def page(request: HttpRequest, template: str, *, title: str, status: int = 200, **context: Any) -> HttpResponse:
    """The page with the menu of the public site."""
    nav = [Link(label=str(label), url=reverse(name), current=request.path == reverse(name)) for label, name in _MENU]
    ways = {"compare_url": reverse("site:compare"), "request_url": reverse("site:request")}
    return render(request, template, {"page_title": title, "nav": nav, **ways, **context}, status=status)
