"""Pat is a client in the middle of a course, phone in hand. The clock of the story is the one that the screens read.

Imports stand inside: pytest reads this file before the settings when it is asked for this folder alone.
"""

from datetime import timedelta

import pytest


@pytest.fixture
def clock(monkeypatch, now):
    """Sets the moment that every screen reads; `now` from the start."""
    from openkap.interfaces.kit import clock as kit_clock

    def at(moment):
        monkeypatch.setattr(kit_clock, "now", lambda: moment)

    at(now)
    return at


@pytest.fixture
def pat(practice, clock, now):
    """A KAP client (a Traveller), booked three days ago."""
    from tests.support.course import begin

    return begin(practice, now - timedelta(days=3))


@pytest.fixture
def phone(pat):
    """The browser in which Pat has opened the link."""
    from tests.support.people import client_browser

    return client_browser(pat.place.id, pat.client_id)


@pytest.fixture
def stranger(pat):
    """The phone of another client of the same practice."""
    from tests.support.course import begin
    from tests.support.people import client_browser

    other = begin(pat.place, pat.at + timedelta(hours=3))
    return client_browser(other.place.id, other.client_id)


@pytest.fixture
def outsider(pat, now):
    """The phone of a client of another practice."""
    from tests.support.course import begin
    from tests.support.people import client_browser, found

    other = begin(found(now, "Larch House"), now - timedelta(days=3))
    return client_browser(other.place.id, other.client_id)
