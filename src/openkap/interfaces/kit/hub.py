"""Hears what the database announces and wakes the views that wait for it: live boards without a message broker.

One daemon thread per process holds one connection of its own (LISTEN) and comes back by itself when it is lost. An
announcement says only that there is something to read; whoever is woken reads the records. So nothing depends on an
announcement that was missed: after each new connection everybody is woken once, to look.

The connection must reach PostgreSQL itself: LISTEN does not work through a pooler in transaction mode.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from openkap.records.alerts.keep import CHANNEL as ALERTS
from openkap.records.sessions.keep import CHANNEL as SESSIONS

__all__ = ["ALERTS", "HUB", "SESSIONS", "Ear", "Hub"]

_log = logging.getLogger(__name__)

_AGAIN_SECONDS = 1.0
# A silent line is asked whether it still lives; the network's own probes end one that does not answer.
_QUIET_SECONDS = 15.0
_PROBES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 10}


class Ear:
    """What one view waits with. Made by `Hub.listening`."""

    def __init__(self, changed: threading.Condition, channel: str, about: dict[str, str]) -> None:
        self._changed, self._channel, self._about = changed, channel, about
        self._heard = False

    def wait(self, seconds: float) -> bool:
        """True as soon as something was announced since the last wait; False when the seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._heard, seconds)
            heard, self._heard = self._heard, False
            return heard

    def concerns(self, channel: str, said: dict[str, Any]) -> bool:
        return channel == self._channel and all(said.get(name) == value for name, value in self._about.items())

    def wake(self) -> None:
        """Called by the hub, which holds the condition."""
        self._heard = True


class Hub:
    """The one listener of a process. `connect` opens a connection in autocommit; it is called in the hub's thread."""

    def __init__(self, connect: Callable[[], "psycopg.Connection[Any]"]) -> None:
        self._connect = connect
        self._changed = threading.Condition()
        self._ears: set[Ear] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def listening(self, channel: str, **about: str) -> Iterator[Ear]:
        """An ear for announcements on `channel` whose payload has these values. Begin to listen, then read the records,
        then wait: what happens between the reading and the waiting has been heard.
        """
        ear = Ear(self._changed, channel, about)
        with self._changed:
            self._ears.add(ear)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="openkap hub", daemon=True)
                self._thread.start()
        try:
            yield ear
        finally:
            with self._changed:
                self._ears.discard(ear)

    def _run(self) -> None:
        while True:
            try:
                with self._connect() as line:
                    self._listen(line)
            except (psycopg.Error, OSError) as error:
                # The type alone: a message of the driver may quote an address.
                _log.warning("live line to the database lost (%s); trying again", type(error).__name__)
            time.sleep(_AGAIN_SECONDS)

    def _listen(self, line: "psycopg.Connection[Any]") -> None:
        for channel in (SESSIONS, ALERTS):
            line.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        self._wake(lambda ear: True)
        while True:
            for notice in line.notifies(timeout=_QUIET_SECONDS):
                said = json.loads(notice.payload)
                self._wake(lambda ear, channel=notice.channel, said=said: ear.concerns(channel, said))
            line.execute("SELECT 1")

    def _wake(self, concerned: Callable[[Ear], bool]) -> None:
        with self._changed:
            for ear in self._ears:
                if concerned(ear):
                    ear.wake()
            self._changed.notify_all()


def _own_connection() -> "psycopg.Connection[Any]":
    return psycopg.connect(**{**connection.get_connection_params(), **_PROBES}, autocommit=True)


HUB = Hub(_own_connection)
