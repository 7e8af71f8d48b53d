"""What every public page shows around its content: the menu, and which of its pages this is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openkap.interfaces.kit.parts import Link

__all__ = ["page"]

_MENU = (
    ("Welcome", "site:home"),
    ("The two models", "site:compare"),
    ("Why routes feel different", "site:routes"),
    ("Ask for a first talk", "site:request"),
)


def page(request: HttpRequest, template: str, *, title: str, status: int = 200, **context: Any) -> HttpResponse:
    """The page with the menu of the public site."""
    nav = [Link(label=label, url=reverse(name), current=request.path == reverse(name)) for label, name in _MENU]
    ways = {"compare_url": reverse("site:compare"), "request_url": reverse("site:request")}
    return render(request, template, {"page_title": title, "nav": nav, **ways, **context}, status=status)
