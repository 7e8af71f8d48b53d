"""The embedded PostgreSQL of a data folder: made, started, found running, stopped.

The server outlives the process that started it, whatever ends that process, and the next start attaches to it. Nothing
here runs at import. What another process does at the same time is kept apart by two locks (`file_lock.py`): one held
while starting or stopping, one shared by all who use the server, so that the last to leave may stop it.
"""

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from psycopg import pq

from openkap.project import keys
from openkap.project.cluster_settings import OWNER, PORT, START_OPTIONS, SUPERUSER, include_settings, write_settings
from openkap.project.data_folder import DataFolder, cannot_write
from openkap.project.database_url import Address
from openkap.project.file_lock import alone, exclusive, share
from openkap.project.postgres_programs import MAJOR, Programs, find_programs
from openkap.project.start_faults import explain, passes_by_itself
from openkap.terms.refusal import Refusal

__all__ = ["Cluster", "Status", "leave", "start", "status", "stop"]

_LOCK_SECONDS = 120.0
_PING_SECONDS = "10"
_READY_SECONDS = 60.0
_STOP_SECONDS = 60
_RETRY_SECONDS = 30.0
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running embedded server. `address` is the database `openkap` with its owner, who is no superuser."""

    folder: DataFolder

    @property
    def address(self) -> Address:
        return _address(self.folder, OWNER)

    @property
    def superuser_address(self) -> Address:
        """For administration alone: physical backup, test databases. The application never connects by it."""
        return _address(self.folder, SUPERUSER)

    def settings(self) -> dict[str, object]:
        """One entry of Django's DATABASES."""
        return self.address.django()

    def dsn(self) -> str:
        return self.address.dsn()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`made`: there is a cluster; `running`: its server accepts connections; `pid`: of the server's first process."""

    made: bool
    running: bool
    pid: int | None


# One share of the use lock per data folder, kept for as long as this process uses the server.
_shares: dict[Path, int] = {}


def start(folder: DataFolder) -> Cluster:
    """Starts the server of `folder`, or attaches to it; makes the cluster first where there is none.

    A server that was killed is given time to recover. Raises Refusal with what to do when it cannot be started.
    """
    folder.require_room_for_socket()
    try:
        with exclusive(folder.start_lock, limit_seconds=_LOCK_SECONDS):
            if folder.path not in _shares:
                _shares[folder.path] = share(folder.use_lock)
            if not _answers(folder):
                programs = find_programs(folder)
                if not folder.postgres.exists():
                    _make(folder, programs)
                _require_same_major(folder)
                _launch(folder, programs)
    except OSError as error:
        raise cannot_write(folder.path, error) from None
    return Cluster(folder)


def stop(folder: DataFolder) -> bool:
    """Stops the server; sessions still open are ended, what they committed is kept. False when it was not running."""
    with exclusive(folder.start_lock, limit_seconds=_LOCK_SECONDS):
        _let_go(folder)
        return _stop(folder)


def leave(folder: DataFolder) -> bool:
    """This process, which started or joined the server, is done with it. The last one out stops it: then True."""
    if folder.path not in _shares:
        return False
    with exclusive(folder.start_lock, limit_seconds=_LOCK_SECONDS):
        _let_go(folder)
        return alone(folder.use_lock) and _stop(folder)


def status(folder: DataFolder) -> Status:
    return Status(
        made=(folder.postgres / "PG_VERSION").exists(), running=_ping(folder) == pq.Ping.OK, pid=_server_pid(folder)
    )


def _let_go(folder: DataFolder) -> None:
    descriptor = _shares.pop(folder.path, None)
    if descriptor is not None:
        os.close(descriptor)


def _address(folder: DataFolder, user: str) -> Address:
    return Address(
        name=OWNER, user=user, host=str(folder.postgres), port=PORT, options=(("connect_timeout", _PING_SECONDS),)
    )


def _ping(folder: DataFolder) -> pq.Ping:
    return pq.Ping(pq.PGconn.ping(_address(folder, OWNER).dsn().encode()))


def _answers(folder: DataFolder) -> bool:
    """Whether the server accepts connections. While it says "not yet" (starting, recovering, stopping) this waits."""
    deadline = time.monotonic() + _READY_SECONDS
    while (answer := _ping(folder)) == pq.Ping.REJECT:
        if time.monotonic() > deadline:
            raise Refusal(
                f"The database in {folder.path} is still recovering from a sudden stop after {_READY_SECONDS:.0f} "
                "seconds. Nothing that was kept is lost; let it work, and try again in a few minutes."
            )
        time.sleep(_PAUSE_SECONDS)
    return answer == pq.Ping.OK


def _make(folder: DataFolder, programs: Programs) -> None:
    """A new cluster with its role and database. The rename at the end makes it be, whole, or not at all."""
    keys.make_keys(folder)
    making = folder.postgres_in_making
    shutil.rmtree(making, ignore_errors=True)
    try:
        _fill(making, programs)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    making.rename(folder.postgres)
    keys.sync_folder(folder)


def _fill(making: Path, programs: Programs) -> None:
    making.mkdir(mode=0o700)
    programs.give(making)
    options = ["--username", SUPERUSER, "--auth-local", "trust", "--auth-host", "reject", "--data-checksums"]
    # PostgreSQL's own C.UTF-8 sorts and compares alike on every machine and never changes with a system's update.
    options += ["--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    made = programs.run("initdb", "--no-instructions", "--pgdata", str(making), *options)
    if made.code != 0:
        raise explain(programs.folder, made.said)
    sql = f"CREATE ROLE {OWNER} LOGIN\nCREATE DATABASE {OWNER} OWNER {OWNER}\n"
    given = programs.run("postgres", "--single", "-D", str(making), "postgres", told=sql)
    if given.code != 0 or "ERROR" in given.said or "FATAL" in given.said:
        raise explain(programs.folder, given.said)
    include_settings(making)
    programs.give(making)


def _require_same_major(folder: DataFolder) -> None:
    try:
        found = (folder.postgres / "PG_VERSION").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        raise Refusal(
            f"{folder.postgres} is not a PostgreSQL cluster, so it is left as it is. "
            "Move it away to start anew, or put the right one back from a backup."
        ) from None
    if found != str(MAJOR):
        raise Refusal(
            f"The database in {folder.path} was made by PostgreSQL {found}; this openkap brings PostgreSQL {MAJOR}. "
            "Nothing was changed. With the openkap that made it, run `openkap backup FILE`; "
            "then name a new folder in OPENKAP_DATA and run `openkap restore FILE` with this one."
        )


def _launch(folder: DataFolder, programs: Programs) -> None:
    """Starts the server and waits until it accepts connections; tries again while what hinders it passes by itself."""
    data, log = folder.postgres, folder.postgres / "server.log"
    if programs.user is not None and data.stat().st_uid != programs.user.uid:
        programs.give(data)  # a container made anew numbers its users anew
    write_settings(data)
    if log.exists():
        log.replace(log.with_suffix(".log.old"))
    deadline = time.monotonic() + _RETRY_SECONDS
    while True:
        known = log.stat().st_size if log.exists() else 0
        # Relative names: pg_ctl hands them to a shell, which would read a $ or a quote in the folder's own name.
        names = ("-D", data.name, "-l", f"{data.name}/{log.name}", "-o", START_OPTIONS)
        started = programs.run("pg_ctl", "start", "-s", "-w", "-t", f"{_READY_SECONDS:.0f}", *names)
        if _answers(folder):
            return
        said = log.read_bytes()[known:].decode(errors="replace") if log.exists() else ""
        if not passes_by_itself(said) or time.monotonic() > deadline:
            raise explain(folder, f"{started.said}\n{said}")
        if _server_pid(folder) is None:
            # The number of a killed server has gone to another program, or nobody collects the dead process: both
            # happen in containers. PostgreSQL cannot tell and would refuse for ever; should a part of the old server
            # still live, it finds that out by the shared memory and refuses again.
            for left_over in ("postmaster.pid", f".s.PGSQL.{PORT}.lock"):
                (data / left_over).unlink(missing_ok=True)
        time.sleep(_PAUSE_SECONDS)


def _stop(folder: DataFolder) -> bool:
    """Asks twice: cleanly first; then at once, as a power cut would, from which the next start recovers all it kept.

    Asked to stop while it recovers from a crash, PostgreSQL 18 waits for ever for its own checkpointer and workers
    (https://www.postgresql.org/message-id/attachment/205961/repro_shutdown_hang.sh); so it is let recover first.
    """
    if _server_pid(folder) is None:
        return False
    with suppress(Refusal):
        _answers(folder)
    programs = find_programs(folder)
    for mode in ("fast", "immediate"):
        words = ("-s", "-m", mode, "-w", "-t", f"{_STOP_SECONDS}", "-D", folder.postgres.name)
        if programs.run("pg_ctl", "stop", *words).code == 0 or _server_pid(folder) is None:
            return True
    raise Refusal(
        f"The database in {folder.path} has not stopped within {2 * _STOP_SECONDS} seconds. Try again in a minute."
    )


def _server_pid(folder: DataFolder) -> int | None:
    """The server's first process, or None when it is not running. A number taken over by another program is not it."""
    try:
        pid = int((folder.postgres / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        process = psutil.Process(pid)
        ours = process.name().startswith("postgres") and Path(process.cwd()) == folder.postgres
    except (OSError, ValueError, psutil.Error):
        return None
    return pid if ours else None
