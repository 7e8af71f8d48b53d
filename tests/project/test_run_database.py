"""The database of a test run (`tests/support/database.py`): there for every test, its own, and gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]

CONFTEST = """\
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # which what runs in the background inherits as ignored
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.project.small_site"
from tests.support.database import pytest_configure, pytest_unconfigure
"""

TEST = """\
import os, pytest, time
from django.db import connection

@pytest.mark.django_db
def test_it():
    with open("told", "w") as file:
        file.write(os.environ["OPENKAP_DATA"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == ("test_openkap",)
    assert "OPENKAP_DATABASE_URL" not in os.environ
    {then}
"""


def begin(tmp_path: Path, *, then: str = "pass", **more: str) -> subprocess.Popen[bytes]:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TEST.format(then=then))
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    env |= {"PYTHONPATH": str(ROOT), "OPENKAP_DATABASE_URL": "postgresql://never@touch.invalid/this", **more}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", "test_it.py"]
    return subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def told(tmp_path: Path, child: subprocess.Popen[bytes]) -> Path:
    """The data folder of the run, once its test has begun."""
    file = tmp_path / "told"
    while not (file.exists() and file.read_text()):
        if child.poll() is not None:
            raise AssertionError(child.communicate()[0].decode())
        time.sleep(0.05)
    return Path(file.read_text())


def servers(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"] == "postgres" and Path(process.cwd()).is_relative_to(folder):
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_a_run_leaves_nothing_behind(tmp_path: Path) -> None:
    child = begin(tmp_path)
    said = child.communicate(timeout=120)[0].decode()
    assert child.returncode == 0, said
    folder = told(tmp_path, child)
    assert not folder.exists()
    assert servers(folder) == []


def test_nor_does_one_that_was_interrupted(tmp_path: Path) -> None:
    child = begin(tmp_path, then="time.sleep(60)")
    folder = told(tmp_path, child)
    assert servers(folder) != []
    child.send_signal(signal.SIGINT)
    said = child.communicate(timeout=120)[0].decode()
    assert "KeyboardInterrupt" in said
    assert not folder.exists()
    assert servers(folder) == []


def test_what_a_killed_run_left_is_removed_by_a_later_one(tmp_path: Path) -> None:
    child = begin(tmp_path, then="time.sleep(60)")
    folder = told(tmp_path, child)
    child.kill()
    child.communicate()
    assert servers(folder) != []
    yesterday = time.time() - 24 * 3600
    os.utime(folder / "in-use.lock", (yesterday, yesterday))
    (tmp_path / "told").unlink()
    later = begin(tmp_path)
    later.communicate(timeout=120)
    assert later.returncode == 0
    assert not folder.exists()
    assert servers(folder) == []


def test_settings_loaded_too_early_are_refused(tmp_path: Path) -> None:
    """Else the tests would meet the developer's own database."""
    (tmp_path / "early.py").write_text('SECRET_KEY = "x"\n')
    child = begin(tmp_path, DJANGO_SETTINGS_MODULE="early", PYTHONPATH=f"{ROOT}:{tmp_path}")
    said = child.communicate(timeout=120)[0].decode()
    assert child.returncode != 0
    assert "unset DJANGO_SETTINGS_MODULE" in said
    assert not (tmp_path / "told").exists()


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_asking_for_help_starts_nothing(tmp_path: Path, word: str) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    command = [sys.executable, "-m", "pytest", word]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True, timeout=60)
    assert list(tmp_path.glob("okt-*")) == []
