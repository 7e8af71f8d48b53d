"""Fifty sessions at once, two writers in each, twenty boards that listen: how long a write takes, and until it is seen.

In each room the monitor writes vital signs and the guide marks events, each every five seconds. Each board is the board
of all rooms, as the lead has it open; a reading is seen there when the room's card has changed. Over HTTP, against the
server that clinics run. The same rows by bare psycopg, at the same pace, are the lower bound.
"""

import contextlib
import os
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

__all__ = ["main"]

_SESSIONS, _BOARDS, _EVERY_SECONDS, _LASTS_SECONDS = 50, 20, 5.0, 40.0
_GATHER_SECONDS = 5.0
# One reading crosses a threshold and the next does not: so each of them changes the room's card.
_READINGS = {"sbp": "190", "dbp": "120", "hr": "70"}, {"sbp": "120", "dbp": "80", "hr": "70"}
_CARD = re.compile(r'<li class="board-room" id="room-([0-9a-f-]{36})">.*?</li>', re.DOTALL)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="okbench", ignore_cleanup_errors=True) as folder:
        os.environ.pop("OPENKAP_DATABASE_URL", None)
        os.environ |= {"OPENKAP_DATA": folder, "OPENKAP_LOCAL": "1"}
        from openkap.project.django_ready import django_ready

        with django_ready():
            _measure(Path(folder))


def _measure(folder: Path) -> None:
    import psycopg

    from openkap.project.cluster import start
    from openkap.project.commands.init import migrate
    from openkap.project.data_folder import open_data_folder
    from openkap.project.server import Server

    migrate()
    bench = _bench()
    address = start(open_data_folder(folder)).dsn()
    with psycopg.connect(address, autocommit=True) as line:
        floor = _at_pace(_bare(line, bench), _listening(address, bench), bench["written"])
    environment = {"OPENKAP_DATA": str(folder), "OPENKAP_LOCAL": "1"}
    with Server(environment=environment) as server:
        ours = _at_pace(_over_http(server.port, bench), _streams(server.port, bench), bench["written"])
    for name, (took, seen) in (("bare psycopg, the same rows", floor), ("openkap over HTTP", ours)):
        print(
            f"  {name}: {len(took)} writes, p50 {_ms(took, 50)}, p95 {_ms(took, 95)}; "
            f"seen elsewhere {len(seen)} times, p95 {_ms(seen, 95)}"
        )
    print(f"  ratio at p95: {_at(ours[0], 95) / _at(floor[0], 95):.1f}")


def _bench() -> dict[str, Any]:
    """A practice with fifty sessions that have begun, by the records alone, without their way to the gate."""
    from datetime import timedelta

    from django.db import transaction
    from tests.support.course import begin, begun_session
    from tests.support.people import found

    from openkap.records.base import Act
    from openkap.terms.identity import Role

    now = datetime.now(UTC)
    place = found(now, "Bench House")
    course = begin(place, now)
    sessions: list[UUID] = []
    for number in range(_SESSIONS):
        act = Act(within=place.id, by=place[Role.GUIDE], at=now)
        starts = now + timedelta(days=1 + number)
        with transaction.atomic():
            sessions.append(begun_session(act, client_id=course.client_id, course_id=course.course_id, starts=starts))
    people = [place[Role.GUIDE].id, place[Role.MONITOR].id]
    return {"within": place.id, "sessions": sessions, "people": people, "written": {}}


Write = Callable[[int, int], None]
Listen = Callable[[int, Callable[[str], None], float], None]


def _over_http(port: int, bench: dict[str, Any]) -> Write:
    from tests.interfaces.console.house import PASSWORD, Visitor

    visitors = []
    for login in ("monitor", "guide"):
        visitor = Visitor(port)
        visitor.get("/sign-in/")
        visitor.post("/sign-in/", login=f"{login}@bench.example", password=PASSWORD)
        visitor.get("/desk/")
        visitors.append(visitor)
    written: dict[str, float] = bench["written"]

    def write(writer: int, number: int) -> None:
        session = bench["sessions"][writer // 2]
        if is_reading := writer % 2 == 0:
            written[str(session)] = time.monotonic()
        form, data = ("reading", _READINGS[number % 2]) if is_reading else ("mark", {"what": "spoke"})
        status, body = visitors[writer % 2].post(f"/room/{session}/{form}/", entry_id=str(uuid4()), **data)
        if status != 200:
            raise RuntimeError(f"{status}: {body[:200]}")

    return write


def _streams(port: int, bench: dict[str, Any]) -> Listen:
    from tests.interfaces.console.house import PASSWORD, Stream, Visitor

    visitor = Visitor(port)
    visitor.get("/sign-in/")
    visitor.post("/sign-in/", login="lead@bench.example", password=PASSWORD)

    def listen(board: int, hear: Callable[[str], None], ends: float) -> None:
        stream = Stream(visitor, "/room/stream/", timeout=8)
        told: dict[str, str] = {}
        for _, _, data in stream:
            cards = {found[1]: found[0] for found in _CARD.finditer(data)}
            for session in cards:
                if told.get(session, cards[session]) != cards[session]:
                    hear(session)
            told |= cards
            if time.monotonic() > ends:
                break
        stream.close()

    return listen


def _bare(line: Any, bench: dict[str, Any]) -> Write:
    held, counts = threading.Lock(), iter(range(1_000_000, 9_000_000))
    written: dict[str, float] = bench["written"]

    def write(writer: int, number: int) -> None:
        entry_id, now, session = uuid4(), datetime.now(UTC), bench["sessions"][writer // 2]
        if is_reading := writer % 2 == 0:
            written[str(session)] = time.monotonic()
        with held, line.transaction(), line.cursor() as cursor:
            cursor.execute("SELECT id FROM sessions_session WHERE id = %s FOR UPDATE", [session])
            cursor.execute(
                "INSERT INTO sessions_entry "
                "(id, practice_id, session_id, seq, kind, what, at, entered_at, entered_by_id) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    entry_id,
                    bench["within"],
                    session,
                    next(counts),
                    "reading" if is_reading else "event",
                    None if is_reading else "spoke",
                    now,
                    now,
                    bench["people"][(writer + 1) % 2],
                ],
            )
            if is_reading:
                cursor.execute(
                    "INSERT INTO sessions_reading (entry_id, practice_id, systolic_mmhg, diastolic_mmhg) "
                    "VALUES (%s, %s, 120, 80)",
                    [entry_id, bench["within"]],
                )
                cursor.execute("SELECT pg_notify('openkap_bench', %s)", [str(session)])

    return write


def _listening(address: str, bench: dict[str, Any]) -> Listen:
    import psycopg

    def listen(board: int, hear: Callable[[str], None], ends: float) -> None:
        with psycopg.connect(address, autocommit=True) as line:
            line.execute("LISTEN openkap_bench")
            while time.monotonic() < ends:
                for notice in line.notifies(timeout=0.5):
                    hear(notice.payload)

    return listen


def _at_pace(write: Write, listen: Listen, begun: dict[str, float]) -> tuple[list[float], list[float]]:
    """A hundred writers, each every five seconds, and twenty who watch all sessions: seconds per write, and from the
    beginning of a reading's write until it is heard of there. They listen before the first is written."""
    took: list[float] = []
    seen: list[float] = []
    faults: list[str] = []
    begun.clear()
    begins = time.monotonic() + _GATHER_SECONDS
    ends = begins + _LASTS_SECONDS

    def board(number: int) -> None:
        noted: dict[str, float] = {}

        def hear(session: str) -> None:
            at = begun.get(session)
            if at is not None and noted.get(session) != at:
                noted[session] = at
                seen.append(time.monotonic() - at)

        with contextlib.suppress(TimeoutError, OSError):
            listen(number, hear, ends)

    def writer(number: int) -> None:
        # Spread over the interval: a hundred people do not write in the same instant.
        time.sleep(begins - time.monotonic() + _EVERY_SECONDS * number / (2 * _SESSIONS))
        turn = 0
        while (at := time.monotonic()) < ends:
            try:
                write(number, turn)
            except Exception as fault:
                faults.append(str(fault))
            took.append(time.monotonic() - at)
            turn += 1
            time.sleep(max(0.0, at + _EVERY_SECONDS - time.monotonic()))

    threads = [threading.Thread(target=board, args=(number,), daemon=True) for number in range(_BOARDS)]
    threads += [threading.Thread(target=writer, args=(number,), daemon=True) for number in range(2 * _SESSIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_LASTS_SECONDS + 15)
    if faults:
        print(f"  {len(faults)} writes failed, the first with: {faults[0]}")
    return took, seen


def _at(seconds: list[float], percent: int) -> float:
    return statistics.quantiles(seconds, n=100)[percent - 1]


def _ms(seconds: list[float], percent: int) -> str:
    return f"{_at(seconds, percent) * 1000:.1f} ms"
