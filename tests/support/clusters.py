"""Embedded clusters for tests: in folders with short names (a Unix socket's path is limited), gone at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from openkap.project import cluster
from openkap.project.data_folder import DataFolder, open_data_folder
from openkap.project.port import free_port
from openkap.project.postgres_programs import find_programs

PREFIX = "okt-"
PASSWORD = "s3cret@/#%:x y"


@contextmanager
def new_folder() -> Iterator[DataFolder]:
    """An empty data folder; whatever runs in it is stopped at the end."""
    path = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    try:
        yield open_data_folder(path)
    finally:
        remove(path)


def remove(path: Path) -> None:
    """Stops the server of a folder, if one runs, and deletes the folder."""
    if path.exists():
        cluster.stop(DataFolder(path))
    shutil.rmtree(path, ignore_errors=True)


def administer(folder: DataFolder, *statements: str) -> None:
    """Runs statements as the superuser of a running cluster."""
    with psycopg.connect(cluster.Cluster(folder).superuser_address.dsn(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@dataclass(frozen=True, slots=True)
class ExternalServer:
    """A PostgreSQL as others run it: it listens at a TCP port and wants a password."""

    folder: DataFolder
    port: int

    def url(self, *, password: str = PASSWORD, user: str = "openkap", name: str = "openkap", query: str = "") -> str:
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{name}{query}"

    def administer(self, *statements: str, name: str = "postgres") -> None:
        dsn = f"host={self.folder.postgres} port={self.port} user=postgres dbname={name}"
        with psycopg.connect(dsn, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def restart(self) -> None:
        """Starts it, after stopping it where it runs; by pg_ctl alone, as its own people would."""
        cluster.stop(self.folder)
        words = ("-D", "postgres", "-l", "postgres/external.log", "-o", f"-k . -p {self.port}")
        started = find_programs(self.folder).run("pg_ctl", "start", "-w", *words)
        assert started.code == 0, started.said


@contextmanager
def external_server() -> Iterator[ExternalServer]:
    with new_folder() as folder:
        cluster.start(folder)
        server = ExternalServer(folder, free_port())
        secret = PASSWORD.replace("'", "''")
        administer(
            folder,
            f"ALTER ROLE openkap PASSWORD '{secret}'",
            "ALTER SYSTEM SET listen_addresses = '127.0.0.1'",
        )
        rules = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (folder.postgres / "pg_hba.conf").write_text(rules, encoding="utf-8")
        server.restart()
        yield server


def is_root() -> bool:
    return os.geteuid() == 0
