"""The embedded PostgreSQL: made, started, attached to, stopped."""

import multiprocessing
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.support.clusters import administer, is_root

from openkap.project import cluster
from openkap.project.data_folder import DataFolder
from openkap.project.database import ensure_database, leave_database
from openkap.project.database_check import faults, read_facts


def ask(running: cluster.Cluster, query: str) -> object:
    with psycopg.connect(running.dsn()) as connection:
        row = connection.execute(query.encode()).fetchone()
        assert row is not None
        return row[0]


def test_a_new_one_is_durable_private_and_reachable_by_its_socket_alone(standing: cluster.Cluster) -> None:
    facts = read_facts(standing.address)
    assert faults(facts) == ()
    assert facts.checksums
    assert facts.version.startswith("18.")
    settings = {
        "listen_addresses": "",
        "max_connections": "200",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "TimeZone": "UTC",
        "server_encoding": "UTF8",
        "unix_socket_permissions": "0700",
        "log_statement": "none",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    assert {name: ask(standing, f"SELECT current_setting('{name}')") for name in settings} == settings
    socket = standing.folder.postgres / ".s.PGSQL.5432"
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(standing.folder.postgres.stat().st_mode) == 0o700


def test_sorts_alike_on_every_machine_and_knows_letters_beyond_ascii(standing: cluster.Cluster) -> None:
    query = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()"
    assert ask(standing, query) == "bC.UTF-8"
    assert ask(standing, "SELECT lower('ÉÑŞ')") == "éñş"


def test_the_application_is_no_superuser_and_owns_its_database(standing: cluster.Cluster) -> None:
    rights = "rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication"
    assert ask(standing, f"SELECT {rights} FROM pg_roles WHERE rolname = current_user") is False
    assert ask(standing, "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'openkap'") == "openkap"
    assert ask(standing, "SELECT current_user || '@' || current_database()") == "openkap@openkap"


@pytest.mark.parametrize("word", ["ROLE other", "DATABASE other"])
def test_the_application_cannot_make_roles_or_databases(standing: cluster.Cluster, word: str) -> None:
    with (
        psycopg.connect(standing.dsn(), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"CREATE {word}".encode())


def test_starting_again_attaches_to_the_same_server(running: cluster.Cluster) -> None:
    before = cluster.status(running.folder)
    assert before.running
    assert cluster.start(running.folder) == running
    assert cluster.status(running.folder) == before


def test_what_was_kept_is_there_after_stop_and_start(running: cluster.Cluster) -> None:
    with psycopg.connect(running.dsn()) as connection:
        connection.execute("CREATE TABLE words AS SELECT 'kept' AS word")
    assert cluster.stop(running.folder) is True
    assert cluster.status(running.folder) == cluster.Status(made=True, running=False, pid=None)
    assert cluster.stop(running.folder) is False
    assert ask(cluster.start(running.folder), "SELECT word FROM words") == "kept"


def test_settings_find_the_embedded_database_by_themselves(
    folder: DataFolder, made: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made.path, folder.path, dirs_exist_ok=True)
    monkeypatch.setenv("OPENKAP_DATA", str(folder.path))
    monkeypatch.setenv("OPENKAP_DATABASE_URL", "")
    assert ensure_database() == ensure_database() == cluster.Cluster(folder).settings()
    assert cluster.status(folder).running
    assert leave_database() is True
    assert leave_database() is False


def test_importing_starts_nothing(tmp_path: Path) -> None:
    modules = "cluster, database, health, keys, server, commands.serve, commands.doctor"
    code = "".join(f"import openkap.project.{name}\n" for name in modules.split(", "))
    environment = {**os.environ, "OPENKAP_DATA": str(tmp_path / "data")}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert not (tmp_path / "data").exists()


def test_nothing_is_running_in_a_new_folder(folder: DataFolder) -> None:
    assert cluster.status(folder) == cluster.Status(made=False, running=False, pid=None)
    assert cluster.stop(folder) is False
    assert cluster.leave(folder) is False


def test_moving_the_folder_moves_the_socket(running: cluster.Cluster) -> None:
    old = running.folder.path
    with psycopg.connect(running.dsn()) as connection:
        connection.execute("CREATE TABLE words AS SELECT 'kept' AS word")
    cluster.stop(running.folder)
    moved = DataFolder(old.with_name(old.name + "' $HOME\"`"))  # what a shell or a setting could misread
    old.rename(moved.path)
    try:
        assert ask(cluster.start(moved), "SELECT word FROM words") == "kept"
    finally:
        cluster.stop(moved)
        moved.path.rename(old)


def test_a_making_that_was_cut_short_begins_anew(folder: DataFolder) -> None:
    folder.postgres_in_making.mkdir()
    (folder.postgres_in_making / "PG_VERSION").write_text("18\n")
    cluster.start(folder)
    assert not folder.postgres_in_making.exists()


def _start_and_ask(path: Path) -> tuple[int | None, object]:
    folder = DataFolder(path)
    running = cluster.start(folder)
    return cluster.status(folder).pid, ask(running, "SELECT current_database()")


def test_processes_that_start_together_share_one_server(folder: DataFolder) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        answers = pool.map(_start_and_ask, [folder.path] * 4)
    pids = {pid for pid, _ in answers}
    assert len(pids) == 1
    assert {name for _, name in answers} == {"openkap"}
    assert None not in pids


def in_another_process(folder: DataFolder, *, dies: bool) -> None:
    """Starts (or joins) the server in a child that then leaves, or is killed."""
    child = os.fork()
    if child == 0:
        cluster.start(folder)
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        cluster.leave(folder)
        os._exit(0)
    os.waitpid(child, 0)


def test_the_last_one_out_stops_the_server(folder: DataFolder) -> None:
    in_another_process(folder, dies=False)
    assert not cluster.status(folder).running


def test_a_server_in_use_by_another_process_is_left_running(folder: DataFolder) -> None:
    cluster.start(folder)
    in_another_process(folder, dies=False)
    assert cluster.status(folder).running
    assert cluster.leave(folder) is True
    assert not cluster.status(folder).running


def test_a_user_that_was_killed_does_not_hold_the_server(folder: DataFolder) -> None:
    cluster.start(folder)
    in_another_process(folder, dies=True)
    assert cluster.leave(folder) is True


def test_the_server_outlives_the_process_that_started_it(folder: DataFolder) -> None:
    in_another_process(folder, dies=True)
    before = cluster.status(folder)
    assert before.running
    cluster.start(folder)
    assert cluster.status(folder) == before


def test_admits_a_database_for_tests(running: cluster.Cluster) -> None:
    administer(running.folder, "ALTER ROLE openkap CREATEDB")
    with psycopg.connect(running.dsn(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE test_openkap")


@pytest.mark.skipif(not is_root(), reason="only root needs a system user for the database")
def test_run_by_root_the_keys_stay_out_of_the_databases_reach(standing: cluster.Cluster) -> None:
    folder = standing.folder
    assert folder.postgres.stat().st_uid != 0
    assert folder.secrets.stat().st_uid == 0
    assert folder.path.stat().st_uid == 0
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o710
    assert stat.S_IMODE(folder.secrets.stat().st_mode) == 0o600


@pytest.mark.skipif(not is_root(), reason="only root can become somebody else")
def test_runs_for_an_ordinary_user_too(folder: DataFolder) -> None:
    for path in (folder.path, folder.start_lock):
        os.chown(path, 65534, 65534)
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        try:
            answered = ask(cluster.start(folder), "SELECT current_database()") == "openkap"
            stopped = cluster.leave(folder)
        except BaseException:
            os._exit(1)
        os._exit(0 if answered and stopped else 2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert folder.postgres.stat().st_uid == 65534
    assert stat.S_IMODE(folder.secrets.stat().st_mode) == 0o600
