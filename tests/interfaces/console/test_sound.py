"""The tone of a tablet: off unless asked for; pausing it, seeing what it is about and resolving are three things."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.interfaces.console.tablet import Tablet

pytestmark = pytest.mark.journey

SOUND = "document.querySelector('room-sound')"
NOW = f"{SOUND}.soundedAt = -1e9; {SOUND}.look()"


def test_pausing_seeing_and_resolving_are_three_things(opened: Callable[..., Tablet]) -> None:
    monitor = opened("monitor")
    page = monitor.page
    sounded = page.locator("room-sound")
    pause = page.get_by_role("button", name="Pause the sound for 2 min")
    for name, value in {"sbp": 122, "dbp": 78, "hr": 70, "spo2": 84}.items():
        page.fill(f"#sign-{name}", str(value))
    page.press("#sign-spo2", "Enter")
    unseen = page.locator("[data-unseen]")
    expect(unseen).not_to_have_count(0)
    assert sounded.get_attribute("data-sounded") is None, "no sound unless somebody asks for it"
    expect(pause).to_be_hidden()

    page.locator("summary", has_text="Sound").click()
    page.get_by_label("A soft tone on this tablet").check()
    expect(sounded).to_have_attribute("data-sounded", "1")
    expect(pause).to_be_visible()
    page.evaluate(NOW)
    expect(sounded).to_have_attribute("data-sounded", "2")

    written = monitor.timeline.locator(".entry-title").count()
    pause.click()
    expect(pause).to_be_hidden()
    page.evaluate(NOW)
    assert sounded.get_attribute("data-sounded") == "2"
    assert monitor.timeline.locator(".entry-title").count() == written, "a pause is written nowhere"
    expect(unseen).not_to_have_count(0)

    page.evaluate(f"{SOUND}.pausedUntil = 0; {SOUND}.look()")
    expect(pause).to_be_visible()
    reminders = page.locator(".crossed-one").count()
    while unseen.count():
        before = unseen.count()
        unseen.first.get_by_role("button", name="Seen").click()
        expect(unseen).to_have_count(before - 1)
    page.evaluate(NOW)
    expect(pause).to_be_hidden()
    assert page.locator(".crossed-one").count() == reminders, "what was seen waits until it is resolved"
    page.reload()
    page.locator("summary", has_text="Sound").click()
    expect(page.get_by_label("A soft tone on this tablet")).to_be_checked()
    assert monitor.complaints == []
