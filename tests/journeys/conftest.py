"""One practice for all journeys of a run: a clinic in which several people are on their way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.world import World, served_practice
from tests.support import looks


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if looks.chromium_path() is None:
        pytest.skip("no chromium here; `./run test` brings one")
    folder: Path = tmp_path_factory.mktemp("journeys")
    with served_practice(folder) as world:
        yield world
