"""A served practice and the people who walk through it, each in a browser of their own size."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect
from tests.support import looks
from tests.support.served import environment_of
from tests.support.zones import zone_where_it_is_noon

from openkap.project.server import Server

PASSWORD = "a sound and lengthy secret"
SIZES = {
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 1180, "height": 820},
    "desktop": {"width": 1280, "height": 900},
}
LEAD = "lead@alder.example"


class Person:
    """Someone with a browser. Every page they come to is looked at once: axe, width, console."""

    def __init__(self, world: "World", page: Page, name: str, size: str) -> None:
        self.world, self.page, self.name, self.size = world, page, name, size

    def opens(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.world.server.url + path)

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def does_not_see(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)

    def presses(self, label: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        place = within if within is not None else self.page
        place.get_by_role("button", name=label).first.click()

    def follows(self, label: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        place = within if within is not None else self.page
        place.get_by_role("link", name=label).first.click()

    def writes(self, field: str, text: str) -> None:
        self.page.locator(f'[name="{field}"]').first.fill(text)

    def chooses(self, field: str, value: str) -> None:
        """A radio by its form name and value, or an option of a list."""
        found = self.page.locator(f'[name="{field}"]').first
        if found.evaluate("e => e.tagName") == "SELECT":
            found.select_option(value)
        else:
            self.page.locator(f'label:has([name="{field}"][value="{value}"])').first.click()

    def looks_around(self, picture: str) -> None:
        """What every page must pass; and its picture, where pictures are asked for."""
        expect(self.page.locator("h1")).to_be_visible()
        # In a window as tall as the page: what stays at the foot of the screen covers nothing there.
        tall = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": SIZES[self.size]["width"], "height": max(tall, 900)})
        found = looks.axe_findings(self.page)
        self.page.set_viewport_size(SIZES[self.size])
        assert found == [], f"{self.name} at {self.page.url}: {found}"
        assert looks.sideways(self.page) <= 0, f"{self.page.url} is wider than its window"
        self.world.visited.add(picture)
        if folder := os.environ.get("OPENKAP_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.evaluate("window.scrollTo(0, 0)")
            self.page.screenshot(path=str(Path(folder) / f"{picture}.png"), full_page=self.size != "tablet")


class World:
    """The practice, its server, and its clock, which a journey may move on by days."""

    def __init__(self, server: Server, browser: Browser, clock: Path, zone: ZoneInfo) -> None:
        self.server, self.browser, self.zone = server, browser, zone
        self._clock = clock
        self.visited: set[str] = set()
        self.complaints: list[str] = []

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(minutes=float(self._clock.read_text()))

    def passes(self, **time: float) -> None:
        """Time goes by for everyone."""
        minutes = float(self._clock.read_text()) + timedelta(**time) / timedelta(minutes=1)
        self._clock.write_text(str(minutes))

    def passes_until(self, hour: int) -> None:
        """Until the next time the practice's clock shows this hour: a session's day must not end in its middle."""
        here = self.now.astimezone(self.zone)
        later = here.replace(hour=hour, minute=0)
        self.passes(minutes=((later - here) / timedelta(minutes=1)) % (24 * 60))

    def at(self, **later: float) -> str:
        """A moment from now, as a date-and-time field takes it."""
        moment = (self.now + timedelta(**later)).astimezone(self.zone)
        return moment.strftime("%Y-%m-%dT%H:%M")

    def person(self, name: str, size: str) -> Person:
        context = self.browser.new_context(viewport=SIZES[size], has_touch=size != "desktop", reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda message: self._hear(page, message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return Person(self, page, name, size)

    def staff(self, name: str, email: str, *, size: str = "desktop") -> Person:
        """A member of staff who signs in."""
        person = self.person(name, size)
        person.opens("/sign-in/")
        person.writes("login", email)
        person.writes("password", PASSWORD)
        person.presses("Sign in")
        expect(person.page).to_have_url(re.compile("/desk/"))
        return person

    def _hear(self, page: Page, kind: str, text: str) -> None:
        # A page that says no, and a stream that ends with its page, are not faults of a script.
        if kind == "error" and not re.search("status of (4|503)|ERR_INCOMPLETE|ERR_NETWORK|ERR_CONNECTION", text):
            self.complaints.append(f"{page.url}: {text}")


@contextmanager
def served_practice(folder: Path, browser: Browser) -> Iterator[World]:
    """A practice founded a moment ago, served by a process of its own, in a zone where it is about noon: the day
    of a session must not end in the middle of a journey. `folder`: of `clusters.new_folder`."""
    clock = folder / "clock"
    clock.write_text("0")
    zone = zone_where_it_is_noon()
    environment = environment_of(folder, clock)
    with Server(environment=environment, migrate=True) as server:
        _found(zone, environment)
        world = World(server, browser, clock, ZoneInfo(zone))
        yield world
        assert world.complaints == []


def _found(zone: str, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "openkap.project.main", "init", "--practice", "Alder House", "--time-zone", zone]
    command += ["--phone", "512 555 0100", "--address", "1 Alder Lane", "--room", "North", "--room", "South"]
    command += ["--lead-name", "Lena Ortiz", "--lead-email", LEAD]
    subprocess.run(
        command, input=PASSWORD + "\n", text=True, check=True, capture_output=True, env={**os.environ, **environment}
    )
