"""A served practice with one session room, as tests of the live line and of the browser need it.

python -m tests.interfaces.console.house found      a started medicine session; prints its ids as JSON
python -m tests.interfaces.console.house alert ID   the course's client answers item 9 with 1: an alert is raised
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

from tests.support.served import run_program, served_story

from openkap.project.server import Server
from openkap.terms.refusal import Refusal

BEGAN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
PASSWORD = "a sound and lengthy secret"
_PROGRAM = "tests.interfaces.console.house"


@dataclass
class House:
    """The server, with what `found` has told."""

    server: Server
    environment: dict[str, str]
    practice: str
    session: str
    course: str

    @property
    def room(self) -> str:
        return f"/room/{self.session}/"

    def dies(self) -> None:
        self.server.kill()

    def is_started_again(self) -> None:
        """Once what was left of the killed one has let go of the port."""
        for _ in range(100):
            try:
                return self.server.start()
            except Refusal:
                time.sleep(0.1)
        raise AssertionError("the port did not become free")

    def raise_alert(self) -> None:
        run_program(self.environment, _PROGRAM, "alert", self.practice, self.course)

    def sign_in(self, role: str, *, at: str = "alder") -> "Visitor":
        visitor = Visitor(self.server.port)
        visitor.get("/sign-in/")
        visitor.post("/sign-in/", login=f"{role}@{at}.example", password=PASSWORD)
        assert "sessionid" in visitor.cookies, role
        visitor.get("/desk/")
        return visitor


@dataclass
class Visitor:
    """A browser without scripts: its cookies, its form token."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def open(self, path: str, *, timeout: float = 20, **headers: str) -> "Answer":
        """The answer as it comes, for streams."""
        return self._send("GET", path, None, headers, timeout)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._read(self.open(path, **headers))

    def post(self, path: str, **data: str) -> tuple[int, str]:
        body = urlencode({**data, "csrfmiddlewaretoken": self.token})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return self._read(self._send("POST", path, body, headers, 20))

    def mark(self, room: str, what: str, entry_id: UUID | None = None) -> tuple[int, str]:
        return self.post(f"{room}mark/", what=what, entry_id=str(entry_id or uuid4()))

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str], timeout: float) -> "Answer":
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, self._headers(headers))
            return Answer(connection, connection.getresponse())
        except BaseException:
            connection.close()
            raise

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, **{name.replace("_", "-"): value for name, value in more.items()}}

    def _read(self, answer: "Answer") -> tuple[int, str]:
        try:
            return self._taken_in(answer)
        finally:
            answer.close()

    def _taken_in(self, answer: "Answer") -> tuple[int, str]:
        for name, value in answer.response.getheaders():
            if name.lower() == "set-cookie":
                key, _, kept = value.split(";")[0].partition("=")
                self.cookies[key] = kept
        body = answer.response.read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        self.token = found[1] if found else self.token
        return answer.response.status, body


@dataclass
class Answer:
    connection: HTTPConnection
    response: HTTPResponse

    def close(self) -> None:
        self.response.close()
        self.connection.close()


class Stream:
    """Server-sent events as they arrive, as (id, name, data); beats are left out."""

    def __init__(self, visitor: Visitor, path: str, *, timeout: float = 20, **headers: str) -> None:
        self.answer = _taken(visitor, path, timeout, headers)
        assert self.answer.response.headers["Content-Type"] == "text/event-stream"

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        event: dict[str, str] = {}
        while line := self.answer.response.readline():
            text = line.decode().rstrip("\n")
            if text:
                name, _, value = text.partition(": ")
                event[name] = f"{event[name]}\n{value}" if name == "data" and "data" in event else value
            else:
                if "data" in event and event.get("event") != "beat":
                    yield event.get("id", ""), event.get("event", ""), event["data"]
                event = {}

    def take(self, number: int) -> list[tuple[str, str, str]]:
        found = iter(self)
        return [next(found) for _ in range(number)]

    def close(self) -> None:
        self.answer.close()


def _taken(visitor: Visitor, path: str, timeout: float, headers: dict[str, str]) -> Answer:
    """A stream, as soon as there is a place: a browser that has gone is noticed at the next beat."""
    for _ in range(60):
        answer = visitor.open(path, timeout=timeout, **headers)
        if answer.response.status == 200:
            return answer
        answer.close()
        assert answer.response.status == 503, answer.response.status
        time.sleep(0.25)
    raise AssertionError("no place came back")


@contextmanager
def served(folder: Path, **more: str) -> Iterator[House]:
    """The house of a new folder; it ends with the block. Its clock goes on from the story's end."""
    with served_story(folder, _PROGRAM, "found", **more) as story:
        yield House(story.server, story.environment, **story.told)


def _found() -> dict[str, str]:
    from tests.support.course import in_the_room
    from tests.support.people import found

    place = found(BEGAN, "Alder House")
    found(BEGAN, "Birch Clinic")
    traveller = in_the_room(place, BEGAN)
    return {
        "practice": str(place.id),
        "session": str(traveller.session),
        "course": str(traveller.course_id),
        "at": (traveller.at + timedelta(minutes=1)).isoformat(),
    }


def _alert(practice_id: UUID, course_id: UUID) -> dict[str, str]:
    from django.db import transaction

    from openkap.records.base import Act
    from openkap.records.courses import find as courses
    from openkap.records.responses import keep
    from openkap.services.answer_item import answer_item
    from openkap.terms.identity import Actor, ActorKind

    course = courses.course(within=practice_id, course_id=course_id)
    now, client = datetime.now(UTC), Actor(ActorKind.CLIENT, id=course.client_id)
    with transaction.atomic():
        response_id = keep.ask(
            Act(within=practice_id, by=client, at=now),
            client_id=course.client_id,
            course_id=course_id,
            measure="phq9",
            edition="2026-11-23",
            occasion="weekly",
        )
    answer_item(within=practice_id, by=client, at=now, response_id=response_id, item="9", value="1")
    return {}


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "found":
        print(json.dumps(_found()))
    else:
        print(json.dumps(_alert(UUID(sys.argv[2]), UUID(sys.argv[3]))))
