"""A tablet of the room without its screen: it takes entries in without a network, and sends them as its script would.

It stands in for static/console/js (hour.js, queue.js), so that thousands of fates can be tried; that those do the same
is for tests/interfaces/console/test_without_network.py, in a real browser.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from tests.interfaces.console.support import Room

from openkap.terms.identity import Role

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Taken:
    """One entry on the device. really_at: when it was entered, by a clock that nobody touches."""

    form: str
    data: dict[str, str]
    id: UUID
    really_at: datetime
    sequence: int
    device_at: int
    offset: int | None
    moved: int
    learned_at: int

    @property
    def number(self) -> str:
        return str(self.id)


@dataclass
class Tablet:
    room: Room
    role: Role
    fast_by: timedelta = timedelta(0)
    moved: int = 0
    queue: list[Taken] = field(default_factory=list)
    sequence: int = 0
    offset: int | None = None
    learned_at: int = 0
    was_set: bool = False
    slept: bool = False

    def __post_init__(self) -> None:
        self.browser = self.room.bob(self.role)
        page = self.browser.get(self.room.url).content.decode()
        self.device = page.split('data-device="')[1].split('"')[0]
        self.person = page.split('data-person="')[1].split('"')[0]
        self.learn()

    @property
    def clock(self) -> int:
        """What the device's own clock shows."""
        return round((self.room.clock.at + self.fast_by - EPOCH) / timedelta(milliseconds=1))

    def learn(self) -> None:
        self.offset = -round(self.fast_by / timedelta(milliseconds=1))
        self.learned_at = self.moved
        if not self.queue:
            self.was_set = self.slept = False

    def clock_is_set(self, by: timedelta) -> None:
        self.was_set = True
        self.fast_by += by
        self.moved += round(by / timedelta(milliseconds=1))

    def sleeps(self, minutes: float) -> None:
        """The steady count stands still meanwhile."""
        self.slept = True
        self.room.clock.tick(minutes=minutes)
        self.moved += round(minutes * 60_000)

    def take(self, form: str, **data: str) -> Taken:
        self.sequence += 1
        taken = Taken(
            form,
            data,
            uuid4(),
            self.room.clock.at,
            self.sequence,
            self.clock,
            self.offset,
            self.moved - self.learned_at,
            self.learned_at,
        )
        self.queue.append(taken)
        return taken

    def post(self, taken: Taken, **other: Any) -> HttpResponse:
        """It reaches the server. Whether the answer comes back is for the caller to say (`heard`)."""
        said: dict[str, Any] = {
            **taken.data,
            "entry_id": taken.number,
            "device": self.device,
            "person": self.person,
            "sequence": taken.sequence,
            "device_at": taken.device_at,
            "offset_ms": "" if taken.offset is None else taken.offset,
            "moved_ms": taken.moved,
            "moved_in_all_ms": self.moved - taken.learned_at,
            "sent_at": self.clock,
            **other,
        }
        return self.browser.post(f"{self.room.url}{taken.form}/", said, headers={"accept": "application/json"})

    def heard(self, taken: Taken, answer: HttpResponse) -> None:
        """What the script does with the answer: only a receipt of that very number lets go of the entry."""
        if answer.status_code == 200 and answer.json() == {"kept": taken.number}:
            self.queue.remove(taken)
            self.learn()

    def send(self, taken: Taken, **other: Any) -> HttpResponse:
        answer = self.post(taken, **other)
        self.heard(taken, answer)
        return answer
