"""Answers on a real phone screen: what the network does to them, and that help waits for no network.

The page is the portal's own; its server is played here, so that it can be away, refuse, and be counted.
"""

import json
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
    if looks.chromium_path() is None:
        pytest.skip("no chromium here; `./run test` brings one")
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
