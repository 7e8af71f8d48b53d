"""Looking at pages in a real browser, without a server: the strict content policy and what every page must pass."""

import mimetypes
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, sync_playwright

__all__ = [
    "CONTENT_POLICY",
    "HOST",
    "axe_findings",
    "chromium",
    "chromium_path",
    "needs_chromium",
    "open_pages",
    "sideways",
    "small_targets",
]

HOST = "https://openkap.test"  # https, so that the page has what browsers give only to secure pages
CONTENT_POLICY = "default-src 'self'"
_AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
_AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Answer = Callable[[Route, SplitResult], None]


def chromium_path() -> str | None:
    """The browser of the journeys, or None where there is none."""
    named = os.environ.get("OPENKAP_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def needs_chromium() -> None:
    """Skips what cannot be seen without a browser; `./run test` brings one, so that nothing is skipped there."""
    if chromium_path() is None:
        pytest.skip("no chromium here; `./run test` brings one")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@contextmanager
def open_pages(
    browser: Browser, answer: Answer, *, unwell: bool = False, hears: bool = False, **context: object
) -> Iterator[Page]:
    """A page whose requests are answered in this process: static files by Django's finders, the rest by `answer`.

    What the browser's console has to complain about (a blocked script, a missing file) fails the test at the end.
    unwell: the server is meant to answer with errors, so that the console's lines about them are no complaint.
    hears: `answer` also gives the desk's stream of alerts; by itself there is none (204: do not come back).
    """
    complaints: list[str] = []

    def respond(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.path == "/desk/alerts/stream/" and not hears:
            return route.fulfill(status=204)
        if not url.path.startswith("/static/"):
            return answer(route, url)
        found = finders.find(url.path.removeprefix("/static/"))
        if found is None:
            return route.fulfill(status=404)
        return route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0] or "application/octet-stream")

    held = browser.new_context(**context)  # type: ignore[arg-type]
    page = held.new_page()
    page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", respond)
    yield page
    held.close()
    assert [told for told in complaints if not (unwell and told.startswith("Failed to load resource"))] == []


def axe_findings(page: Page) -> list[str]:
    """What axe finds, one line each."""
    page.evaluate(_AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", _AXE_RULES)
    return [f"{v['id']}: {node['target']} {node['html'][:90]}" for v in found["violations"] for node in v["nodes"]]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page, least: int = 44) -> list[str]:
    """What can be pressed and is smaller than `least` pixels. A field counts with the label around it; links within a
    sentence are exempt (WCAG 2.5.8)."""
    return page.evaluate(
        """least => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
          .filter(e => e.checkVisibility() && !e.closest('.skip-link'))
          .map(e => [e, (e.closest('label, .measured-box') ?? e).getBoundingClientRect()])
          .filter(([e, box]) => Math.min(box.width, box.height) < least
            && !(getComputedStyle(e).display === 'inline' && e.closest('p, dd')))
          .map(([e, box]) => `${e.outerHTML.slice(0, 80)} ${Math.round(box.width)}x${Math.round(box.height)}`)""",
        least,
    )
