"""The style guide in a real browser: accessible, nothing sideways, everything large enough, nothing blocked."""

import base64
from urllib.parse import SplitResult, parse_qs

import pytest
from django.test import RequestFactory
from playwright.sync_api import Browser, Route, expect
from tests.support import looks

from openkap.interfaces.kit import guide

PHONE, TABLET, DESKTOP = 390, 820, 1280

USUAL = [
    ("parts", PHONE, "light"),
    ("parts", TABLET, "dim"),
    ("parts", DESKTOP, "dark"),
    ("phone", PHONE, "light"),
    ("phone", PHONE, "dark"),
    ("public", PHONE, "dark"),
    ("public", DESKTOP, "light"),
    ("room", TABLET, "dim"),
]
EVERY = [
    (page, width, theme)
    for page in guide.PAGES
    for width in (PHONE, TABLET, DESKTOP)
    for theme in ("light", "dark", "dim")
]
LOOKS = [pytest.param(*look, marks=() if look in USUAL else pytest.mark.full) for look in EVERY]


def answer(route: Route, url: SplitResult) -> None:
    asked = {key: values[0] for key, values in parse_qs(url.query).items()}
    page = guide.show(RequestFactory().get(url.path, asked), url.path.strip("/"))
    route.fulfill(
        body=page.content.decode(),
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": looks.CONTENT_POLICY},
    )


@pytest.mark.parametrize(("page_name", "width", "theme"), LOOKS)
def test_every_look_is_accessible_and_fits(browser: Browser, page_name: str, width: int, theme: str) -> None:
    with looks.open_pages(browser, answer, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{looks.HOST}/{page_name}?theme={theme}")
        assert looks.axe_findings(page) == []
        assert looks.sideways(page) <= 0
        assert looks.small_targets(page) == []


def test_the_narrowest_phone_needs_no_sideways_scrolling(browser: Browser) -> None:
    with looks.open_pages(browser, answer, viewport={"width": 320, "height": 640}) as page:
        for name in guide.PAGES:
            page.goto(f"{looks.HOST}/{name}")
            assert looks.sideways(page) <= 0, name


def test_session_marks_are_72_pixels_high_and_12_apart(browser: Browser) -> None:
    with looks.open_pages(browser, answer, viewport={"width": 1180, "height": 820}) as page:
        page.goto(f"{looks.HOST}/room")
        marks = page.locator(".mark-button")
        boxes = [marks.nth(number).bounding_box() for number in range(marks.count())]
        assert len(boxes) == 9
        assert min(box["height"] for box in boxes if box) >= 72
        first, second = boxes[0], boxes[1]
        assert first
        assert second
        assert second["x"] - (first["x"] + first["width"]) >= 12


def test_on_a_tablet_the_marks_stay_while_an_alert_is_open(browser: Browser) -> None:
    with looks.open_pages(browser, answer, viewport={"width": 1180, "height": 820}) as page:
        page.goto(f"{looks.HOST}/room")
        for mark in page.locator(".mark-button").all():
            expect(mark).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_the_dim_room_shines_less_than_a_thirtieth_of_the_light_one(browser: Browser) -> None:
    with looks.open_pages(browser, answer, viewport={"width": 1180, "height": 820}) as page:
        shining = {}
        for theme in ("dim", "light"):
            page.goto(f"{looks.HOST}/room?theme={theme}")
            shining[theme] = _mean_luminance(page.screenshot(type="png"), browser)
        assert shining["dim"] < 0.03
        assert shining["dim"] < shining["light"] / 30


def test_auto_follows_the_device_and_paper_is_always_light(browser: Browser) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with looks.open_pages(browser, answer) as page:
        page.goto(f"{looks.HOST}/public?theme=light")
        light = page.evaluate(ground)
        page.goto(f"{looks.HOST}/public")
        page.emulate_media(color_scheme="light")
        assert page.evaluate(ground) == light
        page.emulate_media(color_scheme="dark")
        dark = page.evaluate(ground)
        assert dark != light
        page.goto(f"{looks.HOST}/room")
        dim = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')") != dim


def test_the_keyboard_meets_the_skip_link_first_and_it_leads_to_the_content(browser: Browser) -> None:
    with looks.open_pages(browser, answer) as page:
        page.goto(f"{looks.HOST}/parts")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        expect(page.locator(".skip-link")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_help_opens_without_a_request_and_without_a_script(browser: Browser) -> None:
    with looks.open_pages(browser, answer, viewport={"width": PHONE, "height": 820}, java_script_enabled=False) as page:
        page.goto(f"{looks.HOST}/phone")
        call = page.get_by_role("link", name="Call 988")
        expect(call).to_be_hidden()
        page.get_by_role("link", name="Help right now").click()
        expect(call).to_be_visible()
        expect(call).to_have_attribute("href", "tel:988")
        page.get_by_role("link", name="Back to the page").click()
        expect(call).to_be_hidden()


def _mean_luminance(png: bytes, browser: Browser) -> float:
    """Mean relative luminance (WCAG) of a screenshot, 0 to 1, computed by a page of its own."""
    page = browser.new_page()
    mean = page.evaluate(
        """async data => {
          const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
          const canvas = new OffscreenCanvas(picture.width, picture.height);
          const pen = canvas.getContext('2d');
          pen.drawImage(picture, 0, 0);
          const bytes = pen.getImageData(0, 0, picture.width, picture.height).data;
          const linear = v => v <= 0.04045 * 255 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
          let sum = 0;
          for (let i = 0; i < bytes.length; i += 4)
            sum += 0.2126 * linear(bytes[i]) + 0.7152 * linear(bytes[i + 1]) + 0.0722 * linear(bytes[i + 2]);
          return sum / (bytes.length / 4);
        }""",
        base64.b64encode(png).decode(),
    )
    page.close()
    return float(mean)
