"""Nothing about people stands in the database's log, whatever goes wrong."""

import os
import signal
import threading
import time
from contextlib import suppress

import psycopg

from openkap.project import cluster

CANARY = "Zephyrine-Quillfeather"

FAULTY = [
    f"INSERT INTO people VALUES ('{CANARY}')",  # a second time: the value stands in the error's detail
    f"SELECT '{CANARY}'::int",
    f"SELECT '{CANARY}' FROM no_such_table",
    f"SELEC '{CANARY}'",
    f"INSERT INTO people VALUES (NULL, '{CANARY}')",
    f"INSERT INTO short VALUES ('{CANARY}')",
    f"DO $$ BEGIN RAISE EXCEPTION '{CANARY}'; END $$",
    f"DO $$ BEGIN RAISE WARNING '{CANARY}'; END $$",
    f"DO $$ BEGIN RAISE LOG 'seen'; PERFORM '{CANARY}'::date; END $$",
    f"SET statement_timeout = 50; SELECT pg_sleep(1), '{CANARY}'",
]


def test_no_value_and_no_statement_is_logged(running: cluster.Cluster) -> None:
    with psycopg.connect(running.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE people (name text PRIMARY KEY)")
        connection.execute("CREATE TABLE short (name varchar(3))")
        connection.execute("INSERT INTO people VALUES (%s)", [CANARY])
        for statement in FAULTY:
            with suppress(psycopg.Error):
                connection.execute(statement.encode())
            with suppress(psycopg.Error):
                connection.execute("INSERT INTO people VALUES (%s)", [CANARY])
    _crash_while_asking(running)
    cluster.start(running.folder)
    logs = [path for path in running.folder.postgres.glob("*.log*") if path.is_file()]
    text = "".join(path.read_text(errors="replace") for path in logs)
    assert "ready to accept connections" in text
    assert "terminated by signal 9" in text
    assert CANARY not in text
    assert "SELECT" not in text


def _crash_while_asking(running: cluster.Cluster) -> None:
    """Kills one session in the middle of a statement: PostgreSQL would name the statement that was running."""

    def ask() -> None:
        with suppress(psycopg.Error), psycopg.connect(running.dsn()) as connection:
            pids.append(connection.info.backend_pid)
            connection.execute(f"SELECT pg_sleep(60), '{CANARY}'".encode())

    pids: list[int] = []
    thread = threading.Thread(target=ask)
    thread.start()
    while not pids:
        time.sleep(0.01)
    time.sleep(0.2)
    os.kill(pids[0], signal.SIGKILL)
    thread.join()
