"""A session room in the middle of the day, and a clock that tests can move.

Django is imported inside the fixtures: pytest reads this file before the tests' own database is there.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client as Browser
    from playwright.sync_api import Browser as RealBrowser
    from playwright.sync_api import BrowserContext
    from tests.interfaces.console.house import House
    from tests.interfaces.console.support import Clock, Room
    from tests.interfaces.console.tablet import Tablet
    from tests.support.people import Place

    from openkap.terms.identity import Role


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> "Clock":
    """What the screens read as the time."""
    from tests.interfaces.console.support import Clock

    from openkap.interfaces.kit import clock

    held = Clock(now)
    monkeypatch.setattr(clock, "now", lambda: held.at)
    return held


@pytest.fixture
def room(practice: "Place", now: datetime, clock: "Clock", bob: "Callable[[Role], Browser]") -> "Room":
    """A medicine session that was started a minute ago."""
    from tests.interfaces.console.support import Room
    from tests.support.course import in_the_room

    traveller = in_the_room(practice, now)
    clock.at = traveller.at + timedelta(minutes=1)
    return Room(practice, traveller, clock, bob)


@pytest.fixture
def bob_of() -> "Callable[[Place], Callable[[Role], Browser]]":
    """As `bob`, in a practice that the test has founded by itself."""
    from tests.support.people import _browser

    return lambda place: lambda role: _browser(place, role)


@pytest.fixture(scope="session")
def house() -> "Iterator[House]":
    """A served practice with one session going on, for what only a real server shows."""
    from tests.interfaces.console.house import served
    from tests.support.clusters import new_folder

    with new_folder() as folder, served(Path(folder.path)) as house:
        yield house


@pytest.fixture(scope="module")
def browser() -> "Iterator[RealBrowser]":
    """One browser per module: while it is open its event loop would forbid other tests the database."""
    from tests.support import looks

    looks.needs_chromium()
    with looks.chromium() as opened:
        yield opened


@pytest.fixture
def opened(browser: "RealBrowser", house: "House") -> "Iterator[Callable[..., Tablet]]":
    """Opens the room for a role. A script that fails there fails the test."""
    from tests.interfaces.console.tablet import LYING, Tablet

    contexts: list[BrowserContext] = []
    tablets: list[Tablet] = []

    def open_for(role: str, size: dict[str, int] = LYING) -> Tablet:
        contexts.append(browser.new_context(viewport=size))  # type: ignore[arg-type]
        tablets.append(Tablet(contexts[-1], house, role))
        return tablets[-1]

    yield open_for
    for context in contexts:
        context.close()
    assert [tablet.complaints for tablet in tablets if tablet.complaints] == []
