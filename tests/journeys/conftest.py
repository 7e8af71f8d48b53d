"""One browser for all journeys of a run (a second one cannot be opened beside it), and one practice for most of them: a
clinic in which several people are on their way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.journeys.world import World, served_practice
from tests.support import looks


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    looks.needs_chromium()
    with looks.chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("journeys")
    with served_practice(folder, browser) as world:
        yield world
