"""ISMP writing on every page, from every command and in every chart: 2 mg and 0.5 mL, never 2.0 mg or .5 mL.

The database gives 60 mg back as 60.00, so any renderer that prints a number without `write_number` shows up here.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from tests.interfaces.test_strangers import ADDRESSES, Address, Records, records  # noqa: F401 - a fixture
from tests.support.course import to_the_gate
from tests.support.people import Place, client_browser

from openkap.clinical.authority import ALLOWED, Doing
from openkap.interfaces.kit import clock
from openkap.project.main import main
from openkap.records.alerts import find as alerts
from openkap.services.act_on_alert import act_on_alert
from openkap.services.give_medicine import give_medicine
from openkap.services.record_reading import record_reading
from openkap.terms.identity import Role, new_id

_UNIT = r"\s?(?:mg|mL|kg|g|mcg|min|mmHg|h|%|years|devices|points|ng)\b"
_TRAILING = re.compile(rf"(?<![\d.])\d+\.\d*0(?={_UNIT}|\s*</t[dh]>)")
_NAKED = re.compile(r"(?<![\w.…])\.\d")
_ABBREVIATED = re.compile(r"\d\s?(?:µg|μg|cc|MG|ML|gm)\b")
# Nobody reads these; an id such as 01a20922-b800-77cc-… would pass for 7 cc.
_UNREAD = re.compile(r'<input\b[^>]*\btype="hidden"[^>]*>|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b')


def slips(text: str) -> list[str]:
    """What ISMP forbids in a text, each with a little of what stands around it."""
    return [
        text[max(0, found.start() - 30) : found.end() + 15]
        for pattern in (_TRAILING, _NAKED, _ABBREVIATED)
        for found in pattern.finditer(text)
    ]


def shown(answer: HttpResponse) -> str:
    """What a person reads or hears: the words, what fields hold, and what pictures say; never styles and scripts."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    body = _UNREAD.sub(" ", body)
    said = re.findall(r'\b(?:value|aria-label|title|placeholder|alt)="([^"]*)"', body)
    cells = re.sub(r"<(?!/t[dh]>)[^>]*>", " ", body)
    return html.unescape(f"{cells} {' | '.join(said)}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2.0 mg", True),
        ("2.50 mL", True),
        ("60.00</td>", True),
        (".5 mL", True),
        ("30 µg", True),
        ("2 mg", False),
        ("0.5 mL", False),
        ("10 mg", False),
        ("edition 2026.10, page 3.", False),
        ("10.5 mg", False),
    ],
)
def test_the_eye_of_this_test(text: str, found: bool) -> None:
    assert bool(slips(text)) is found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<input type="hidden" name="entry_id" value="01a20922-b800-77cc-a04c-cb2fdb82544b">', False),
        ('<input name="csrfmiddlewaretoken" type="hidden" value="OTBz7MG">', False),
        ('<button name="override" value="01a20922-b800-77cc-a04c-cb2fdb82544b">Agree</button>', False),
        ('<input name="volume" value="7 cc">', True),
        ("<p>7 cc of it</p>", True),
    ],
)
def test_it_sees_what_is_read_and_no_ids(body: str, found: bool) -> None:
    assert bool(slips(shown(HttpResponse(body)))) is found


@pytest.fixture
def dosed(records: Records, monkeypatch: pytest.MonkeyPatch) -> Records:  # noqa: F811
    """The session of the records with an order, a gate, readings and a dose; the pages are looked at a little later."""
    traveller = records.traveller
    common: dict[str, Any] = {
        "within": traveller.place.id,
        "by": traveller.place[Role.MONITOR],
        "session_id": traveller.session,
    }
    for alert in alerts.open_alerts(within=traveller.place.id):
        by = traveller.place[Role.GUIDE]
        act_on_alert(within=traveller.place.id, by=by, at=traveller.at, alert_id=alert.id, did="Talked; all is well.")
    signs = {"sbp": "122", "dbp": "78", "hr": "70", "spo2": "98", "rr": "14"}
    for _ in range(2):
        traveller.at += timedelta(seconds=20)
        record_reading(**common, at=traveller.at, entry_id=new_id(traveller.at), signs=signs)
    give_medicine(**common, at=traveller.at, entry_id=new_id(traveller.at), route="im", dose="62.50", unit="mg")
    traveller.at += timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: traveller.at)
    return records


def pages(records: Records, bob: Callable[[Role], Browser]) -> Iterator[tuple[Address, HttpResponse]]:  # noqa: F811
    """Every address as somebody who may open it sees it; streams and ways out are left aside."""
    client = client_browser(records.traveller.place.id, records.traveller.client_id)
    staff = {role: bob(role) for role in Role}
    for address in ADDRESSES:
        if address.access.startswith("staff: "):
            role = next(role for role in Role if role in ALLOWED[Doing(address.access.removeprefix("staff: "))])
            browser = staff[role]
        else:
            browser = client if address.access == "client" else Browser(headers={"host": "localhost"})
        answer = browser.get(records.path(address))
        if not answer.streaming and answer.headers["Content-Type"].startswith("text/html"):
            yield address, answer


def test_every_page(dosed: Records, bob: Callable[[Role], Browser]) -> None:
    looked_at = {address.route: slips(shown(answer)) for address, answer in pages(dosed, bob)}
    assert {route: found for route, found in looked_at.items() if found} == {}
    # The eye was on the pages that carry doses: the order, the gate of the day, the room, the client's page.
    for part in ("/order/", "/day/", "/room/<uuid:session_id>/", "/desk/clients/<uuid:client_id>/"):
        assert any(part in route for route in looked_at), part


def test_the_dose_is_on_the_pages_that_were_looked_at(dosed: Records, bob: Callable[[Role], Browser]) -> None:
    room = bob(Role.MONITOR).get(f"/room/{dosed.traveller.session}/")
    assert "62.5 mg" in shown(room)


def test_the_checks_of_an_order_as_it_is_written(
    practice: Place, now: Any, bob: Callable[[Role], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    traveller = to_the_gate(practice, now).weigh("70.0")
    monkeypatch.setattr(clock, "now", lambda: traveller.at)
    for dose, more in (
        ("60.0", {}),
        ("0.50", {"concentration": "50.0", "volume": "0.01"}),
        ("35.50", {"height": "170.0"}),
    ):
        sent = {"route": "im", "dose": dose, "sex_at_birth": "male", **more}
        answer = bob(Role.PRESCRIBER).post(f"/desk/sessions/{traveller.session}/order/check/", sent)
        assert "IM injection" in shown(answer)
        assert slips(shown(answer)) == []


def test_every_command_that_speaks_of_amounts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = {
        "drug": "racemic",
        "route": "iv",
        "dose": "35.0 mg",
        "planned_at": "2026-11-23T14:30:00-06:00",
        "weight": "70.0 kg",
        "weighed_at": "2026-11-23T14:10:00-06:00",
        "height": "170.0 cm",
        "infusion_time": "40 min",
        "concentration": "10.00 mg/mL",
        "volume": "3.50 mL",
        "previous": {"route": "im", "dose": "60.0 mg", "given_at": "2026-11-16T14:30:00-06:00"},
    }
    file = tmp_path / "order.json"
    file.write_text(json.dumps(order), encoding="utf-8")
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"route": "iv", "drug": "racemic", "facts": {"weight_kg": 70.0}}), encoding="utf-8")
    for command in (
        ["order", "check", "--order", str(file)],
        ["order", "check", "--order", str(file), "--json"],
        ["order", "check", "--template"],
        ["screen", "--template"],
        ["kinetics", "models"],
        ["measures", "list"],
    ):
        main(command)
        assert slips(capsys.readouterr().out) == [], command
