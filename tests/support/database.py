"""One embedded PostgreSQL for a whole test run, in a folder of its own that is gone at the end, also after Ctrl-C.

`tests/conftest.py` imports the two hooks by name:

    from tests.support.database import pytest_configure, pytest_unconfigure
"""

import os
import tempfile
import time
from pathlib import Path

import django
import pytest
from django.conf import settings
from tests.support.clusters import PREFIX, administer, remove

from openkap.project import cluster
from openkap.project.data_folder import DataFolder, open_data_folder
from openkap.project.file_lock import alone

__all__ = ["pytest_configure", "pytest_unconfigure"]

_LEFT_OVER_SECONDS = 6 * 3600  # longer than any run: a folder may rest for minutes between two tests that use it
_FOLDER = pytest.StashKey[DataFolder]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Starts the database, then loads Django. A database of the developer's own is never touched."""
    if config.getoption("version", 0) or config.getoption("help", False):
        return
    if config.getoption("numprocesses", None) and not (config.option.collectonly or hasattr(config, "workerinput")):
        return  # it only hands out the files: each worker has a database of its own
    if settings.configured:
        raise pytest.UsageError("Django was loaded before the tests' own database: unset DJANGO_SETTINGS_MODULE.")
    _sweep()
    folder = open_data_folder(Path(tempfile.mkdtemp(prefix=PREFIX)))
    config.stash[_FOLDER] = folder
    os.environ.pop("OPENKAP_DATABASE_URL", None)
    os.environ["OPENKAP_DATA"] = str(folder.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkap.project.settings")
    cluster.start(folder)
    administer(folder, "ALTER ROLE openkap CREATEDB")
    django.setup()  # pytest-django looks for settings earlier, when there is no database yet


def pytest_unconfigure(config: pytest.Config) -> None:
    if (folder := config.stash.get(_FOLDER, None)) is not None:
        remove(folder.path)


def _sweep() -> None:
    """Removes what a run that was killed has left: a folder of some age that no process uses."""
    for path in Path(tempfile.gettempdir()).resolve().glob(f"{PREFIX}*"):
        lock = DataFolder(path).use_lock
        if not (os.access(path, os.W_OK) and lock.exists()):
            continue
        if time.time() - lock.stat().st_mtime > _LEFT_OVER_SECONDS and alone(lock):
            remove(path)
