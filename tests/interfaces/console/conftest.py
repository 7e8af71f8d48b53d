"""A session room in the middle of the day, and a clock that tests can move.

Django is imported inside the fixtures: pytest reads this file before the tests' own database is there.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from django.test import Client as Browser
    from pytest_django.fixtures import SettingsWrapper as Settings
    from tests.interfaces.console.support import Clock, Room
    from tests.support.people import Place

    from openkap.terms.identity import Role


@pytest.fixture(autouse=True)
def _plain_http(settings: "Settings") -> None:
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> "Clock":
    """What the screens read as the time."""
    from tests.interfaces.console.support import Clock

    from openkap.interfaces.kit import access

    held = Clock(now)

    class Held(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            assert tz is UTC
            return held.at  # type: ignore[return-value]

    monkeypatch.setattr(access, "datetime", Held)
    return held


@pytest.fixture
def room(practice: "Place", now: datetime, clock: "Clock", bob: "Callable[[Role], Browser]") -> "Room":
    """A medicine session that was started a minute ago."""
    from tests.interfaces.console.support import Room
    from tests.support.course import in_the_room

    traveller = in_the_room(practice, now)
    clock.at = traveller.at + timedelta(minutes=1)
    return Room(practice, traveller, clock, bob)
