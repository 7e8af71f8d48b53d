"""The order's page and the gate of the day in a real browser: accessible, with targets for a thumb, no wider than the
window; the checks answer while the order is being written."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.interfaces.desk.test_in_browser import SIZES, _shown
from tests.support import looks
from tests.support.course import WELL, to_the_gate

from openkap.services.check_day import measure
from openkap.terms.identity import Role

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

_HTML = "text/html; charset=utf-8"


@pytest.fixture
def screens(practice, bob, stand_at, now) -> dict[str, str]:
    """The two pages at several moments of one session, by a name."""
    traveller = to_the_gate(practice, now)
    order, day = f"/desk/sessions/{traveller.session}/order/", f"/room/{traveller.session}/day/"

    def shown(role: Role, path: str) -> str:
        stand_at(traveller.at + timedelta(seconds=1))
        return bob(role).get(path).content.decode()

    made = {"order empty": shown(Role.PRESCRIBER, order), "day without an order": shown(Role.MONITOR, day)}
    traveller.weigh()
    written = {"route": "im", "dose": "140", "height": "170", "sex_at_birth": "female"}
    made["checks"] = bob(Role.PRESCRIBER).post(f"{order}check/", written).content.decode()
    made["order refused"] = bob(Role.PRESCRIBER).post(f"{order}sign/", written).content.decode()
    traveller.order("im", dose="140 mg", because="As in the letter of the referring clinic.")
    made["order to confirm"] = shown(Role.GUIDE, order)
    made["day red"] = shown(Role.MONITOR, day)
    traveller.confirm()
    traveller.at += timedelta(minutes=1)
    common = {"within": practice.id, "by": practice[Role.MONITOR], "session_id": traveller.session}
    measure(**common, at=traveller.at, signs=WELL | {"sbp": "148"})
    made["day with a high pressure"] = shown(Role.PRESCRIBER, day)
    traveller.at += timedelta(minutes=12)
    traveller.check_day().go_past("GT-03")
    made["day green"] = shown(Role.MONITOR, day)
    traveller.decide_day()
    made["day decided"] = shown(Role.GUIDE, day)
    return made


def test_both_pages_are_accessible_and_fit(screens) -> None:
    pages = {name: page for name, page in screens.items() if "<html" in page}
    found: list[str] = []
    with _shown(
        lambda route, url: route.fulfill(body=pages.get(url.query.replace("+", " "), ""), content_type=_HTML)
    ) as page:
        for name in pages:
            for width in SIZES:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{looks.HOST}/?{name.replace(' ', '+')}")
                found += [f"{name} at {width}: {told}" for told in looks.small_targets(page)]
                if looks.sideways(page) > 0:
                    found.append(f"{name} at {width}: wider than the window")
                if folder := os.environ.get("OPENKAP_PICTURES"):
                    target = Path(folder) / f"{name.replace(' ', '-')}-{width}.png"
                    page.screenshot(path=str(target), full_page=True)
            found += [f"{name}: {told}" for told in looks.axe_findings(page)]
    assert found == []


def test_the_checks_answer_while_the_order_is_written(screens) -> None:
    def answer(route, url) -> None:
        part = screens["checks" if url.path.endswith("/check/") else "order empty"]
        route.fulfill(body=part, content_type=_HTML)

    with _shown(answer) as page:
        page.goto(f"{looks.HOST}/order/")
        page.locator("#id_dose").fill("140")
        expect(page.locator("#checks + div")).to_contain_text("Ceiling of the route")
        expect(page.locator("#id_dose")).to_have_value("140")
