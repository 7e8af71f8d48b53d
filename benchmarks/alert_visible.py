"""Fifty clients answer PHQ-9 item 9 at once: how long until each alert is told on an open screen of the practice.

The screen listens to the stream of open alerts. All answers leave at one moment, so an alert's time is that of the
count that includes it; as many bare pages at once are the lower bound.
"""

import http.client
import os
import re
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
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
    from openkap.project.commands.init import migrate
    from openkap.project.server import Server

    migrate()
    guide, phones = _people()
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
    told = sorted(next(at for at, count in seen if count >= number) - began for number in range(1, _CLIENTS + 1))
    for name, taken in (
        (f"{_CLIENTS} bare pages at once", bare),
        (f"{_CLIENTS} answers at once, kept", answered),
        ("… and their alert on the open screen", told),
    ):
        middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        print(f"  {name:<44} p50 {middle * 1000:6.0f} ms   p95 {late * 1000:6.0f} ms")


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
    line.request("GET", "/room/alerts/stream/", headers={"Cookie": f"sessionid={session}"})
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
