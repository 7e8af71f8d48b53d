"""One browser for a file's journeys, and one practice: a clinic in which several people are on their way.

Both end with the file: another file of the same worker cannot open its own browser beside one that is still there.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.journeys.world import World, served_practice
from tests.support import looks
from tests.support.clusters import new_folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    looks.needs_chromium()
    with looks.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def world(browser: Browser) -> Iterator[World]:
    with new_folder() as folder, served_practice(Path(folder.path), browser) as world:
        yield world
