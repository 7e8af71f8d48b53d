"""`kill -9` of the server in the middle of a session: after the restart every acknowledged entry is there, once."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from tests.support.clusters import new_folder
from tests.support.people import PASSWORD

from openkap.project import cluster
from openkap.project.server import Server
from openkap.terms.refusal import Refusal


class Monitor:
    """A monitor's tablet: signs in, sends vital signs, and remembers which the server has acknowledged."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.acknowledged: list[str] = []
        self.sent: list[str] = []

    def ask(self, path: str, data: dict[str, str] | None = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if data is None else "POST", path, body, headers)
        reply = connection.getresponse()
        text = reply.read().decode()
        for name, value in reply.headers.items():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        if found := re.search('name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self.token = found[1]
        connection.close()
        return reply

    def sign_in(self) -> None:
        self.ask("/sign-in/")
        reply = self.ask("/sign-in/", {"login": "monitor@alder.example", "password": PASSWORD})
        assert reply.status == 302
        assert self.ask(f"/room/{self.session}/").status == 200

    def send(self, entry: str) -> None:
        self.sent.append(entry)
        signs = {"sbp": "122", "dbp": "78", "hr": "70", "spo2": "98", "entry_id": entry}
        if self.ask(f"/room/{self.session}/reading/", signs).status in (200, 204, 302, 303):
            self.acknowledged.append(entry)

    def send_until_the_server_is_gone(self) -> None:
        while True:
            try:
                self.send(str(uuid4()))
            except (OSError, http.client.HTTPException):
                return


def kept(dsn: str) -> list[str]:
    with psycopg.connect(dsn) as connection:
        return [str(row[0]) for row in connection.execute("SELECT entry_id FROM sessions_reading")]


def _start_again(server: Server) -> None:
    """As whoever looks after a clinic's server would: again, once what was left of the killed one has let go."""
    deadline = time.monotonic() + 20
    while True:
        try:
            server.start()
        except Refusal:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def run(rounds: int) -> None:
    with new_folder() as folder:
        environment = {"OPENKAP_DATA": str(folder.path), "OPENKAP_LOCAL": "1"}
        made = subprocess.run(
            [sys.executable, "-m", "tests.support.live_session"],
            env={**os.environ, **environment},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        session = json.loads(made.stdout.splitlines()[-1])["session"]
        server = Server(environment=environment)
        server.start()
        try:
            monitor = Monitor(server.port, session)
            monitor.sign_in()
            for number in range(rounds):
                sending = threading.Thread(target=monitor.send_until_the_server_is_gone)
                sending.start()
                sending.join(0.4 + number * 0.13)
                server.kill()
                sending.join()
                _start_again(server)
                monitor.ask(f"/room/{session}/")
                # What was not acknowledged is sent again, as the room does; the same entry is kept once.
                for entry in [entry for entry in monitor.sent if entry not in set(monitor.acknowledged)]:
                    monitor.send(entry)
        finally:
            server.stop()
        there = kept(cluster.start(folder).dsn())
        assert len(monitor.acknowledged) >= rounds
        assert sorted(there) == sorted(set(monitor.sent))
        assert set(monitor.acknowledged) <= set(there)


def test_nothing_acknowledged_is_lost() -> None:
    run(2)


@pytest.mark.full
def test_nothing_acknowledged_is_lost_however_often() -> None:
    run(40)
