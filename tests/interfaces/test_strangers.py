"""Promise of the access marks: every address is marked, and a stranger is turned away from every one of them.

Strangers are: nobody signed in; a client; another client; a member of another practice in every role; a member of this
practice whose role may not. Each address is tried with the ids of a real record, by GET and by POST.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver
from tests.support.course import Traveller, begin, in_the_room
from tests.support.people import Place, client_browser

from openkap.clinical.authority import ALLOWED, Doing
from openkap.records.alerts import find as alerts
from openkap.records.health import find as health
from openkap.records.orders import find as orders
from openkap.records.people import find as people
from openkap.records.responses import find as responses
from openkap.records.sessions import timeline
from openkap.services.request_care import request_care
from openkap.terms.identity import Role

CANARY = "Zzcanaryson"
# What names no record: the key of a care model is the same in every practice, and what stands there is its own.
OF_EVERY_PRACTICE = {"key"}
TURNED_AWAY = {302, 403, 404, 405}


@dataclass(frozen=True)
class Address:
    """One address with its mark, and the names of the ids it takes."""

    route: str
    access: str
    takes: tuple[str, ...]

    def __str__(self) -> str:
        return self.route


def _addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            route = prefix + str(pattern.pattern)
            yield Address(route, getattr(pattern.callback, "access", ""), tuple(pattern.pattern.converters))


ADDRESSES = list(_addresses(get_resolver().url_patterns))
STAFF = [address for address in ADDRESSES if address.access.startswith("staff: ")]
CLIENT = [address for address in ADDRESSES if address.access == "client"]


@dataclass(frozen=True)
class Records:
    """A real record of every kind, by the name that addresses give its id."""

    traveller: Traveller
    ids: dict[str, str]

    def path(self, address: Address) -> str:
        path = address.route
        for name in address.takes:
            assert name in self.ids, f"{address}: give `{name}` a record in this test, so that it can be tried"
            path = path.replace(next(part for part in path.split("/") if f":{name}>" in part), self.ids[name])
        return path


@pytest.fixture
def records(practice: Place, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Records:
    traveller = in_the_room(practice, now)
    traveller.book("preparation", traveller.at + timedelta(days=3))
    from openkap.records.base import Act
    from openkap.records.responses import keep

    act = Act(within=practice.id, by=practice[Role.GUIDE], at=traveller.at)
    keep.ask(
        act,
        client_id=traveller.client_id,
        course_id=traveller.course_id,
        measure="phq9",
        edition="2026-11-23",
        occasion="weekly",
    )
    traveller.answer("phq9", {"9": "1"}, send=False)
    request_id = request_care(
        within=practice.id,
        at=now,
        name=CANARY,
        phone="512 555 0188",
        email="",
        interest="kap",
        message=CANARY,
    )
    ids: dict[str, UUID | str] = {
        "client_id": traveller.client_id,
        "course_id": traveller.course_id,
        "session_id": traveller.session,
        "response_id": responses.of_client(within=practice.id, client_id=traveller.client_id)[-1].id,
        "alert_id": alerts.open_alerts(within=practice.id)[0].id,
        "request_id": request_id,
        "entry_id": timeline.entries(within=practice.id, session_id=traveller.session)[0].id,
        "order_id": orders.of_session(within=practice.id, session_id=traveller.session)[0].id,
        "token": "not-a-token",
        "place": "1",
        "result_id": health.results(within=practice.id, client_ids=[traveller.client_id])[traveller.client_id][0].id,
        "key": "kap",
        "measure_key": "phq9",
    }
    return Records(traveller, {name: str(value) for name, value in ids.items()})


def nobody() -> Browser:
    return Browser(headers={"host": "localhost"})


def attempts(browser: Browser, path: str) -> Iterator[HttpResponse]:
    yield browser.get(path)
    yield browser.post(path, {})


def assert_turned_away(reply: HttpResponse, path: str) -> None:
    assert reply.status_code in TURNED_AWAY, f"{path} answered {reply.status_code}"
    if reply.status_code == 302:
        assert reply.headers["Location"].startswith("/sign-in/")
    else:
        assert CANARY not in reply.content.decode()
        assert not re.search(r"\b(Pat|DOE)\b", reply.content.decode())


def assert_shows_nobody(page: HttpResponse) -> None:
    """Of the other practice. A stream says nothing before something happens."""
    if not page.streaming:
        for words in (CANARY, "Pat Doe", "DOE, Pat"):
            assert words not in page.content.decode()


def test_every_address_is_marked() -> None:
    assert [address.route for address in ADDRESSES if not address.access] == []


def test_marked_doings_exist() -> None:
    doings = {f"staff: {doing.value}" for doing in Doing}
    assert {address.access for address in STAFF} <= doings


def test_staff_pages_turn_strangers_away(
    records: Records, charlie: Callable[[Role], Browser], subtests: pytest.Subtests
) -> None:
    for address in STAFF:
        with subtests.test(str(address)):
            path = records.path(address)
            for browser in (nobody(), client_browser(records.traveller.place.id, records.traveller.client_id)):
                for reply in attempts(browser, path):
                    assert_turned_away(reply, path)
            doing = Doing(address.access.removeprefix("staff: "))
            role = next(role for role in Role if role in ALLOWED[doing])
            if set(address.takes) - OF_EVERY_PRACTICE:
                for reply in attempts(charlie(role), path):
                    assert_turned_away(reply, path)
            else:
                assert_shows_nobody(charlie(role).get(path))


def test_staff_pages_turn_away_roles_that_may_not(
    records: Records, bob: Callable[[Role], Browser], subtests: pytest.Subtests
) -> None:
    for address in STAFF:
        doing = Doing(address.access.removeprefix("staff: "))
        for role in set(Role) - ALLOWED[doing]:
            with subtests.test(f"{role.value} at {address}"):
                for reply in attempts(bob(role), records.path(address)):
                    assert reply.status_code == 403


def test_client_pages_turn_strangers_away(
    records: Records, bob: Callable[[Role], Browser], now: datetime, subtests: pytest.Subtests
) -> None:
    other = begin(records.traveller.place, now + timedelta(days=30))
    for address in CLIENT:
        with subtests.test(str(address)):
            path = records.path(address)
            for browser in (nobody(), bob(Role.LEAD)):
                for reply in attempts(browser, path):
                    assert reply.status_code == 403
            if address.takes:
                for reply in attempts(client_browser(other.place.id, other.client_id), path):
                    assert_turned_away(reply, path)


def test_a_closed_account_and_an_ended_role_open_nothing(
    practice: Place, bob: Callable[[Role], Browser], now: datetime
) -> None:
    from django.apps import apps

    browser = bob(Role.GUIDE)
    assert browser.get("/desk/").status_code == 200
    apps.get_model("people", "Membership").objects.filter(account_id=practice[Role.GUIDE].id).update(until=now)
    assert browser.get("/desk/").status_code == 403
    assert people.staff(within=practice.id, account_id=practice[Role.GUIDE].id) is None
