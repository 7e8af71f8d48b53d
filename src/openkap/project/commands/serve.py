"""`openkap serve`: serves this practice with granian, one process with many threads, until Ctrl-C or SIGTERM."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import connection, parent_process
from pathlib import Path
from threading import Event, Thread
from typing import Any

from openkap.project.commands.ask_due import ask_every_minute
from openkap.project.commands.init import migrate
from openkap.project.database import ensure_database, share_connections, uses_embedded
from openkap.project.django_ready import django_ready, pending_migrations
from openkap.project.port import require_free
from openkap.terms.refusal import BadInput, Refusal

__all__ = ["register", "run"]

_THREADS = 64
_CONNECTIONS = 16  # of all threads together; measured beside 8, 12 and one for each thread (decision 0033)
_STOP_SECONDS = 10
_LOOK_SECONDS = 5.0


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1; 0.0.0.0 for all)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen at (8000)")
    parser.add_argument("--threads", type=int, default=_THREADS, help=f"requests served at once ({_THREADS})")
    parser.add_argument("--migrate", action="store_true", help="bring the database to this version's shape first")


def run(args: argparse.Namespace) -> int:
    if not 4 <= args.threads <= 1024:
        raise BadInput("--threads", "The number of threads is from 4 to 1024.")
    address = require_free(args.host, args.port)
    with django_ready():
        _require_migrated(and_migrate=args.migrate)
        _require_no_demo()
        _require_readable_lamps()
        serve(address, args.port, threads=args.threads)
    if uses_embedded():
        print(_farewell())
    return 0


def serve(address: str, port: int, *, threads: int) -> None:
    """Serves until told to stop. Needs Django to be ready; raises SystemExit when the application cannot run at all."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ.setdefault("OPENKAP_THREADS", str(threads))  # what the streams take their bounded share of
    server = Server(
        "openkap",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.on_startup(lambda: _begin(server))
    ended = Event()
    keeper = Thread(target=_keep_database, args=(ended,), name="database keeper")
    if uses_embedded():
        keeper.start()
    try:
        server.serve(target_loader=_load, wrap_loader=False)
    finally:
        ended.set()
        if keeper.ident is not None:
            keeper.join()


def _require_migrated(*, and_migrate: bool) -> None:
    from django.db import connections

    if and_migrate:
        migrate()
    elif pending := pending_migrations():
        raise Refusal(
            f"The database is not yet in this version's shape ({len(pending)} migrations are pending). "
            "Run `openkap init`, or `openkap serve --migrate`; where there are records already, make a backup before."
        )
    connections.close_all()  # the serving process is forked from this one and must not share its connections


def _require_no_demo() -> None:
    """Everyone knows the demo's password: its practice is served by the demo alone, on this machine alone."""
    from django.apps import apps

    if os.environ.get("OPENKAP_DEMO") == "1" or not apps.is_installed("openkap.records.people"):
        return
    from openkap.interfaces.demo.people import STAFF
    from openkap.records.people import find as people

    if people.accounts_exist([member.email for member in STAFF]):
        raise Refusal(
            "This database holds the demo's invented practice, whose password is public. Use `openkap demo --keep DIR` "
            "for it, and an empty database for a real practice."
        )


def _require_readable_lamps() -> None:
    """A slip in the list of lamps is told now, not in the middle of a session."""
    from openkap.services.lights import read_lamps

    if named := os.environ.get("OPENKAP_LIGHTS"):
        read_lamps(Path(named))


def _begin(server: Any) -> None:
    """Says the address. Closing the terminal stops openkap as Ctrl-C does (granian would begin anew instead)."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
    host = f"[{server.bind_addr}]" if ":" in server.bind_addr else server.bind_addr
    print(f"openkap is at http://{host}:{server.bind_port} (Ctrl-C stops it)", flush=True)


def _keep_database(ended: Event) -> None:
    """Starts the embedded database again should its process be killed (out of memory, say) while openkap serves."""
    while not ended.wait(_LOOK_SECONDS):
        try:
            ensure_database()
        except Refusal as refusal:
            print(f"openkap: {refusal.message}", file=sys.stderr, flush=True)


def _load() -> Callable[..., Any]:
    """Runs in the serving process: the application, which ends when its parent is killed, so that the port is free, and
    which asks once a minute what is due."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), name="parent watch", daemon=True).start()
    from openkap.project.wsgi import application

    share_connections(most=_CONNECTIONS)
    Thread(target=ask_every_minute, args=(Event(),), name="asking", daemon=True).start()
    return application


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def _farewell() -> str:
    from openkap.project.cluster import status
    from openkap.project.data_folder import open_data_folder

    if status(open_data_folder()).running:
        return "Stopped. The database keeps running: another openkap still uses it."
    return "Stopped, and the database with it."
