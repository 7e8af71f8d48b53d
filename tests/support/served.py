"""A served practice in a folder of its own, made by a program, with a clock that goes on from where its story ends."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openkap.project.server import Server

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Served:
    """`told`: what the program printed as JSON, but for `at`, the end of its story. clock: the file of minutes that the
    server's clock is ahead of ours."""

    server: Server
    environment: dict[str, str]
    clock: Path
    told: dict[str, Any]


@contextmanager
def served_story(folder: Path, program: str, *words: str, **more: str) -> Iterator[Served]:
    """`program`: a module that makes the practice; it is run once the server has made the database. `folder`: of
    `clusters.new_folder`."""
    clock = folder / "clock"
    clock.write_text("0")
    environment = environment_of(folder, clock) | more
    with Server(environment=environment, migrate=True) as server:
        told = run_program(environment, program, *words)
        story = datetime.fromisoformat(told.pop("at"))
        clock.write_text(str((story - datetime.now(UTC)).total_seconds() / 60))
        yield Served(server, environment, clock, told)


def environment_of(folder: Path, clock: Path) -> dict[str, str]:
    """Of a server, and of programs beside it, that work in this folder by this clock."""
    return {
        "OPENKAP_DATA": str(folder),
        "OPENKAP_DATABASE_URL": "",
        "OPENKAP_LOCAL": "1",
        "OPENKAP_DEMO": "1",
        "OPENKAP_CLOCK": str(clock),
        "DJANGO_SETTINGS_MODULE": "openkap.project.settings",
        "PYTHONPATH": str(_ROOT),
    }


def run_program(environment: dict[str, str], program: str, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", program, *words]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
