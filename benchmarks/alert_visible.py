"""Fifty clients answer PHQ-9 item 9 at once: how long until each alert is told on an open screen of the practice.

The screen listens to the desk's stream, as every open page of the desk does. All answers leave at one moment, so an
alert's time is that of the count that includes it. The lower bound: as many rows at once by bare psycopg, each with its
announcement, and one who listens.
"""

import http.client
import os
import re
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

__all__ = ["main"]

_CLIENTS = 50
_LIMIT_SECONDS = 60.0
_TOKEN = "b" * 32


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="okbench", ignore_cleanup_errors=True) as folder:
        os.environ.pop("OPENKAP_DATABASE_URL", None)
        os.environ |= {"OPENKAP_DATA": folder, "OPENKAP_LOCAL": "1"}
        from openkap.project.django_ready import django_ready

        with django_ready():
            _measure(Path(folder))


def _measure(folder: Path) -> None:
    from openkap.project.cluster import start
    from openkap.project.commands.init import migrate
    from openkap.project.data_folder import open_data_folder
    from openkap.project.server import Server

    migrate()
    guide, phones = _people()
    kept, heard = _bare(start(open_data_folder(folder)).dsn())
    with Server(environment={"OPENKAP_DATA": str(folder), "OPENKAP_LOCAL": "1"}) as server:
        bare = _all_at_once([lambda: _get(server.port, "/help/") for _ in phones])
        seen: list[tuple[float, int]] = []
        screen = threading.Thread(target=_watch, args=(server.port, guide, seen), daemon=True)
        screen.start()
        while not seen:
            time.sleep(0.02)
        began = time.perf_counter()
        answered = _all_at_once([lambda p=phone: _answer(server.port, *p) for phone in phones])
        screen.join(_LIMIT_SECONDS)
    if seen[-1][1] < _CLIENTS:
        raise RuntimeError(f"only {seen[-1][1]} of {_CLIENTS} alerts were told")
    told = sorted(next(at for at, count in seen if count >= number) - began for number in range(1, _CLIENTS + 1))
    for name, taken in (
        (f"bare psycopg: {_CLIENTS} rows at once, kept", kept),
        ("… and heard by one who listens", heard),
        (f"{_CLIENTS} bare pages at once", bare),
        (f"{_CLIENTS} answers at once, kept", answered),
        ("… and their alert on an open desk", told),
    ):
        print(f"  {name:<44} p50 {_at(taken, 0.5):6.0f} ms   p95 {_at(taken, 0.95):6.0f} ms")
    print(f"  ratio at p95, told to heard: {_at(told, 0.95) / _at(heard, 0.95):.1f}")


def _at(taken: list[float], part: float) -> float:
    """Milliseconds within which this part of them was done."""
    return taken[int(len(taken) * part)] * 1000


def _bare(address: str) -> tuple[list[float], list[float]]:
    """Seconds until each of the rows was kept, and until its announcement was heard."""
    import psycopg

    with ExitStack() as held:
        lines = [held.enter_context(psycopg.connect(address)) for _ in range(_CLIENTS)]
        ear = held.enter_context(psycopg.connect(address, autocommit=True))
        ear.execute("CREATE TABLE IF NOT EXISTS bench_alert (id uuid PRIMARY KEY, said text NOT NULL)")
        ear.execute("LISTEN bench_alert")
        heard: list[float] = []

        def listen() -> None:
            heard.extend(time.perf_counter() for _ in ear.notifies(timeout=_LIMIT_SECONDS, stop_after=_CLIENTS))

        def keep(line: "psycopg.Connection[Any]") -> None:
            line.execute("INSERT INTO bench_alert VALUES (gen_random_uuid(), 'item 9')")
            line.execute("SELECT pg_notify('bench_alert', gen_random_uuid()::text)")
            line.commit()

        screen = threading.Thread(target=listen, daemon=True)
        screen.start()
        began = time.perf_counter()
        kept = _all_at_once([lambda line=line: keep(line) for line in lines])
        screen.join(_LIMIT_SECONDS)
        ear.execute("DROP TABLE bench_alert")
    return kept, sorted(at - began for at in heard)


def _people() -> tuple[str, list[tuple[str, UUID]]]:
    """The session of a guide, and each client's session with the form that waits for them."""
    from django.db import transaction
    from django.test import Client

    from openkap.interfaces.kit.access import let_client_in
    from openkap.records.base import Act
    from openkap.records.courses import keep as courses
    from openkap.records.people import find, keep
    from openkap.records.responses import keep as responses
    from openkap.services.found_practice import found_practice
    from openkap.terms.identity import Actor, ActorKind

    now = datetime.now(UTC)
    within = found_practice(
        at=now,
        name="Bench",
        time_zone="America/Chicago",
        phone="512 555 0100",
        address="1 Bench Lane",
        crisis_words="Call us.",
        rooms=("North",),
        lead_name="Lead",
        lead_email="lead@bench.example",
        lead_password="a sound and lengthy secret",  # noqa: S106 - of a practice that lasts for this measurement
    )
    lead = find.members(within=within)[0]
    act = Act(within=within, by=Actor(ActorKind.STAFF, id=lead.id, name=lead.name, roles=lead.roles), at=now)
    phones = []
    for number in range(_CLIENTS):
        with transaction.atomic():
            client_id = keep.client(
                act, given_name="Pat", family_name=f"Bench {number}", born_on=None, phone="512 555 0101", email=""
            )
            course_id = courses.begin(
                act, client_id=client_id, pathway="kap", edition="2026-11-23", sitter=None, guide_id=None
            )
            response_id = responses.ask(
                act,
                client_id=client_id,
                course_id=course_id,
                measure="phq9",
                edition="2026-11-23",
                occasion="weekly",
            )
        browser = Client()
        request = type("Request", (), {"session": browser.session})()
        let_client_in(request, practice_id=within, client_id=client_id)
        request.session.save()
        phones.append((request.session.session_key, response_id))
    from django.contrib.auth import get_user_model

    staff = Client()
    staff.force_login(get_user_model().objects.get(pk=lead.id), "allauth.account.auth_backends.AuthenticationBackend")
    return staff.cookies["sessionid"].value, phones


def _all_at_once(do: list) -> list[float]:  # type: ignore[type-arg]
    """Seconds that each took, sorted; all of them begin together."""
    gate, taken = threading.Barrier(len(do)), []

    def run(one) -> None:  # type: ignore[no-untyped-def]
        gate.wait()
        began = time.perf_counter()
        one()
        taken.append(time.perf_counter() - began)

    threads = [threading.Thread(target=run, args=(one,)) for one in do]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) != len(do):
        raise RuntimeError("some requests did not come through")
    return sorted(taken)


def _get(port: int, path: str) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_LIMIT_SECONDS)
    line.request("GET", path)
    _expect(line.getresponse(), 200)
    line.close()


def _answer(port: int, session: str, response_id: UUID) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_LIMIT_SECONDS)
    body = urlencode({"item": "9", "value": "1", "csrfmiddlewaretoken": _TOKEN})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={_TOKEN}",
        "Host": f"127.0.0.1:{port}",
    }
    line.request("POST", f"/me/forms/{response_id}/answer/", body, headers)
    _expect(line.getresponse(), 200)
    line.close()


def _watch(port: int, session: str, seen: list[tuple[float, int]]) -> None:
    """Notes each count of open alerts as the open screen is told it, until all are there."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_LIMIT_SECONDS)
    line.request("GET", "/desk/alerts/stream/", headers={"Cookie": f"sessionid={session}"})
    told = line.getresponse()
    while not seen or seen[-1][1] < _CLIENTS:
        row = told.readline()
        if not row:
            return
        if row.startswith(b"data:") and b"alert" in row:
            found = re.search(rb'data-count="(\d+)"', row)
            seen.append((time.perf_counter(), int(found[1]) if found else 0))


def _expect(answer: http.client.HTTPResponse, status: int) -> None:
    answer.read()
    if answer.status != status:
        raise RuntimeError(f"answered {answer.status}, not {status}")
