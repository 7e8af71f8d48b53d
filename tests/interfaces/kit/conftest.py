"""The kit is drawn under the project's settings; where there are none, under just enough Django of its own."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.interfaces.kit.settings")
django.setup()

from tests.support import looks  # noqa: E402 - it needs Django's settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """One browser per module: while it is open its event loop would forbid other tests the database."""
    if looks.chromium_path() is None:
        pytest.skip("no chromium here; `./run test` brings one")
    with looks.chromium() as opened:
        yield opened
