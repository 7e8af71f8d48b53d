"""What the tests of the kit share: a browser for as long as one file needs it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.support import looks

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """One browser per module: while it is open its event loop would forbid other tests the database."""
    looks.needs_chromium()
    with looks.chromium() as opened:
        yield opened
