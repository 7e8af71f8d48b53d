"""How the room looks on real screens: every mark in sight and large, nothing too wide, too small or without a name."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import expect
from tests.interfaces.console.house import House
from tests.interfaces.console.tablet import LYING, UPRIGHT, Tablet
from tests.support import looks

pytestmark = pytest.mark.journey

NOT_ON_TOP = """buttons => buttons.filter(button => {
  const box = button.getBoundingClientRect();
  return !button.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}).map(button => button.textContent)"""

# Words end before the padding of their button does.
OVER_ITS_EDGE = """buttons => buttons.filter(button => {
  const range = document.createRange();
  range.selectNodeContents(button);
  const edge = button.getBoundingClientRect().right - parseFloat(getComputedStyle(button).paddingRight);
  return range.getBoundingClientRect().right > edge;
}).map(button => button.textContent)"""


@pytest.mark.parametrize("role", ["guide", "monitor"])
@pytest.mark.parametrize("size", [LYING, UPRIGHT], ids=["lying", "upright"])
def test_on_a_tablet_every_mark_is_in_sight_and_large(
    opened: Callable[..., Tablet], role: str, size: dict[str, int]
) -> None:
    tablet = opened(role, size)
    assert tablet.page.locator("#marks .mark-button").evaluate_all(NOT_ON_TOP) == []
    boxes = [mark.bounding_box() for mark in tablet.page.locator("#marks .mark-button").all()]

    assert tablet.page.locator("#marks .mark-button").evaluate_all(OVER_ITS_EDGE) == []
    assert len(boxes) == 20
    for box in boxes:
        assert box is not None
        assert box["height"] >= 72
        assert box["width"] >= 72
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size["height"]
    columns = sorted({(round(box["x"]), round(box["x"] + box["width"])) for box in boxes if box})
    rows = sorted({round(box["y"]) for box in boxes if box})
    assert all(right[0] - left[1] >= 12 for left, right in pairwise(columns))
    assert all(below - above >= 72 + 12 for above, below in pairwise(rows))


@pytest.mark.parametrize("width", [320, 390, 820, 1180, 1440])
def test_nothing_is_too_wide_too_small_or_hidden_from_a_screen_reader(
    opened: Callable[..., Tablet], house: House, width: int
) -> None:
    tablet = opened("monitor", {"width": width, "height": 900})
    for path in ("", "discharge/", "end/", "../"):
        tablet.page.goto(house.server.url + house.room + path)
        # In a window as tall as the page: what stays at the foot of the screen covers nothing there.
        tall = tablet.page.evaluate("document.documentElement.scrollHeight")
        tablet.page.set_viewport_size({"width": width, "height": max(tall, 900)})
        assert looks.sideways(tablet.page) == 0, path
        assert looks.small_targets(tablet.page) == [], path
        assert looks.axe_findings(tablet.page) == [], path


def test_at_twice_the_size_everything_is_reached_and_nothing_in_hand_is_covered(opened: Callable[..., Tablet]) -> None:
    """200 % zoom of a tablet lies in half of its pixels: what is being filled in stands between the bars, in sight."""
    tablet = opened("monitor", {side: length // 2 for side, length in LYING.items()})
    page = tablet.page
    assert looks.sideways(page) == 0
    for name, value in {"sbp": "121", "dbp": "79", "hr": "70", "spo2": "98"}.items():
        field = page.locator(f"#sign-{name}")
        field.focus()
        assert page.locator(f"#sign-{name}").evaluate_all(NOT_ON_TOP) == [], name
        field.fill(value)
    page.locator("form[data-entry=reading] button[type=submit]").click()
    tablet.sees("121/79")
    for mark in page.locator("#marks .mark-button").all():
        mark.focus()
        assert mark.evaluate_all(NOT_ON_TOP) == []
    assert looks.axe_findings(page) == []


def test_a_bright_room_has_a_light_screen_until_somebody_chooses_dim(
    opened: Callable[..., Tablet], house: House
) -> None:
    tablet = opened("monitor")
    page, root = tablet.page, tablet.page.locator("html")
    for screen, other in (("light", "Dim screen"), ("dim", "Light screen")):
        page.goto(house.server.url + "/room/")
        page.get_by_role("button", name=screen.capitalize() + " screen").click()
        expect(page.get_by_role("button", name=other)).to_be_visible()
        assert looks.axe_findings(page) == []
        for path in ("", "discharge/", "end/"):
            page.goto(house.server.url + house.room + path)
            expect(root).to_have_attribute("data-theme", screen)
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": LYING["width"], "height": max(tall, 900)})
            assert looks.axe_findings(page) == [], (screen, path)
