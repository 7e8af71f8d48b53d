"""`openkap serve`, `init`, `manage`, `doctor` as a person runs them, on a small Django project."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.support.clusters import ExternalServer, administer, new_folder

from openkap.project import cluster
from openkap.project.data_folder import DataFolder
from openkap.project.main import main
from openkap.project.server import Server
from openkap.terms.refusal import Refusal

ROOT = Path(__file__).parents[2]


def environment(folder: DataFolder) -> dict[str, str]:
    return {
        "OPENKAP_DATA": str(folder.path),
        "OPENKAP_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.project.small_site",
        "PYTHONPATH": str(ROOT),
    }


def openkap(folder: DataFolder, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "openkap.project.main", *words]
    env = {**os.environ, **environment(folder), **more}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def get(server: Server, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200, response.status
        return response.read().decode()
    finally:
        connection.close()


@pytest.fixture(scope="session")
def after_init() -> Iterator[DataFolder]:
    with new_folder() as folder:
        done = openkap(folder, "init")
        assert done.returncode == 0, done.stderr
        yield folder


@pytest.fixture
def initialised(folder: DataFolder, after_init: DataFolder) -> DataFolder:
    """A data folder as `openkap init` leaves it."""
    shutil.copytree(after_init.path, folder.path, dirs_exist_ok=True)
    return folder


def test_init_makes_everything_once(folder: DataFolder) -> None:
    first, second = openkap(folder, "init"), openkap(folder, "init")
    assert first.stdout == "The database is ready (2 migrations applied).\n"
    assert second.stdout == "The database is ready (0 migrations applied).\n"
    assert (first.returncode, second.returncode) == (0, 0)
    assert not cluster.status(folder).running


def test_serving_before_init_is_refused(folder: DataFolder) -> None:
    done = openkap(folder, "serve", "--port", "8765")
    assert done.returncode == 3
    assert "2 migrations are pending" in done.stderr
    assert "openkap init" in done.stderr
    assert not cluster.status(folder).running


def test_serves_and_stops_with_its_database(folder: DataFolder) -> None:
    with Server(environment=environment(folder), migrate=True) as server:
        assert get(server, "/") == "here"
        assert f"openkap is at {server.url}" in server.said()
        assert cluster.status(folder).running
    assert server.said().endswith("Stopped, and the database with it.")
    assert not cluster.status(folder).running


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_way_to_ask_it_to_stop(initialised: DataFolder, signal_number: signal.Signals) -> None:
    server = Server(environment=environment(initialised))
    server.start()
    child = server.child
    os.kill(child.pid, signal_number)
    assert child.wait(30) == 0
    assert "Stopped, and the database with it." in server.said()
    server.stop()


def test_the_database_stays_for_others(initialised: DataFolder) -> None:
    cluster.start(initialised)
    with Server(environment=environment(initialised)) as server:
        get(server, "/")
    assert server.said().endswith("The database keeps running: another openkap still uses it.")
    assert cluster.status(initialised).running


def test_a_killed_server_frees_the_port_and_loses_nothing(initialised: DataFolder) -> None:
    server = Server(environment=environment(initialised))
    server.start()
    assert get(server, "/keep?n=7") == "7"
    children = psutil.Process(server.child.pid).children()
    os.kill(server.child.pid, signal.SIGKILL)  # the first process alone: the one that serves must end by itself
    assert psutil.wait_procs(children, timeout=30)[1] == []
    assert cluster.status(initialised).running
    server.start()
    assert get(server, "/keep?n=8") == "8"
    server.kill()
    with psycopg.connect(cluster.start(initialised).dsn()) as connection:
        assert connection.execute("SELECT array_agg(n ORDER BY n) FROM kept").fetchone() == ([7, 8],)


def test_a_worker_that_dies_is_replaced(initialised: DataFolder) -> None:
    with Server(environment=environment(initialised)) as server:
        (worker,) = psutil.Process(server.child.pid).children()
        worker.kill()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                assert get(server, "/") == "here"
                break
            except OSError:
                time.sleep(0.1)
        assert get(server, "/keep?n=1") == "1"


def test_a_database_that_dies_is_started_again(initialised: DataFolder) -> None:
    with Server(environment=environment(initialised)) as server:
        pid = cluster.status(initialised).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while not cluster.status(initialised).running:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert get(server, "/keep?n=1") == "1"


def test_a_taken_port_is_said_before_anything_starts(initialised: DataFolder) -> None:
    with Server(environment=environment(initialised)) as server:
        with pytest.raises(Refusal, match="Another program listens"):
            Server(environment=environment(initialised), port=server.port).start()
        done = openkap(initialised, "serve", "--port", str(server.port))
    assert done.returncode == 3
    assert f"Another program listens at port {server.port}" in done.stderr


def test_a_server_that_cannot_start_says_why(folder: DataFolder) -> None:
    with pytest.raises(Refusal, match="2 migrations are pending"):
        Server(environment=environment(folder)).start()
    assert not cluster.status(folder).running


@pytest.mark.parametrize("threads", ["0", "3", "100000"])
def test_a_number_of_threads_that_cannot_be(threads: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--threads", threads]) == 2
    assert capsys.readouterr().err == "openkap serve: --threads: The number of threads is from 4 to 1024.\n"


def test_manage_runs_djangos_commands_and_leaves_nothing_running(initialised: DataFolder) -> None:
    done = openkap(initialised, "manage", "migrate", "--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert openkap(initialised, "manage", "no_such_command").returncode == 1
    assert not cluster.status(initialised).running


@pytest.mark.parametrize("words", [("manage", "check"), ("serve",)])
def test_a_refusal_at_the_database_is_a_sentence(
    server: ExternalServer, folder: DataFolder, words: tuple[str, ...]
) -> None:
    secret = "hunter2-hunter2"
    done = openkap(folder, *words, OPENKAP_DATABASE_URL=server.url(password=secret))
    assert done.returncode == 3
    assert "is not the server's" in done.stderr
    assert "Traceback" not in done.stderr
    assert secret not in done.stderr + done.stdout


def test_doctor_before_init(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENKAP_DATA", str(folder.path))
    monkeypatch.setenv("OPENKAP_DATABASE_URL", "")
    assert main(["doctor"]) == 3
    assert "not ok  database: none yet\n        Run: openkap init" in capsys.readouterr().out
    assert not folder.postgres.exists()


def test_doctor_after_init(initialised: DataFolder) -> None:
    done = openkap(initialised, "doctor")
    assert done.returncode == 0, done.stdout
    assert "not ok" not in done.stdout
    assert not cluster.status(initialised).running


def test_doctor_speaks_json(initialised: DataFolder) -> None:
    done = openkap(initialised, "doctor", "--json")
    answer = json.loads(done.stdout)
    assert answer["ok"] is True
    names = [check["name"] for check in answer["checks"]]
    assert names == [
        "Python",
        "openkap",
        "time zones",
        "data folder",
        "keys",
        "free disk",
        "database",
        "durability",
        "checksums",
        "database user",
        "clock",
        "migrations",
    ]


def test_doctor_names_what_is_not_well(initialised: DataFolder) -> None:
    cluster.start(initialised)
    administer(initialised, "ALTER SYSTEM SET fsync = off", "ALTER ROLE openkap BYPASSRLS", "SELECT pg_reload_conf()")
    initialised.secrets.chmod(0o644)
    done = openkap(initialised, "doctor", "--json")
    assert done.returncode == 3
    wrong = {check["name"]: check["do"] for check in json.loads(done.stdout)["checks"] if not check["ok"]}
    assert set(wrong) == {"keys", "durability", "database user", "migrations"}
    assert "chmod 600" in wrong["keys"]
    assert "Set fsync = on" in wrong["durability"]
    assert "without SUPERUSER and BYPASSRLS" in wrong["database user"]


def test_doctor_counts_pending_migrations(initialised: DataFolder) -> None:
    with psycopg.connect(cluster.start(initialised).dsn()) as connection:
        connection.execute("DELETE FROM django_migrations WHERE name = '0002_remove_content_type_name'")
    done = openkap(initialised, "doctor")
    assert done.returncode == 3
    assert "not ok  migrations: not well\n        1 migrations are pending." in done.stdout


def test_doctor_about_a_folder_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("OPENKAP_DATA", str(tmp_path / "file"))
    assert main(["doctor"]) == 3
    assert "not ok  data folder: cannot be used" in capsys.readouterr().out
