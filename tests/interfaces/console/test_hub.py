"""The hub: who is woken by what, and that it comes back by itself. On a real database, as only that announces."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from openkap.interfaces.kit.hub import ALERTS, SESSIONS, Hub
from openkap.interfaces.kit.sse import Share, _Lines
from openkap.project.database import find_address

SOON = 10.0  # an upper bound for a busy machine; an ear answers in milliseconds
ONE = {"practice": "p1", "session": "s1", "seq": 7}


class Line:
    """A hub of its own, with the means to announce and to cut its connection."""

    def __init__(self) -> None:
        self.dsn = find_address().dsn()
        self.lines: list[psycopg.Connection[Any]] = []
        self.hub = Hub(self._connect)

    def _connect(self) -> "psycopg.Connection[Any]":
        self.lines.append(psycopg.connect(self.dsn, autocommit=True))
        return self.lines[-1]

    def announce(self, channel: str, payload: str) -> None:
        with psycopg.connect(self.dsn, autocommit=True) as line:
            line.execute("SELECT pg_notify(%s, %s)", [channel, payload])

    def cut(self) -> None:
        with psycopg.connect(self.dsn, autocommit=True) as line:
            line.execute("SELECT pg_terminate_backend(%s)", [self.lines[-1].info.backend_pid])


@pytest.fixture
def line() -> Iterator[Line]:
    held = Line()
    with held.hub.listening(SESSIONS) as ear:
        assert ear.wait(SOON)  # everybody is woken once when the line is open
    yield held
    held.cut()  # nobody listens any more: the hub's thread ends
    for thread in threading.enumerate():
        if thread.name == "openkap hub":
            thread.join(SOON)


def test_who_is_concerned_is_woken_and_nobody_else(line: Line) -> None:
    hub = line.hub
    with (
        hub.listening(SESSIONS, practice="p1", session="s1") as own,
        hub.listening(SESSIONS, practice="p1", session="s2") as next_door,
        hub.listening(SESSIONS, practice="p2", session="s1") as elsewhere,
        hub.listening(ALERTS, practice="p1") as desk,
    ):
        line.announce(SESSIONS, json.dumps(ONE))
        assert own.wait(SOON)
        line.announce(ALERTS, json.dumps({"practice": "p1", "alert": "a1"}))
        assert desk.wait(SOON)
        assert not own.wait(0)
        assert not next_door.wait(0)
        assert not elsewhere.wait(0)


def test_what_was_announced_before_the_wait_has_been_heard(line: Line) -> None:
    with line.hub.listening(SESSIONS, practice="p1") as ear, line.hub.listening(SESSIONS, practice="p9") as last:
        line.announce(SESSIONS, json.dumps(ONE))
        line.announce(SESSIONS, json.dumps({"practice": "p9"}))
        assert last.wait(SOON)
        assert ear.wait(0)
        assert not ear.wait(0)


def test_what_is_not_ours_wakes_nobody_and_ends_nothing(line: Line) -> None:
    with line.hub.listening(SESSIONS, practice="p1") as ear:
        for payload in ("", "not json", "[]", '"p1"', "null"):
            line.announce(SESSIONS, payload)
        line.announce(SESSIONS, json.dumps(ONE))
        assert ear.wait(SOON)


def test_a_lost_line_comes_back_and_everybody_looks(line: Line) -> None:
    with line.hub.listening(SESSIONS, practice="p1") as ear:
        line.cut()
        assert ear.wait(SOON)  # what was announced meanwhile is found by looking
        line.announce(SESSIONS, json.dumps(ONE))
        assert ear.wait(SOON)
    assert len(line.lines) == 2


def test_there_is_one_line_for_any_number_of_ears(line: Line) -> None:
    with line.hub.listening(SESSIONS, practice="p1"), line.hub.listening(ALERTS, practice="p1") as ear:
        line.announce(ALERTS, json.dumps({"practice": "p1"}))
        assert ear.wait(SOON)
    assert len(line.lines) == 1


def test_a_place_is_given_back_once_however_a_stream_ends() -> None:
    share = Share(2)

    def taken() -> _Lines:
        assert share.take()
        return _Lines(iter(["one", "two"]), share)

    assert list(taken()) == [b"one", b"two"]
    closed = taken()
    closed.close()
    closed.close()
    broken = _Lines((1 / 0 for _ in "x"), share) if share.take() else None
    assert broken is not None
    with pytest.raises(ZeroDivisionError):
        next(broken)
    dropped = taken()
    assert share.held == 1
    del dropped
    assert share.held == 0


def test_a_part_of_a_share_counts_there_too() -> None:
    whole = Share(3)
    part = Share(2, of=whole)

    assert [part.take() for _ in range(3)] == [True, True, False]
    assert (part.held, whole.held) == (2, 2)
    assert [whole.take() for _ in range(2)] == [True, False]
    part.give_back()
    assert (part.held, whole.held) == (1, 2)
    assert whole.take()
    assert not part.take()
    assert (part.held, whole.held) == (1, 3)


def test_no_more_than_the_share_are_held_at_once() -> None:
    share, took = Share(4), []
    threads = [threading.Thread(target=lambda: took.append(share.take())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert took.count(True) == share.held == 4
