"""A server that is killed again and again while two write and one listens: no entry is missed, none comes twice."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path
from uuid import uuid4

import pytest
from tests.interfaces.console.house import House, Stream, Visitor, served
from tests.support.clusters import new_folder

AWAY = (HTTPException, OSError, StopIteration, RuntimeError, AssertionError)


@pytest.fixture
def house() -> Iterator[House]:
    with new_folder() as folder, served(Path(folder.path)) as house:
        yield house


class Writer(threading.Thread):
    """Sends each mark until it has its receipt, as the room's script does."""

    def __init__(self, house: House, visitor: Visitor, number: int) -> None:
        super().__init__(daemon=True)
        self.house, self.visitor, self.number, self.kept = house, visitor, number, 0

    def run(self) -> None:
        while self.kept < self.number:
            entry_id = uuid4()
            while not self._sent(entry_id):
                time.sleep(0.05)
            self.kept += 1

    def _sent(self, entry_id: object) -> bool:
        try:
            return self.visitor.mark(self.house.room, "spoke", entry_id)[0] == 200  # type: ignore[arg-type]
        except AWAY:
            return False


class Reader(threading.Thread):
    """Listens, and comes back with the last number it heard."""

    def __init__(self, house: House, visitor: Visitor, last: int) -> None:
        super().__init__(daemon=True)
        self.house, self.visitor, self.heard, self.last, self.came_back = house, visitor, [], last, 0
        self.enough = threading.Event()

    def _listen(self) -> None:
        path = f"{self.house.room}stream/"
        with closing(Stream(self.visitor, path, timeout=8, Last_Event_ID=str(self.last))) as stream:
            for number, _, _ in stream:
                self.last = int(number)
                self.heard.append(self.last)

    def run(self) -> None:
        while not self.enough.is_set():
            with suppress(*AWAY):
                self._listen()
            self.came_back += 1
            time.sleep(0.05)


def campaign(house: House, *, entries: int, kills: int) -> None:
    signed_in = [house.sign_in(role) for role in ("guide", "monitor", "lead")]
    answer = signed_in[2].open(f"{house.room}live/")
    began = int(answer.response.headers["Last-Event-ID"])
    answer.close()
    reader = Reader(house, signed_in[2], began)
    reader.start()
    writers = [Writer(house, visitor, entries // 2) for visitor in signed_in[:2]]
    for writer in writers:
        writer.start()
    for kill in range(kills):
        while sum(writer.kept for writer in writers) < entries * (kill + 1) // (kills + 1):
            time.sleep(0.02)
        house.dies()
        house.is_started_again()
    for writer in writers:
        writer.join()
    for _ in range(1200):
        if len(reader.heard) >= entries:
            break
        time.sleep(0.1)
    reader.enough.set()
    house.dies()  # what it still listens to ends
    reader.join()

    assert reader.heard == list(range(began + 1, began + entries + 1))
    assert reader.came_back >= kills


def test_no_entry_is_missed_while_the_server_is_killed(house: House) -> None:
    campaign(house, entries=200, kills=2)


@pytest.mark.full
def test_ten_thousand_entries_and_none_is_missed(house: House) -> None:
    campaign(house, entries=10_000, kills=12)
