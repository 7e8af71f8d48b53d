"""What was confirmed is there after any sudden end: of the application, of the database, of both at once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from openkap.project import cluster
from openkap.project.data_folder import DataFolder

PROGRAM = Path(__file__).with_name("inserting.py")


def the_application(child: subprocess.Popen[bytes], folder: DataFolder) -> None:
    child.kill()


def the_database(child: subprocess.Popen[bytes], folder: DataFolder) -> None:
    pid = cluster.status(folder).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def both(child: subprocess.Popen[bytes], folder: DataFolder) -> None:
    the_database(child, folder)
    the_application(child, folder)


Kill = Callable[[subprocess.Popen[bytes], DataFolder], None]


def campaign(folder: DataFolder, kill: Kill, *, rounds: int) -> None:
    """Each round: insert with a log of acknowledgements, kill at a random moment, start again, compare."""
    log = folder.path / "openkap.acknowledged"
    chance = random.Random(rounds)  # noqa: S311 - moments of a test
    with psycopg.connect(cluster.start(folder).dsn()) as connection:
        connection.execute("CREATE TABLE kept (n bigint)")
    cluster.leave(folder)  # each round the program starts the database, or attaches to what the last one left
    first = 1
    for _ in range(rounds):
        log.unlink(missing_ok=True)
        child = subprocess.Popen(
            [sys.executable, PROGRAM, log, str(first)],
            env={**os.environ, "OPENKAP_DATA": str(folder.path), "OPENKAP_DATABASE_URL": ""},
            stderr=subprocess.DEVNULL,
        )
        while not (log.exists() and log.stat().st_size):
            assert child.poll() is None, "the program ended before its first row"
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.2))
        kill(child, folder)
        if kill is the_database:
            child.wait(30)  # its connection breaks, so it ends by itself
        child.wait()
        acknowledged = [int(line) for line in log.read_text().split()]
        with psycopg.connect(cluster.start(folder).dsn()) as connection:
            kept = {row[0] for row in connection.execute("SELECT n FROM kept")}
        lost = set(acknowledged) - kept
        assert not lost, f"{len(lost)} of {len(acknowledged)} confirmed rows are gone"
        # Beyond what was confirmed there may be the one row that was being confirmed.
        assert len(kept) in (acknowledged[-1], acknowledged[-1] + 1)
        first = len(kept) + 1
    assert first > rounds


EVERY_KILL = pytest.mark.parametrize("kill", [the_application, the_database, both])


@EVERY_KILL
def test_nothing_confirmed_is_lost(folder: DataFolder, kill: Kill) -> None:
    campaign(folder, kill, rounds=3)


@pytest.mark.full
@EVERY_KILL
def test_nothing_confirmed_is_lost_in_many_rounds(folder: DataFolder, kill: Kill) -> None:
    campaign(folder, kill, rounds=200)
