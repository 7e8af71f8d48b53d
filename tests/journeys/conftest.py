"""One practice for all journeys of a run: a clinic in which several people are on their way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.world import World, served_practice
from tests.support import looks


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    looks.needs_chromium()
    folder: Path = tmp_path_factory.mktemp("journeys")
    with served_practice(folder) as world:
        yield world
