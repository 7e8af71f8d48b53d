"""`openkap demo`: a clinic with synthetic people, ready to click. Always in an embedded database of its own."""

import argparse
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from openkap.project.commands.init import migrate
from openkap.project.commands.serve import serve
from openkap.project.django_ready import django_ready
from openkap.project.port import free_port, require_free
from openkap.project.server import Server
from openkap.terms.refusal import Refusal

if TYPE_CHECKING:
    from openkap.interfaces.demo.clinic import MadeClinic

__all__ = ["register", "run"]

_HOST = "127.0.0.1"
_PORT = 8000
_THREADS = 64


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help=f"port to listen at ({_PORT}, or the next free one)")
    parser.add_argument("--keep", metavar="DIR", help="keep the demo's database in this folder and go on with it")
    parser.add_argument("--check", action="store_true", help="start it, visit it as each role, print JSON, stop")


def run(args: argparse.Namespace) -> int:
    port = _choose_port(args.port)
    with _folder(args.keep) as folder:
        # Never a practice's own database: whatever the environment names, the demo brings its own.
        os.environ.pop("OPENKAP_DATABASE_URL", None)
        os.environ.update(OPENKAP_DATA=str(folder), OPENKAP_LOCAL="1", OPENKAP_DEMO="1")
        with django_ready():
            made = _make(quiet=args.check)
            if args.check:
                return _check(made, port)
            _print_ways_in(made, port)
            from django.db import connections

            connections.close_all()  # the serving process is forked from this one and must not share its connections
            serve(_HOST, port, threads=_THREADS)
    return 0


def _choose_port(wanted: int | None) -> int:
    if wanted is not None:
        require_free(_HOST, wanted)
        return wanted
    try:
        require_free(_HOST, _PORT)
    except Refusal:
        return free_port()
    return _PORT


@contextmanager
def _folder(keep: str | None) -> Iterator[Path]:
    """The folder that was named, or one that is gone at the end. Short: a socket's path has little room."""
    if keep is not None:
        yield Path(keep).expanduser().absolute()
        return
    folder = Path(tempfile.mkdtemp(prefix="okdemo"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(*, quiet: bool) -> "MadeClinic":
    """The demo's clinic: made now, or found in the folder that was kept."""
    from openkap.interfaces.demo.clinic import find_clinic, make_clinic

    with redirect_stdout(io.StringIO()):
        migrate()
    found = find_clinic()
    if found is not None:
        return found
    if not quiet:
        print("Inventing a clinic with forty people (a few seconds) …", flush=True)
    return make_clinic(now=datetime.now(UTC))


def _print_ways_in(made: "MadeClinic", port: int) -> None:
    from openkap.interfaces.demo.clinic import fresh_link
    from openkap.interfaces.demo.people import PASSWORD

    address = f"http://{_HOST}:{port}"
    print(f"\nJuniper House, a clinic that does not exist, with {made.clients} people who do not either.\n")
    print(f"  public pages   {address}/")
    print(f"  staff          {address}/sign-in/   password for everyone: {PASSWORD}")
    for role, email in made.sign_ins:
        print(f"                 {role:<12} {email}")
    print("  clients        each link opens once; open it in a private window, for it signs staff out")
    for name, client_id in made.links_for:
        print(f"                 {name}: {address}/c/{fresh_link(made, client_id=client_id, at=datetime.now(UTC))}/")
    print("\nEverything is invented, and gone when you stop it (--keep DIR keeps it).\n", flush=True)


def _check(made: "MadeClinic", port: int) -> int:
    """Starts it as a person would, visits it as each role and as clients, prints JSON, stops."""
    from openkap.interfaces.demo.clinic import fresh_link
    from openkap.interfaces.demo.people import PASSWORD
    from openkap.interfaces.demo.visit import Visit, Visitor

    visit = Visit()
    with Server(port=port) as server:
        Visitor(server.url, who="visitor").look_around("/", visit)
        for role, email in made.sign_ins:
            visitor = Visitor(server.url, who=role)
            visitor.sign_in(email=email, password=PASSWORD, visit=visit)
            visitor.look_around("/desk/", visit)
        for name, client_id in made.links_for:
            visitor = Visitor(server.url, who=f"client {name}")
            visitor.open_link(fresh_link(made, client_id=client_id, at=datetime.now(UTC)), visit)
            visitor.look_around("/me/", visit)
    print(json.dumps({"pages": visit.pages, "failed": visit.failed}, indent=2))
    return 1 if visit.failed else 0
