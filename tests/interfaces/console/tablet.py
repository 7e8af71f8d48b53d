"""The room in a real browser, as one person has it open."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from playwright.sync_api import BrowserContext, Page, expect
from tests.interfaces.console.house import PASSWORD, House

SOON = 2500
LYING = {"width": 1180, "height": 820}
UPRIGHT = {"width": 820, "height": 1180}
# Chromium 150 sends what outlives its page ("keepalive") past the routes of a test once a service worker is there: the
# lost line would not be lost. In these pages it is sent like anything else.
_ROUTED = "const send = fetch; window.fetch = (to, how) => send(to, { ...how, keepalive: false });"


class Tablet:
    """The room as one person has it open. A script that fails, fails the test."""

    signed_in: ClassVar[dict[tuple[str, str], Any]] = {}

    def __init__(self, context: BrowserContext, house: House, role: str) -> None:
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.add_init_script(_ROUTED)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._sign_in(context, house, role)
        self.page.goto(house.server.url + house.room)
        expect(self.saved).to_have_attribute("data-ready", "")

    def _sign_in(self, context: BrowserContext, house: House, role: str) -> None:
        known = (house.session, role)
        if known in self.signed_in:
            return context.add_cookies(self.signed_in[known])
        self.page.goto(f"{house.server.url}/sign-in/")
        self.page.fill("[name=login]", f"{role}@alder.example")
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/desk/**")
        self.signed_in[known] = context.cookies()
        return None

    @property
    def saved(self):  # type: ignore[no-untyped-def]
        return self.page.locator("[data-saved]")

    @property
    def timeline(self):  # type: ignore[no-untyped-def]
        return self.page.locator("#live-timeline")

    def entries(self, title: str) -> int:
        return self.timeline.locator(".entry-title", has_text=re.compile(f"^{re.escape(title)}$")).count()

    def mark(self, label: str):  # type: ignore[no-untyped-def]
        return self.page.locator(f'.mark-button[data-label="{label}"]')

    def sees(self, words: str, *, timeout: float = SOON) -> None:
        expect(self.timeline).to_contain_text(words, timeout=timeout)


@contextmanager
def unreachable(page: Page, path: str = "**/mark/") -> Iterator[None]:
    """Nothing reaches the server at this path."""
    page.route(path, lambda route: route.abort())
    try:
        yield
    finally:
        if not page.is_closed():
            page.unroute(path)
