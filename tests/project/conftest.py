"""What the tests of the database share."""

import shutil
from collections.abc import Iterator

import pytest
from tests.support.clusters import ExternalServer, external_server, new_folder

from openkap.project import cluster
from openkap.project.data_folder import DataFolder


@pytest.fixture
def folder() -> Iterator[DataFolder]:
    """A new data folder with a short path; what runs in it is stopped at the end."""
    with new_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def made() -> Iterator[DataFolder]:
    """A new cluster, stopped: copying one is faster than making one."""
    with new_folder() as folder:
        cluster.start(folder)
        cluster.stop(folder)
        yield folder


@pytest.fixture
def running(folder: DataFolder, made: DataFolder) -> cluster.Cluster:
    """A new embedded cluster, running, for this test alone."""
    shutil.copytree(made.path, folder.path, dirs_exist_ok=True)
    return cluster.start(folder)


@pytest.fixture(scope="session")
def standing() -> Iterator[cluster.Cluster]:
    """An embedded cluster for tests that only look."""
    with new_folder() as folder:
        yield cluster.start(folder)


@pytest.fixture(scope="session")
def server() -> Iterator[ExternalServer]:
    """A PostgreSQL run by others, with a TCP port and a password. Tests leave it as they found it."""
    with external_server() as server:
        yield server
