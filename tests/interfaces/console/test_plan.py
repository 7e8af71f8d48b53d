"""The clock that a tablet counts on by itself, held against the one that the server reckons."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import SplitResult

import pytest
from playwright.sync_api import Browser, Page, Route
from tests.support import looks

from openkap.clinical.monitoring import next_due
from openkap.knowledge.routes import route as route_named
from openkap.knowledge.routes import routes

DOSED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
MINUTES_OF_READINGS = (None, 0, 3, 4, 5, 8, 13, 14, 19, 20, 29, 38, 40, 44, 58, 59, 61, 75, 118, 119, 182)
CALL = """async cases => {
  const { nextDue } = await import("/static/console/js/plan.js");
  return cases.map(([route, times]) => nextDue(route, times));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    def empty(route: Route, url: SplitResult) -> None:
        route.fulfill(body="<!doctype html><title>Nothing</title>", content_type="text/html")

    with looks.open_pages(browser, empty) as opened:
        opened.goto(looks.HOST)
        yield opened


def milliseconds(at: datetime) -> float:
    return round(at.timestamp() * 1000)


@pytest.mark.journey
def test_the_tablet_reckons_as_the_server_does(page: Page) -> None:
    cases: list[Any] = []
    expected: list[float | None] = []
    for route in routes():
        known = {
            "at": route.observation.at_minutes,
            "during": route.observation.during_every_minutes,
            "then": route.observation.then_every_minutes,
            "amber": float(route.amber_after_minutes),
        }
        for infusion in (40, 55, 7) if known["during"] else (None,):
            for minute in MINUTES_OF_READINGS:
                read = None if minute is None else DOSED + timedelta(minutes=minute)
                due = next_due(
                    route_schedule=route.schedule(infusion_minutes=infusion),
                    dosed_at=DOSED,
                    last_reading_at=read,
                    now=DOSED,
                ).due_at
                cases.append(
                    [
                        known,
                        {
                            "dosed": milliseconds(DOSED),
                            "infusion": infusion,
                            "read": None if read is None else milliseconds(read),
                        },
                    ]
                )
                expected.append(None if due is None else milliseconds(due))

    assert page.evaluate(CALL, cases) == expected
    assert len(expected) >= 8 * len(MINUTES_OF_READINGS)


@pytest.mark.journey
def test_a_dose_and_a_reading_that_wait_here_count(page: Page) -> None:
    im = route_named("im")
    known = {
        "dose": None,
        "reading": None,
        "open": True,
        "routes": {"im": {"at": im.observation.at_minutes, "during": None, "then": 15, "amber": 2, "red": 5}},
    }
    waiting = [
        {"url": "https://openkap.test/room/x/dose/", "at": milliseconds(DOSED), "data": {"route": "im"}},
        {"url": "https://openkap.test/room/x/reading/", "at": milliseconds(DOSED) + 301_000, "data": {"hr": "70"}},
        {"url": "https://openkap.test/room/x/mark/", "at": milliseconds(DOSED) + 302_000, "data": {"what": "tears"}},
    ]

    reckon = 'async ([plan, waiting]) => (await import("/static/console/js/plan.js")).reckon(plan, waiting)'

    assert page.evaluate(reckon, [known, []]) is None
    counted = page.evaluate(reckon, [known, waiting])
    assert counted["dosed"] == milliseconds(DOSED)
    assert counted["due"] == milliseconds(DOSED + timedelta(minutes=10))
    assert page.evaluate(reckon, [known | {"open": False}, waiting]) is None
