"""Hears what the database announces and wakes the views that wait for it: live boards without a message broker.

One daemon thread per process holds one connection of its own (LISTEN) as long as somebody waits, and comes back by
itself when it is lost. An announcement says only that there is something to read; whoever is woken reads the records.
So nothing depends on an announcement that was missed: after each new connection everybody is woken once, to look.

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
        while self._wanted():
            try:
                with self._connect() as line:
                    self._listen(line)
            except (psycopg.Error, OSError) as error:
                # The type alone: a message of the driver may quote an address.
                _log.warning("live line to the database lost (%s); trying again", type(error).__name__)
                time.sleep(_AGAIN_SECONDS)

    def _wanted(self) -> bool:
        """Whether anyone listens. If not, this thread ends, and the next one who does begins another."""
        with self._changed:
            if not self._ears:
                self._thread = None
            return bool(self._ears)

    def _listen(self, line: "psycopg.Connection[Any]") -> None:
        for channel in (SESSIONS, ALERTS):
            line.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        self._wake(self._ears)
        while self._ears:
            for notice in line.notifies(timeout=_QUIET_SECONDS):
                said = _read(notice.payload)
                with self._changed:
                    self._wake({ear for ear in self._ears if ear.concerns(notice.channel, said)})
            line.execute("SELECT 1")

    def _wake(self, ears: set[Ear]) -> None:
        with self._changed:
            for ear in ears:
                ear.wake()
            self._changed.notify_all()


def _read(payload: str) -> dict[str, Any]:
    """Anyone who reaches the database can announce anything; what is not ours concerns nobody."""
    try:
        said = json.loads(payload)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _own_connection() -> "psycopg.Connection[Any]":
    return psycopg.connect(**{**connection.get_connection_params(), **_PROBES}, autocommit=True)


HUB = Hub(_own_connection)
