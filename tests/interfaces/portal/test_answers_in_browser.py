"""Answers on a real phone screen: what the network does to them, and that help waits for no network.

The page is the portal's own; its server is played here, so that it can be away, refuse, and be counted.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect
from tests.support import looks

PHONE = {"viewport": {"width": 390, "height": 800}}


class Server:
    """Keeps what it is sent, in order; `away` drops every request; `refuses` answers them with (status, words)."""

    def __init__(self, page_html: str, path: str) -> None:
        self.page_html, self.path = page_html, path
        self.away = False
        self.refuses: tuple[int, str] | None = None
        self.kept: list[tuple[str, str]] = []
        self.tries = 0
        self.submitted = 0

    def answer(self, route, url) -> None:
        if route.request.method == "GET":
            headers = {"Content-Security-Policy": looks.CONTENT_POLICY}
            return route.fulfill(body=self.page_html, content_type="text/html; charset=utf-8", headers=headers)
        if url.path == self.path:
            self.submitted += 1
            return route.fulfill(body="sent", content_type="text/plain")
        self.tries += 1
        if self.away:
            return route.abort("internetdisconnected")
        if self.refuses:
            status, words = self.refuses
            return route.fulfill(status=status, body=json.dumps({"message": words}), content_type="application/json")
        sent = {key: values[0] for key, values in parse_qs(route.request.post_data or "").items()}
        assert sent["csrfmiddlewaretoken"]
        self.kept.append((sent["item"], sent["value"]))
        return route.fulfill(body='{"crisis_help": false}', content_type="application/json")


@pytest.fixture
def server(pat, phone) -> Server:
    looks.needs_chromium()
    path = f"/me/forms/{pat.response('phq9')}/"
    return Server(phone.get(path).content.decode(), path)


@contextmanager
def opened(server: Server, *, unwell: bool = False, **context: object) -> Iterator[Page]:
    """Opened in the test itself: while a browser's event loop runs, Django forbids the database."""
    with (
        looks.chromium() as browser,
        looks.open_pages(browser, server.answer, unwell=unwell, **(PHONE | context)) as page,
    ):
        page.clock.install()
        page.goto(looks.HOST + server.path)
        yield page


def test_ten_seconds_without_a_network_lose_nothing(server):
    with opened(server, unwell=True) as page:
        line = page.locator("[data-saved]")
        expect(line).to_have_text("Each answer is kept as you tap it")
        page.check("#item-1_0")
        expect(line).to_have_text("All saved")
        server.away = True
        page.check("#item-2_3")
        expect(line).to_contain_text("Not saved yet. We keep trying")
        page.check("#item-3_1")
        page.check("#item-3_2")
        page.clock.run_for(10_000)
        expect(line).to_contain_text("Not saved yet")
        assert server.tries > 2
        server.away = False
        page.clock.run_for(10_000)
        expect(line).to_have_text("All saved")
        expect(page.locator("[data-progress]")).to_have_text("3 of 9")
    assert server.kept == [("1", "0"), ("2", "3"), ("3", "2")]


def test_help_waits_for_no_network_and_blocks_nothing(server):
    with opened(server, unwell=True) as page:
        question = page.locator('[data-item="9"]')
        expect(page.locator(".help-here")).to_have_count(0)
        server.away = True
        page.check("#item-9_1")
        expect(question.get_by_role("link", name="Call 988")).to_be_visible()
        page.check("#item-9_3")
        expect(page.locator(".help-here")).to_have_count(1)
        page.check("#item-8_0")
        assert looks.sideways(page) == 0
        server.away = False
        page.clock.run_for(10_000)
        expect(page.locator("[data-saved]")).to_have_text("All saved")
    assert server.kept[0] == ("9", "3")


def test_sending_waits_until_every_answer_is_kept(server):
    with opened(server, unwell=True) as page:
        server.away = True
        page.check("#item-1_0")
        expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
        page.get_by_role("button", name="Send").click()
        assert server.submitted == 0
        server.away = False
        page.clock.run_for(10_000)
        expect(page.locator("[data-saved]")).to_have_text("All saved")
        page.get_by_role("button", name="Send").click()
        page.wait_for_load_state()
    assert server.submitted == 1


@pytest.mark.parametrize(
    ("status", "shown"),
    [(409, "This form was already sent."), (422, "This form was already sent."), (403, "has ended")],
)
def test_a_refusal_is_said_and_not_tried_again(server, status, shown):
    server.refuses = (status, "This form was already sent.")
    with opened(server, unwell=True) as page:
        page.check("#item-1_0")
        expect(page.locator("[data-saved]")).to_contain_text(shown)
        page.clock.run_for(30_000)
        assert server.tries == 1


def test_what_is_asked_only_after_an_answer_appears_with_it(server):
    with opened(server) as page:
        difficulty = page.locator('[data-item="difficulty"]')
        expect(difficulty).to_be_hidden()
        page.check("#item-1_0")
        expect(difficulty).to_be_hidden()
        page.check("#item-2_1")
        expect(difficulty).to_be_visible()
        page.check("#item-2_0")
        expect(difficulty).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_is_open_to_everyone(server, scheme):
    with opened(server, color_scheme=scheme, viewport={"width": 320, "height": 9000}) as page:
        page.check("#item-9_1")
        assert looks.axe_findings(page) == []
        assert looks.small_targets(page) == []
        assert looks.sideways(page) == 0


class Thumb:
    """Taps on what can be seen, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def taps_on(self, selector: str) -> None:
        self.page.locator(selector).first.tap()
        self.taps += 1


def test_a_phq9_takes_ten_taps_and_ten_seconds_without_a_network_cost_none(server):
    """Nine answers and Send: within a minute that leaves six seconds for each tap."""
    with opened(server, unwell=True, has_touch=True) as page:
        thumb = Thumb(page)
        for item in range(1, 10):
            server.away = 4 <= item <= 6
            thumb.taps_on(f'[data-item="{item}"] label:has(input[value="{item % 2}"])')
            if item == 6:
                page.clock.run_for(10_000)
        page.clock.run_for(10_000)
        expect(page.locator("[data-saved]")).to_have_text("All saved")
        expect(page.locator("[data-progress]")).to_have_text("9 of 9")
        thumb.taps_on('button[value="send"]')
        expect(page.locator("body")).to_have_text("sent")
    assert server.submitted == 1
    assert thumb.taps <= 10
    # One whose receipt was late for the clock that was turned is sent again; the real server keeps it once.
    assert sorted(set(server.kept)) == [(str(item), str(item % 2)) for item in range(1, 10)]


@pytest.fixture
def clinic_pages(pat, phone, bob, now) -> dict[str, str]:
    """What a device of the clinic shows, and a form in Spanish."""
    from openkap.services.tablet_code import make_code
    from openkap.terms.identity import Role

    tablet = bob(Role.FRONT_DESK)
    tablet.post("/desk/tablet/", {"do": "begin"})
    pages = {"tablet": tablet.get("/tablet/"), "wrong code": tablet.post("/tablet/", {"code": "12"})}
    code = make_code(within=pat.place.id, by=pat.place[Role.GUIDE], at=now, client_id=pat.client_id)
    tablet.post("/tablet/", {"code": code})
    pages["here"] = tablet.get("/me/here/")
    pages["returned"] = tablet.get("/returned/")
    form = f"/me/forms/{pat.response('phq9')}/"
    pages["form"] = phone.get(form)
    phone.post("/language/", {"language": "es", "next": "/me/"})
    pages |= {"es home": phone.get("/me/"), "es form": phone.get(form), "es question": phone.get(f"{form}1/")}
    phone.post(form, {f"item-{n}": "1" for n in range(1, 10)} | {"do": "send"})
    pages |= {"es sent": phone.get(form), "es line": phone.get("/me/progress/")}
    return {name: reply.content.decode() for name, reply in pages.items()}


@pytest.mark.parametrize("width", [320, 390, 820])
def test_the_pages_in_the_clinic_and_in_spanish_are_accessible_and_fit(clinic_pages, width):
    looks.needs_chromium()
    shown = {}

    def answer(route, url) -> None:
        headers = {"Content-Security-Policy": looks.CONTENT_POLICY}
        route.fulfill(body=shown["page"], content_type="text/html; charset=utf-8", headers=headers)

    viewport = {"width": width, "height": 6000}  # nothing half under the foot that stays in view
    with looks.chromium() as browser, looks.open_pages(browser, answer, viewport=viewport) as page:
        for name, html in clinic_pages.items():
            shown["page"] = html
            page.goto(f"{looks.HOST}/{name.replace(' ', '-')}/")
            assert looks.sideways(page) == 0, name
            assert looks.axe_findings(page) == [], name
            look = os.environ.get("OPENKAP_LOOK")
            if look:
                page.screenshot(path=f"{look}/{name.replace(' ', '-')}-{width}.png", full_page=True)
