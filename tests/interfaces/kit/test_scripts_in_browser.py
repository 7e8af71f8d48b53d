"""The small scripts in a real browser: what they say is true even when network, clock or server are not well."""

import mimetypes
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.contrib.staticfiles import finders
from django.template import Context, Template
from playwright.sync_api import Browser, Page, Route, expect
from tests.support import looks

from openkap.terms.moment import iso

BASE = (
    '{% extends "kit/base.html" %}{% load kit %}{% block main %}<main id="main"><h1>Page</h1>BODY</main>{% endblock %}'
)
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def html(body: str, scripts: str, **values: Any) -> str:
    source = BASE.replace("BODY", body) + "{% block scripts %}" + scripts + "{% endblock %}"
    return Template(source).render(Context({"theme": "light", **values}))


def site(page_html: str, other: Callable[[Route, SplitResult], None] | None = None) -> looks.Answer:
    """A site of one page at / whose other addresses are answered by `other`."""

    def answer(route: Route, url: SplitResult) -> None:
        if url.path == "/":
            headers = {"Content-Security-Policy": looks.CONTENT_POLICY}
            return route.fulfill(body=page_html, content_type="text/html; charset=utf-8", headers=headers)
        assert other, url
        return other(route, url)

    return answer


CLOCKS = '{% elapsed since now=now %}{% due "Blood pressure" due=due now=now watch_after=120 alert_after=300 %}'


def test_the_clocks_count_on_and_turn_by_shape_at_the_sites_seconds(browser: Browser) -> None:
    page_html = html(
        CLOCKS, '{% module "clock" %}', since=NOW - timedelta(minutes=41), due=NOW + timedelta(minutes=1), now=NOW
    )
    with looks.open_pages(browser, site(page_html)) as page:
        page.clock.install(time=NOW - timedelta(seconds=1))
        page.clock.pause_at(NOW)  # or a slow browser's own seconds would count too
        page.goto(looks.HOST)
        value, due = page.locator(".clock-value"), page.locator(".due")
        expect(value).to_have_text("41 min")
        expect(due).to_contain_text("in 1 min")
        page.clock.run_for(60_000)
        expect(value).to_have_text("42 min")
        expect(due).to_contain_text("now")
        expect(due).to_have_attribute("data-state", "")
        page.clock.run_for(120_000)
        expect(due).to_contain_text("2 min late")
        expect(due).to_have_attribute("data-state", "watch")
        expect(due.locator(".icon-watch")).to_be_visible()
        expect(due.locator(".icon-clock")).to_be_hidden()
        page.clock.run_for(180_000)
        expect(due).to_have_attribute("data-state", "alert")
        expect(due.locator(".icon-alert")).to_be_visible()


def test_a_fragment_corrects_a_tablet_whose_clock_is_wrong(browser: Browser) -> None:
    page_html = html('<div id="place"></div>', '{% module "clock" %}')
    fragment = Template("{% load kit %}{% elapsed since now=now %}").render(
        Context({"since": NOW - timedelta(minutes=10), "now": NOW})
    )
    with looks.open_pages(browser, site(page_html)) as page:
        page.clock.install(time=NOW + timedelta(hours=3))  # the tablet's clock is three hours ahead
        page.goto(looks.HOST)
        page.clock.run_for(2000)
        page.evaluate("html => { document.getElementById('place').innerHTML = html }", fragment)
        expect(page.locator(".clock-value")).to_have_text("10 min")


def test_a_page_from_the_tablets_own_cache_trusts_the_tablets_clock(browser: Browser) -> None:
    page_html = html(CLOCKS, '{% module "clock" %}', since=NOW, due=NOW, now=NOW)
    with looks.open_pages(browser, site(page_html)) as page:
        page.clock.install(time=NOW + timedelta(minutes=30))
        # As after a reload without a network: the browser reports that nothing was transferred.
        page.add_init_script("performance.getEntriesByType = () => [{type: 'reload', transferSize: 0}]")
        page.goto(looks.HOST)
        expect(page.locator(".clock-value")).to_have_text("30 min")


LIVE = """<kit-live src="/stream" poll="/poll" since="7" stale-after="10">{% stale %}<div id="board">old</div>
<div id="form"><input id="field" aria-label="Field"></div></kit-live>"""


def test_live_takes_events_and_the_browser_asks_on_from_the_last_it_saw(browser: Browser) -> None:
    asked: list[tuple[str | None, str | None]] = []
    page_html = html(LIVE, '{% module "live" %}')

    class Server(BaseHTTPRequestHandler):
        """A real one: requests that are answered in the test's own process do not show Last-Event-ID."""

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            if url.path == "/stream":
                asked.append((parse_qs(url.query).get("since", [None])[0], self.headers["Last-Event-ID"]))
                number = int(asked[-1][1] or asked[-1][0] or 0) + 1
                if number > 10:  # no more news, however slow the browser is
                    return self.reply(b"", "text/event-stream", status=204)
                news = f'retry: 50\n\nid: {number}\ndata: <div id="board">news {number}</div>\n\n'
                return self.reply(news.encode(), "text/event-stream")
            if url.path == "/":
                return self.reply(page_html.encode(), "text/html; charset=utf-8")
            found = finders.find(url.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(url.path)[0] or "text/plain"
            return self.reply(Path(found).read_bytes(), kind) if found else self.reply(b"", kind, status=204)

        def reply(self, body: bytes, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", looks.CONTENT_POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        expect(page.locator("#board")).to_have_text("news 10")
        expect(page.locator("[data-stale]")).to_be_hidden()
    finally:
        page.close()
        server.shutdown()
        server.server_close()
    assert asked[:3] == [("7", None), ("7", "8"), ("7", "9")]


def test_what_was_opened_in_a_live_part_stays_open(browser: Browser) -> None:
    part = (
        '<div id="board"><details><summary>More</summary>{}</details><details><summary>Less</summary></details></div>'
    )

    def other(route: Route, url: SplitResult) -> None:
        if url.path == "/stream":
            return route.fulfill(status=503)
        return route.fulfill(body=part.format("news"), headers={"Last-Event-ID": "8"})

    page_html = html(
        f'<kit-live src="/stream" poll="/poll" since="7">{part.format("old")}</kit-live>', '{% module "live" %}'
    )
    with looks.open_pages(browser, site(page_html, other), unwell=True) as page:
        page.goto(looks.HOST)
        page.evaluate("document.querySelector('details').open = true")
        expect(page.locator("details").first).to_contain_text("news", timeout=8000)
        assert page.locator("details").evaluate_all("all => all.map(one => one.open)") == [True, False]


def test_a_full_server_is_asked_by_polling_and_staleness_is_said_within_10_seconds(browser: Browser) -> None:
    state = {"up": True, "polls": []}

    def other(route: Route, url: SplitResult) -> None:
        if url.path == "/stream":
            return route.fulfill(status=503)
        state["polls"].append(parse_qs(url.query)["since"][0])  # type: ignore[union-attr]
        if not state["up"]:
            return route.abort()
        number = 8 + len(state["polls"])  # type: ignore[arg-type]
        return route.fulfill(
            body=f'<div id="board">poll {number}</div>',
            content_type="text/html",
            headers={"Last-Event-ID": str(number)},
        )

    with looks.open_pages(browser, site(html(LIVE, '{% module "live" %}'), other), unwell=True) as page:
        page.clock.install(time=NOW)
        page.goto(looks.HOST)
        expect(page.locator("#board")).to_have_text("poll 9")
        page.clock.run_for(3000)
        expect(page.locator("#board")).to_have_text("poll 10")
        assert state["polls"][:2] == ["7", "9"]  # type: ignore[index]
        state["up"] = False
        page.clock.run_for(8000)
        page.clock.run_for(3000)
        notice = page.locator("[data-stale]")
        expect(notice).to_be_visible()
        expect(notice).to_contain_text("No connection since")
        state["up"] = True
        page.clock.run_for(3000)
        expect(notice).to_be_hidden()


def test_live_never_takes_a_field_away_from_someone_who_types(browser: Browser) -> None:
    def other(route: Route, url: SplitResult) -> None:
        if url.path == "/stream":
            return route.fulfill(status=204)
        return route.fulfill(
            body='<div id="form"><input id="field" value="new" aria-label="Field"></div>',
            content_type="text/html",
            headers={"Last-Event-ID": "8"},
        )

    body = LIVE.replace(' src="/stream"', "")
    with looks.open_pages(browser, site(html(body, '{% module "live" %}'), other)) as page:
        page.clock.install(time=NOW)
        page.goto(looks.HOST)
        field = page.locator("#field")
        expect(field).to_have_value("new")
        field.fill("128")
        page.clock.run_for(3500)
        expect(field).to_have_value("128")
        field.blur()
        page.clock.run_for(100)
        expect(field).to_have_value("new")


SAVE = """<kit-autosave><form method="post" action="/answer">{% choices "Sleep" id="q" name="q" choices=choices %}
{% saved "" %}<span data-without-script>{% button "Keep" %}</span></form></kit-autosave>"""
CHOICES = [{"value": value, "label": f"Answer {value}"} for value in range(3)]


def saving(browser: Browser, reply: Callable[[Route, int], None], act: Callable[[Page, list[str]], None]) -> None:
    sent: list[str] = []

    def other(route: Route, _: SplitResult) -> None:
        sent.append(route.request.post_data or "")
        reply(route, len(sent))

    page_html = html(SAVE, '{% module "autosave" %}', choices=CHOICES)
    with looks.open_pages(browser, site(page_html, other), unwell=True) as page:
        page.clock.install(time=NOW)
        page.goto(looks.HOST)
        act(page, sent)


def test_an_answer_is_saved_when_it_is_chosen_and_said_so(browser: Browser) -> None:
    def act(page: Page, sent: list[str]) -> None:
        expect(page.get_by_role("button", name="Keep")).to_be_hidden()
        page.get_by_label("Answer 0").check()
        expect(page.locator("[data-saved]")).to_have_text("Saved")
        assert sent == ["q=0"]

    saving(browser, lambda route, _: route.fulfill(status=204), act)


def test_without_a_network_it_keeps_trying_and_never_says_saved(browser: Browser) -> None:
    def reply(route: Route, number: int) -> None:
        route.fulfill(status=500 if number < 3 else 204)

    def act(page: Page, sent: list[str]) -> None:
        page.get_by_label("Answer 2").check()
        line = page.locator("[data-saved]")
        expect(line).to_contain_text("Not saved yet")
        expect(line).to_have_attribute("data-state", "waiting")
        page.clock.run_for(1100)
        expect(line).to_contain_text("Not saved yet")
        page.clock.run_for(2100)
        expect(line).to_have_text("Saved")
        assert sent == ["q=2"] * 3

    saving(browser, reply, act)


def test_a_redirect_to_the_sign_in_page_is_no_receipt(browser: Browser) -> None:
    def act(page: Page, sent: list[str]) -> None:
        page.get_by_label("Answer 1").check()
        expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
        expect(page.get_by_role("button", name="Keep")).to_be_visible()
        assert len(sent) == 1

    saving(browser, lambda route, _: route.fulfill(status=302, headers={"Location": "/sign-in"}), act)


def test_what_the_server_says_is_shown(browser: Browser) -> None:
    def reply(route: Route, _: int) -> None:
        route.fulfill(status=422, body="This questionnaire was closed at 14:05.", content_type="text/plain")

    def act(page: Page, _: list[str]) -> None:
        page.get_by_label("Answer 1").check()
        expect(page.locator("[data-saved]")).to_have_text("This questionnaire was closed at 14:05.")

    saving(browser, reply, act)


def test_the_newest_choice_goes_out_last(browser: Browser) -> None:
    held: list[Route] = []

    def reply(route: Route, number: int) -> None:
        if number == 1:
            held.append(route)
        else:
            route.fulfill(status=204)

    def act(page: Page, sent: list[str]) -> None:
        page.get_by_label("Answer 0").check()
        page.get_by_label("Answer 1").check()
        page.get_by_label("Answer 2").check()
        expect(page.locator("[data-saved]")).to_have_text("Saving …")
        held[0].fulfill(status=204)
        expect(page.locator("[data-saved]")).to_have_text("Saved")
        assert sent == ["q=0", "q=2"]

    saving(browser, reply, act)


def test_steps_move_within_the_range_and_never_take_over_the_last_value(browser: Browser) -> None:
    body = '{% measured "Nausea" id="n" name="n" unit="of 10" step="1" low="0" high="2" last="7" %}'
    with looks.open_pages(browser, site(html(body, '{% module "number" %}'))) as page:
        page.goto(looks.HOST)
        field = page.get_by_label("Nausea, in of 10")
        more, less = page.get_by_role("button", name="Raise Nausea"), page.get_by_role("button", name="Lower Nausea")
        expect(field).to_have_value("")
        more.click()
        expect(field).to_have_value("0")
        for _ in range(4):
            more.click()
        expect(field).to_have_value("2")
        for _ in range(4):
            less.click()
        expect(field).to_have_value("0")
        assert looks.axe_findings(page) == []


def test_htmx_swaps_a_fragment_under_the_strict_policy_and_shows_an_error_answer(browser: Browser) -> None:
    def other(route: Route, url: SplitResult) -> None:
        if url.path == "/keep":
            return route.fulfill(status=422, body='<p id="row">Choose a time.</p>', content_type="text/html")
        return route.fulfill(body='<p id="row">14:05</p>', content_type="text/html")

    body = """<p id="row">none yet</p>
    <button class="button" hx-get="/row" hx-target="#row" hx-swap="outerHTML">Ask</button>
    <form hx-post="/keep" hx-target="#row" hx-swap="outerHTML"><button class="button">Keep</button></form>"""
    with looks.open_pages(browser, site(html(body, "{% htmx %}"), other), unwell=True) as page:
        page.goto(looks.HOST)
        page.get_by_role("button", name="Ask").click()
        expect(page.locator("#row")).to_have_text("14:05")
        page.get_by_role("button", name="Keep").click()
        expect(page.locator("#row")).to_have_text("Choose a time.")


def test_copying_says_that_it_copied(browser: Browser) -> None:
    page_html = html('{% copyable "JH-00412" %}', '{% module "copy" %}')
    with looks.open_pages(browser, site(page_html), permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(looks.HOST)
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("button")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == "JH-00412"


def test_the_summary_of_what_needs_a_look_is_where_the_reader_arrives(browser: Browser) -> None:
    body = '{% error_summary problems=problems %}{% measured "Weight" id="w" name="w" unit="kg" %}'
    page_html = html(body, '{% module "focus" %}', problems=[{"message": "Weight is empty", "url": "#w"}])
    with looks.open_pages(browser, site(page_html)) as page:
        page.goto(looks.HOST)
        expect(page.locator("#error-summary")).to_be_focused()
        page.get_by_role("link", name="Weight is empty").click()
        expect(page.get_by_label("Weight")).to_be_focused()


def test_times_for_scripts_are_written_as_records_write_them() -> None:
    shown = Template("{% load kit %}{% elapsed at now=at %}").render(Context({"at": NOW}))
    assert f'since="{iso(NOW)}"' in shown
