"""What keeps the embedded database from starting is a sentence that says what to do; nothing is touched meanwhile."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.support.clusters import administer, is_root

from openkap.project import cluster, postgres_programs
from openkap.project.data_folder import DataFolder, open_data_folder
from openkap.project.database_check import read_facts, require_safe
from openkap.project.postgres_programs import find_programs
from openkap.project.start_faults import explain
from openkap.terms.refusal import BadInput, Refusal, RuleRefusal


def server_pid(folder: DataFolder) -> int:
    pid = cluster.status(folder).pid
    assert pid is not None
    return pid


def rows(running: cluster.Cluster) -> int:
    with psycopg.connect(running.dsn()) as connection:
        row = connection.execute("SELECT count(*) FROM words").fetchone()
        assert row is not None
        return int(row[0])


def keep_words(running: cluster.Cluster) -> None:
    with psycopg.connect(running.dsn()) as connection:
        connection.execute("CREATE TABLE words AS SELECT g FROM generate_series(1, 100) g")


@pytest.mark.parametrize("found", ["17", "19"])
def test_a_cluster_of_another_version_is_named_and_left_alone(running: cluster.Cluster, found: str) -> None:
    cluster.stop(running.folder)
    mark = running.folder.postgres / "PG_VERSION"
    mark.write_text(f"{found}\n")
    with pytest.raises(Refusal) as refused:
        cluster.start(running.folder)
    for words in (f"made by PostgreSQL {found}", "brings PostgreSQL 18", "openkap backup", "openkap restore"):
        assert words in refused.value.message
    mark.write_text("18\n")
    cluster.start(running.folder)


def test_a_real_cluster_of_an_older_version(folder: DataFolder) -> None:
    """The wheel also brings PostgreSQL 16: a cluster really made by it."""
    programs = find_programs(folder)
    older = replace(programs, bin=Path(str(programs.bin).replace("pginstall18", "pginstall")))
    folder.postgres.mkdir(mode=0o700)
    programs.give(folder.postgres)
    made = older.run("initdb", "--pgdata", str(folder.postgres), "--auth", "trust", "--no-sync")
    assert made.code == 0, made.said
    with pytest.raises(Refusal, match="made by PostgreSQL 16; this openkap brings PostgreSQL 18"):
        cluster.start(folder)


@pytest.mark.parametrize("content", [None, "words", b"\xff"])
def test_what_is_no_cluster_is_left_alone(folder: DataFolder, content: str | bytes | None) -> None:
    folder.postgres.mkdir()
    if isinstance(content, bytes):
        (folder.postgres / "PG_VERSION").write_bytes(content)
    elif content is not None:
        (folder.postgres / "notes.txt").write_text(content)
    before = sorted(folder.postgres.iterdir())
    with pytest.raises(Refusal, match="is not a PostgreSQL cluster, so it is left as it is"):
        cluster.start(folder)
    assert sorted(folder.postgres.iterdir()) == before


def test_a_file_where_the_cluster_belongs(folder: DataFolder) -> None:
    folder.postgres.write_text("words")
    with pytest.raises(Refusal, match="is not a PostgreSQL cluster"):
        cluster.start(folder)


def test_a_path_too_long_for_the_socket(folder: DataFolder) -> None:
    deep = open_data_folder(folder.path.with_name(folder.path.name + "x" * 100))
    try:
        with pytest.raises(BadInput, match="Choose a folder with a shorter path") as refused:
            cluster.start(deep)
        assert refused.value.field == "OPENKAP_DATA"
        assert not deep.postgres.exists()
    finally:
        shutil.rmtree(deep.path)


def test_a_killed_server_is_started_again_and_has_lost_nothing(running: cluster.Cluster) -> None:
    keep_words(running)
    for _ in range(3):
        os.kill(server_pid(running.folder), signal.SIGKILL)
        cluster.start(running.folder)
        assert rows(running) == 100


def test_every_process_of_the_server_killed_at_once(running: cluster.Cluster) -> None:
    keep_words(running)
    first = psutil.Process(server_pid(running.folder))
    everyone = [first, *first.children()]
    with psycopg.connect(running.dsn()):  # one that is connected at the time
        for process in everyone:
            with suppress(psutil.NoSuchProcess):  # a worker of the server's own may have ended by itself by now
                process.kill()
    cluster.start(running.folder)
    assert rows(running) == 100


def test_a_number_left_behind_and_taken_over_by_another_program(running: cluster.Cluster) -> None:
    """In containers numbers begin anew: the one in postmaster.pid is soon some other program's, of the same user."""
    keep_words(running)
    pid_file = running.folder.postgres / "postmaster.pid"
    programs = find_programs(running.folder)
    user = {} if programs.user is None else {"user": programs.user.uid, "group": programs.user.gid}
    os.kill(server_pid(running.folder), signal.SIGKILL)
    other = subprocess.Popen(["sleep", "60"], **user)  # type: ignore[call-overload]
    try:
        lines = pid_file.read_text().split("\n")
        pid_file.write_text("\n".join([str(other.pid), *lines[1:]]))
        assert cluster.status(running.folder).pid is None
        assert cluster.stop(running.folder) is False
        cluster.start(running.folder)
        assert rows(running) == 100
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_server_that_hangs_is_not_doubled(running: cluster.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_RETRY_SECONDS", 0.5)
    monkeypatch.setattr(cluster, "_PING_SECONDS", "2")
    pid = server_pid(running.folder)
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(Refusal, match="Its server is there but does not answer"):
            cluster.start(running.folder)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert server_pid(cluster.start(running.folder).folder) == pid


def test_a_server_that_recovers_is_let_recover_before_it_is_stopped(running: cluster.Cluster) -> None:
    """Asked in between, PostgreSQL 18 never ends; many files make the recovery long enough to be met by the stop."""
    keep_words(running)
    with psycopg.connect(running.dsn(), autocommit=True) as connection:
        for group in range(4):
            tables = f"FOR i IN 1..500 LOOP EXECUTE format('CREATE TABLE t{group}_%s (a int PRIMARY KEY)', i); END LOOP"
            connection.execute(f"DO $$ BEGIN {tables}; END $$".encode())
    log = running.folder.postgres / "server.log"
    with psycopg.connect(running.dsn()) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        ends = time.monotonic() + 30
        while "reinitializing" not in log.read_text():
            assert time.monotonic() < ends, "the server has not noticed its crash"
            time.sleep(0.005)  # the recovery is met while it goes on: it takes about a second
        assert cluster.stop(running.folder) is True
    assert "immediate" not in log.read_text()
    assert rows(cluster.start(running.folder)) == 100


def test_a_server_that_does_not_end_is_stopped_at_once_and_has_lost_nothing(
    running: cluster.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_STOP_SECONDS", 8)  # PostgreSQL itself waits five before it kills what does not obey
    keep_words(running)
    pid = server_pid(running.folder)
    for child in psutil.Process(pid).children():
        with suppress(psutil.NoSuchProcess):  # a worker of the server's own may have ended by itself by now
            if "checkpointer" in " ".join(child.cmdline()):
                child.suspend()
    assert cluster.stop(running.folder) is True
    assert cluster.status(running.folder).pid is None
    assert "received immediate shutdown request" in (running.folder.postgres / "server.log").read_text()
    assert rows(cluster.start(running.folder)) == 100


def test_settings_of_ones_own_cannot_move_the_socket(running: cluster.Cluster) -> None:
    keep_words(running)
    moves = ("port = 5433", "unix_socket_directories = '/nowhere'", "listen_addresses = ''")
    administer(running.folder, *(f"ALTER SYSTEM SET {move}" for move in moves))
    cluster.stop(running.folder)
    assert rows(cluster.start(running.folder)) == 100


@pytest.mark.parametrize("line", ["max_connections = many", "no_such_setting = 1", "port 5432 ="])
def test_a_mistake_in_the_configuration(running: cluster.Cluster, line: str) -> None:
    cluster.stop(running.folder)
    with (running.folder.postgres / "postgresql.auto.conf").open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(Refusal, match=r"postgresql.conf or postgresql.auto.conf"):
        cluster.start(running.folder)


def test_damaged_files_are_said_and_not_mended(running: cluster.Cluster) -> None:
    cluster.stop(running.folder)
    control = running.folder.postgres / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)
    with pytest.raises(Refusal, match=r"Its files are damaged. Change nothing in them"):
        cluster.start(running.folder)


def test_unsafe_settings_are_refused(running: cluster.Cluster) -> None:
    administer(running.folder, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off")
    cluster.stop(running.folder)
    cluster.start(running.folder)
    with pytest.raises(RuleRefusal) as refused:
        require_safe(running.address, read_facts(running.address))
    assert [reason.split(" is ")[0] for reason in refused.value.reasons] == ["fsync", "synchronous_commit"]


@pytest.mark.skipif(not is_root(), reason="root alone can give files away")
def test_files_that_a_new_container_numbers_otherwise_are_taken_back(running: cluster.Cluster) -> None:
    keep_words(running)
    cluster.stop(running.folder)
    for path in (running.folder.postgres, *running.folder.postgres.rglob("*")):
        os.chown(path, 61234, 61234)
    assert rows(cluster.start(running.folder)) == 100


@pytest.mark.skipif(not is_root(), reason="an ordinary user's server runs as that user")
def test_a_folder_that_the_system_user_cannot_reach(folder: DataFolder) -> None:
    closed = folder.path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(Refusal, match=r"cannot reach .* such as /var/lib/openkap"):
        cluster.start(open_data_folder(closed / "data"))


@pytest.mark.skipif(not is_root(), reason="an ordinary user's server runs as that user")
def test_programs_that_the_system_user_cannot_reach_are_copied(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virtual environment below /root, which stays closed."""
    with tempfile.TemporaryDirectory() as closed:
        installed = find_programs(folder).bin.parent
        for part in (installed.parent, installed.parent.with_name(f"{installed.parent.name}.libs")):
            shutil.copytree(part, Path(closed) / part.name)
        there = Path(closed) / installed.parent.name / installed.name
        monkeypatch.setattr(postgres_programs, "_places", lambda: [there])
        running = cluster.start(folder)
        keep_words(running)
        assert find_programs(folder).bin.is_relative_to(folder.programs)
        assert Path(closed).stat().st_mode & 0o077 == 0
        assert cluster.stop(folder)
        assert rows(cluster.start(folder)) == 100
        cluster.stop(folder)


def test_no_programs_for_this_machine(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_programs, "_places", list)
    with pytest.raises(Refusal, match="name a server of your own in OPENKAP_DATABASE_URL"):
        cluster.start(folder)


def test_what_postgresql_says_and_nobody_expected_is_passed_on(folder: DataFolder) -> None:
    said = "2026-11-23 18:22:30 UTC [1] LOG:  starting\n2026-11-23 18:22:30 UTC [1] FATAL:  the moon is full"
    message = explain(folder, said).message
    assert message.startswith(f"The database in {folder.path} could not be started. PostgreSQL says: ")
    assert "the moon is full. Its log is" in message


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 120 MB."""
    with tempfile.TemporaryDirectory(prefix="okt-") as name:
        Path(name).chmod(0o755)
        options = ["-t", "tmpfs", "-o", "size=120m,mode=755", "none", name]
        if not is_root() or subprocess.run(["mount", *options], check=False).returncode != 0:
            pytest.skip("mounting a small disk needs root, and a machine that allows it")
        try:
            yield Path(name).resolve()
        finally:
            cluster.stop(DataFolder(Path(name).resolve()))
            subprocess.run(["umount", name], check=True)


def fill(disk: Path, *, leave_bytes: int) -> Path:
    ballast = disk.parent / disk.name / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - leave_bytes)
    return ballast


@pytest.mark.parametrize("leave_bytes", [0, 4096, 1_000_000, 30_000_000])
def test_a_full_disk_when_the_cluster_is_made(small_disk: Path, leave_bytes: int) -> None:
    folder = open_data_folder(small_disk)
    ballast = fill(small_disk, leave_bytes=leave_bytes)
    with pytest.raises(Refusal, match=r"disk .*is full"):
        cluster.start(folder)
    ballast.unlink()
    cluster.start(folder)


def test_a_full_disk_when_the_server_starts(small_disk: Path) -> None:
    folder = open_data_folder(small_disk)
    keep_words(cluster.start(folder))
    cluster.stop(folder)
    ballast = fill(small_disk, leave_bytes=0)
    with pytest.raises(Refusal, match=r"disk .*is full"):
        cluster.start(folder)
    ballast.unlink()
    assert rows(cluster.start(folder)) == 100


def test_a_disk_that_fills_while_writing_loses_nothing_confirmed(small_disk: Path) -> None:
    running = cluster.start(open_data_folder(small_disk))
    keep_words(running)
    ballast = fill(small_disk, leave_bytes=2_000_000)
    confirmed = 100
    deadline = time.monotonic() + 60
    with pytest.raises(psycopg.Error):  # noqa: PT012 - the write that fills the disk is not known beforehand
        while time.monotonic() < deadline:
            with psycopg.connect(running.dsn()) as connection:
                connection.execute("INSERT INTO words SELECT g FROM generate_series(1, 20000) g")
            confirmed += 20_000
    ballast.unlink()
    cluster.start(running.folder)
    # The write that met the full disk was not confirmed; it may have been kept all the same, whole.
    assert rows(running) in (confirmed, confirmed + 20_000)
