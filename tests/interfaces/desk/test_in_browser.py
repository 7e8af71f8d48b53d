"""The desk in a real browser: accessible, no wider than its window, kept fresh, and careful with what was typed.

Pages are made first, in the test's own database, and then shown: a browser that is open forbids the database.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import looks
from tests.support.course import begin, in_the_room
from tests.support.dosed import dose_and_end

from openkap.records.alerts import find as alerts
from openkap.services.request_care import request_care
from openkap.terms.identity import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

SIZES = (320, 390, 820, 1280)
_HTML = "text/html; charset=utf-8"


@contextmanager
def _shown(answer: looks.Answer, **how: object) -> "Iterator[Page]":
    """A page of a browser that is open for this test alone."""
    looks.needs_chromium()
    with looks.chromium() as browser, looks.open_pages(browser, answer, **how) as page:
        yield page


@pytest.fixture
def pages(practice, bob, stand_at, now) -> dict[str, str]:
    """Every screen of the desk with something on it, by a name."""
    kap = dose_and_end(in_the_room(practice, now))
    integration_id = kap.book("integration", kap.at + timedelta(hours=30))
    medicine_id = kap.book("medicine", kap.at + timedelta(days=5))
    preparation_id = kap.book("preparation", kap.at + timedelta(days=2, hours=5))
    worried = begin(practice, kap.at + timedelta(hours=4)).fill_intake()
    worried.at += timedelta(hours=2)
    worried.hold(worried.consult_id)
    late = begin(practice, worried.at)
    response_id = late.answer("phq9", {"9": "3"}, send=False)
    request_id = request_care(
        within=practice.id,
        at=now,
        name="Ada Lovelace",
        phone="512 555 0142",
        email="",
        interest="undecided",
        message="Please call after five.",
    )
    stand_at(late.at + timedelta(hours=3))
    alert_id = alerts.open_alerts(within=practice.id)[0].id
    clearance = f"/desk/courses/{worried.course_id}/clearance/"
    shown = {
        "today": (Role.LEAD, "/desk/"),
        "today at the front desk": (Role.FRONT_DESK, "/desk/"),
        "clients": (Role.GUIDE, "/desk/clients/"),
        "requests": (Role.FRONT_DESK, "/desk/requests/"),
        "request": (Role.FRONT_DESK, f"/desk/requests/{request_id}/"),
        "chart": (Role.PRESCRIBER, f"/desk/clients/{kap.client_id}/"),
        "client at the front desk": (Role.FRONT_DESK, f"/desk/clients/{kap.client_id}/"),
        "clearance": (Role.PRESCRIBER, clearance),
        "book": (Role.FRONT_DESK, f"/desk/courses/{kap.course_id}/book/?kind=integration"),
        "preparation": (Role.GUIDE, f"/desk/sessions/{preparation_id}/"),
        "integration": (Role.GUIDE, f"/desk/sessions/{integration_id}/"),
        "gate": (Role.PRESCRIBER, f"/desk/sessions/{medicine_id}/"),
        "alerts": (Role.MONITOR, "/desk/alerts/"),
        "alert": (Role.GUIDE, f"/desk/alerts/{alert_id}/"),
        "answers": (Role.GUIDE, f"/desk/responses/{response_id}/"),
        "staff": (Role.LEAD, "/desk/staff/"),
        "questionnaires": (Role.LEAD, "/desk/questionnaires/"),
        "wording": (Role.LEAD, "/desk/wording/"),
        "tablet": (Role.LEAD, "/desk/tablet/"),
        "paper": (Role.GUIDE, f"/desk/responses/{response_id}/paper/"),
        "scores": (Role.GUIDE, f"/desk/clients/{kap.client_id}/measures/phq9/?axis=days"),
        "pathways": (Role.GUIDE, "/desk/pathways/"),
        "pathway": (Role.LEAD, "/desk/pathways/kap/"),
        "two pathways": (Role.LEAD, "/desk/pathways/kap/?beside=iv_only"),
        "change a pathway": (Role.LEAD, "/desk/pathways/kap/change/"),
        "say that it is so": (Role.GUIDE, f"/desk/courses/{kap.course_id}/attest/?what=support_plan"),
        "hold": (Role.PRESCRIBER, f"/desk/courses/{kap.course_id}/turn/"),
        "values": (Role.LEAD, "/desk/policy/"),
        "opening hours": (Role.LEAD, "/desk/policy/hours/"),
        "how rooms are set": (Role.LEAD, "/desk/policy/presets/"),
        "what rules do": (Role.LEAD, "/desk/policy/rules/"),
        "what a rule does": (Role.LEAD, "/desk/policy/rule/?rule=RC-01&drug=racemic"),
        "move": (Role.LEAD, f"/desk/courses/{kap.course_id}/move/"),
    }
    made = {name: bob(role).get(path).content.decode() for name, (role, path) in shown.items()}
    made["link"] = bob(Role.FRONT_DESK).post(f"/desk/clients/{kap.client_id}/link/").content.decode()
    made["code"] = bob(Role.GUIDE).post(f"/desk/clients/{kap.client_id}/in-the-clinic/").content.decode()
    made["clearance refused"] = bob(Role.PRESCRIBER).post(clearance, {"decision": "cleared"}).content.decode()
    made["the minute"] = bob(Role.LEAD).get("/desk/now/").content.decode()
    made["alert count"] = bob(Role.LEAD).get("/desk/alert-count/").content.decode()
    return made


def test_every_screen_is_accessible_and_fits(pages) -> None:
    screens = {name: page for name, page in pages.items() if "<html" in page}
    assert len(screens) == 36
    found: list[str] = []
    with _shown(
        lambda route, url: route.fulfill(body=screens[url.query.replace("+", " ")], content_type=_HTML)
    ) as page:
        for name in screens:
            for width in SIZES:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{looks.HOST}/?{name.replace(' ', '+')}")
                found += [f"{name} at {width}: {told}" for told in looks.small_targets(page)]
                if looks.sideways(page) > 0:
                    found.append(f"{name} at {width}: wider than the window")
            found += [f"{name}: {told}" for told in looks.axe_findings(page)]
            look = os.environ.get("OPENKAP_LOOK")
            if look:
                page.screenshot(path=f"{look}/desk-{name.replace(' ', '-')}.png", full_page=True)
    assert found == []


def test_the_day_is_kept_fresh_and_says_so_when_it_is_not(pages) -> None:
    answers = {"/desk/": pages["today"], "/desk/now/": pages["the minute"], "/desk/alert-count/": pages["alert count"]}
    state = {"well": True}

    def answer(route, url) -> None:
        if url.path == "/desk/now/" and not state["well"]:
            return route.fulfill(status=503, body="<p>Busy.</p>", content_type=_HTML)
        body = (
            answers[url.path].replace("has waited", "has waited, freshly read,") if url.path == "/desk/now/" else None
        )
        return route.fulfill(body=body or answers[url.path], content_type=_HTML)

    with _shown(answer, unwell=True) as page:
        page.clock.install()
        page.goto(f"{looks.HOST}/desk/")
        page.get_by_role("link", name="See and act").first.focus()
        page.clock.run_for(16_000)
        page.get_by_text("freshly read").first.wait_for()
        assert page.evaluate("document.activeElement.textContent").startswith("See and act")
        state["well"] = False
        page.clock.run_for(16_000)
        page.get_by_text("Not up to date since").wait_for()
        assert page.get_by_text("freshly read").first.is_visible()
        assert not page.get_by_text("Busy.").is_visible()
        state["well"] = True
        page.clock.run_for(16_000)
        page.get_by_text("Not up to date since").wait_for(state="detached")


def test_an_alert_is_heard_before_it_is_asked_for(pages) -> None:
    told = pages["alert count"].replace("1 open alert", "2 open alerts").replace('data-count="1"', 'data-count="2"')
    minute = pages["the minute"].replace("has waited", "has waited, freshly read,")
    answers = {"/desk/": pages["today"], "/desk/now/": minute, "/desk/alert-count/": told}

    def answer(route, url) -> None:
        if url.path == "/desk/alerts/stream/":
            lines = "".join(f"data: {line}\n" for line in told.splitlines())
            return route.fulfill(body=f"retry: 600000\n\n{lines}\n", content_type="text/event-stream")
        return route.fulfill(body=answers[url.path], content_type=_HTML)

    with _shown(answer, hears=True) as page:
        page.clock.install()  # so that no 15 seconds go by
        page.goto(f"{looks.HOST}/desk/")
        page.get_by_text("2 open alerts").wait_for()
        page.get_by_text("freshly read").first.wait_for()


_AS_IF_REDIRECTED = """
const real = window.fetch;
window.fetch = async (...asked) => Object.defineProperty(await real(...asked), "redirected", {value: true});
"""


def test_an_expired_visit_is_not_shown_as_no_alerts(pages) -> None:
    """After twelve hours the sign-in page answers instead: the count stays, and is said to be old."""

    def answer(route, url) -> None:
        is_count = url.path == "/desk/alert-count/"
        route.fulfill(body="<h1>Sign in</h1>" if is_count else pages["clients"], content_type=_HTML)

    with _shown(answer) as page:
        page.add_init_script(_AS_IF_REDIRECTED)
        page.clock.install()
        page.goto(f"{looks.HOST}/desk/clients/")
        page.clock.run_for(16_000)
        page.get_by_text("Not up to date since").wait_for()
        assert page.get_by_text("1 open alert").is_visible()
        assert not page.get_by_text("Sign in", exact=True).is_visible()


def test_leaving_what_was_typed_asks_first(pages) -> None:
    with _shown(lambda route, url: route.fulfill(body=pages["alert"], content_type=_HTML)) as page:
        page.goto(f"{looks.HOST}/desk/alert/")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto(f"{looks.HOST}/desk/clients/")
        assert asked == []
        page.get_by_label("What did you do?").press_sequentially("Called")
        page.goto(f"{looks.HOST}/desk/clients/")
        assert asked == ["beforeunload"]


def test_the_sitter_is_asked_about_without_a_script(pages) -> None:
    with _shown(
        lambda route, url: route.fulfill(body=pages["request"], content_type=_HTML), java_script_enabled=False
    ) as page:
        page.goto(f"{looks.HOST}/desk/request/")
        question = page.get_by_text("Does a sitter stay in the room?")
        assert not question.is_visible()
        page.get_by_label("IV ketamine only").check()
        assert question.is_visible()
        page.get_by_label("Ketamine-assisted psychotherapy", exact=True).check()
        assert not question.is_visible()
