"""The room in two real browsers: both see each other's entries, and no entry is lost or doubled, whatever fails."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.interfaces.console.house import House
from tests.interfaces.console.tablet import LYING, UPRIGHT, Tablet, unreachable

pytestmark = pytest.mark.journey


def test_two_people_see_each_others_entries_and_keep_what_they_type(opened: Callable[..., Tablet]) -> None:
    guide, monitor = opened("guide"), opened("monitor", UPRIGHT)
    guide.page.fill("#note-text", "Half a sent")

    monitor.page.fill("#sign-sbp", "131")
    monitor.page.fill("#sign-dbp", "83")
    monitor.page.fill("#sign-hr", "76")
    monitor.page.press("#sign-hr", "Enter")

    guide.sees("131/83 mmHg")
    monitor.sees("131/83 mmHg")
    expect(guide.page.locator("#live-signs")).to_contain_text("131/83")
    expect(guide.page.locator("#sign-sbp")).to_have_attribute("placeholder", "131")
    expect(guide.page.locator("#sign-sbp")).to_have_value("")
    expect(monitor.page.locator("#sign-sbp")).to_have_value("")
    expect(guide.page.locator("#note-text")).to_have_value("Half a sent")

    guide.page.fill("#note-text", "Half a sentence, now whole.")
    guide.page.locator(".note-form .keep-button").click()
    monitor.sees("Half a sentence, now whole.")
    expect(guide.page.locator("#note-text")).to_have_value("")


def test_a_tap_is_one_mark_and_a_double_tap_is_one_too(opened: Callable[..., Tablet]) -> None:
    guide = opened("guide")

    guide.mark("Fear").click()
    guide.sees("Fear")
    expect(guide.mark("Fear").locator("small")).to_have_text(re.compile(r"\d\d:\d\d"))
    guide.mark("Silence").dblclick()
    guide.sees("Silence")
    guide.page.wait_for_timeout(1500)

    assert (guide.entries("Fear"), guide.entries("Silence")) == (1, 1)


def test_undo_strikes(opened: Callable[..., Tablet]) -> None:
    guide = opened("guide")
    guide.mark("Eyeshade off").click()

    guide.page.locator("[data-undo] button").click()

    guide.sees("Struck out: Tapped by mistake.")
    expect(guide.page.locator("[data-undo]")).to_be_hidden()


def test_an_entry_whose_answer_was_lost_is_kept_once(opened: Callable[..., Tablet]) -> None:
    guide = opened("guide")
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    guide.page.route("**/mark/", lose_the_answer)
    guide.mark("Music changed").click()

    expect(guide.saved).to_have_text("All saved", timeout=8000)
    guide.sees("Music changed")
    assert lost == [200]
    assert guide.entries("Music changed") == 1


def test_what_could_not_be_sent_outlives_a_reload(opened: Callable[..., Tablet]) -> None:
    guide = opened("guide")
    with unreachable(guide.page):
        guide.mark("Touch given as agreed").click()
        expect(guide.saved).to_contain_text("1 not saved yet")
        expect(guide.page.locator("[data-pending]")).to_contain_text("Touch given as agreed: not saved yet")
        guide.page.reload()
        expect(guide.saved).to_contain_text("1 not saved yet")

    expect(guide.saved).to_have_text("All saved", timeout=10_000)
    guide.sees("Touch given as agreed")
    assert guide.entries("Touch given as agreed") == 1


def test_what_is_refused_later_is_given_back_whole_until_it_was_seen(opened: Callable[..., Tablet]) -> None:
    guide = opened("guide")
    words = "A long note, of which every word counts. " * 4

    def ended_meanwhile(route: Route) -> None:
        route.fulfill(status=409, json={"field": "", "message": "This session has ended.", "reasons": []})

    with unreachable(guide.page, "**/note/"):
        guide.page.fill("#note-text", words)
        guide.page.locator(".note-form .keep-button").click()
        expect(guide.saved).to_contain_text("1 not saved yet")
        guide.page.route("**/note/", ended_meanwhile)
        for _ in range(2):
            given_back = guide.page.locator("[data-refused]")
            expect(given_back).to_contain_text(words.strip(), timeout=8000)
            expect(given_back).to_contain_text("This session has ended.")
            guide.page.reload()
        guide.page.get_by_role("button", name="I have seen it").click()
        expect(guide.page.locator("[data-refused] p")).to_have_count(0)
        guide.page.reload()
        expect(guide.saved).to_have_attribute("data-ready", "")
        expect(guide.page.locator("[data-refused] p")).to_have_count(0)


def test_enter_in_the_time_of_a_mark_taps_no_mark(opened: Callable[..., Tablet]) -> None:
    guide = opened("guide")
    before = guide.timeline.locator("li").count()

    guide.page.locator('.form-line [name="happened_at"]').first.press("Enter")
    guide.page.wait_for_timeout(1000)

    assert guide.timeline.locator("li").count() == before


def test_another_persons_entries_wait_for_that_person(browser: Browser, house: House) -> None:
    context = browser.new_context(viewport=LYING)  # type: ignore[arg-type]
    guide = Tablet(context, house, "guide")
    with unreachable(guide.page):
        guide.mark("Touch declined").click()
        expect(guide.saved).to_contain_text("1 not saved yet")
        guide.page.close()  # while nothing gets through: one moment later it would have been sent
    context.clear_cookies(name="sessionid")

    monitor = Tablet(context, house, "monitor")
    expect(monitor.saved).to_contain_text("1 of another person wait")
    assert monitor.entries("Touch declined") == 0
    monitor.page.close()
    context.clear_cookies(name="sessionid")

    again = Tablet(context, house, "guide")
    again.sees("Touch declined", timeout=8000)
    context.close()


def test_a_restart_of_the_server_loses_nothing(opened: Callable[..., Tablet], house: House) -> None:
    guide, monitor = opened("guide"), opened("monitor")
    guide.mark("Tears").click()
    monitor.sees("Tears")
    expect(guide.saved).to_have_text("All saved")

    house.dies()
    guide.mark("Spoke").click()
    guide.mark("Settled").click()
    monitor.page.fill("#sign-hr", "69")
    monitor.page.press("#sign-hr", "Enter")
    expect(guide.saved).to_contain_text("2 not saved yet")
    expect(monitor.saved).to_contain_text("1 not saved yet")
    expect(guide.page.locator("[data-stale]")).to_be_visible(timeout=12_000)
    guide.page.wait_for_timeout(3000)
    house.is_started_again()

    expect(guide.saved).to_have_text("All saved", timeout=12_000)
    expect(monitor.saved).to_have_text("All saved", timeout=12_000)
    for tablet in (guide, monitor):
        for title in ("Tears", "Spoke", "Settled", "Heart rate 69 /min"):
            tablet.sees(title, timeout=8000)
            assert tablet.entries(title) == 1, title
        expect(tablet.page.locator("[data-stale]")).to_be_hidden(timeout=8000)


def test_without_a_stream_the_room_asks_again_and_again(opened: Callable[..., Tablet], browser: Browser) -> None:
    monitor, guide = opened("monitor"), opened("guide")
    guide.page.route("**/stream/**", lambda route: route.fulfill(status=503, headers={"Retry-After": "30"}))
    guide.page.reload()

    monitor.mark("Restroom").click()

    guide.sees("Restroom", timeout=8000)
    guide.page.wait_for_timeout(3500)
    expect(guide.page.locator("[data-stale]")).to_be_hidden()


def test_when_the_session_ends_elsewhere_nothing_typed_is_lost(opened: Callable[..., Tablet], house: House) -> None:
    """The live part of an ended session, as the server would give it."""
    guide, reader = opened("guide"), opened("guide")

    def ended(route: Route) -> None:
        answer = route.fetch(url=f"{house.server.url}{house.room}live/")
        body = answer.text().replace('data-state="live"', 'data-state="ended"')
        route.fulfill(response=answer, body=body)

    for tablet in (guide, reader):
        tablet.page.route("**/timeline/**", ended)
    guide.page.fill("#note-text", "Not sent yet")
    with reader.page.expect_navigation():
        guide.mark("Distraction").click()
    expect(guide.page.locator("[data-over]")).to_be_visible()
    expect(guide.page.locator("#note-text")).to_have_value("Not sent yet")


def test_what_cannot_be_is_said_at_its_field_and_stays_typed(opened: Callable[..., Tablet]) -> None:
    monitor = opened("monitor")
    monitor.page.fill("#sign-sbp", "1200")
    monitor.page.fill("#sign-dbp", "80")
    monitor.page.press("#sign-dbp", "Enter")

    expect(monitor.page.locator("#problem-reading")).to_contain_text("Systolic 1200: enter a whole number")
    expect(monitor.page.locator("#sign-sbp")).to_be_focused()
    expect(monitor.page.locator("#sign-sbp")).to_have_attribute("aria-invalid", "true")
    expect(monitor.page.locator("#sign-sbp")).to_have_value("1200")
    expect(monitor.saved).to_have_text("All saved")

    monitor.page.fill("#sign-sbp", "120")
    monitor.page.press("#sign-sbp", "Enter")
    monitor.sees("120/80 mmHg")
    expect(monitor.page.locator("#problem-reading")).to_be_hidden()


def test_a_dose_is_read_once_more_and_a_large_one_typed_twice(opened: Callable[..., Tablet]) -> None:
    monitor = opened("monitor")
    page = monitor.page
    page.locator("#dose > summary").click()
    expect(page.locator("#dose-route")).to_have_value("")
    expect(page.locator("#dose-unit")).to_have_value("")
    expect(page.locator("#dose-minutes")).to_be_hidden()
    page.select_option("#dose-route", "iv")
    expect(page.locator("#dose-minutes")).to_be_visible()
    page.select_option("#dose-route", "im")
    page.fill("#dose-number", "160")
    page.get_by_role("button", name="Read it once more").click()
    expect(page.locator("#problem-dose")).to_contain_text("Choose the unit of the dose")
    page.select_option("#dose-unit", "mg")
    page.get_by_role("button", name="Read it once more").click()
    expect(page.locator("[data-dose-words]")).to_have_text("160 mg, IM injection, not read back by a second person")
    page.get_by_role("button", name="Yes, record it").click()

    expect(page.locator("#problem-dose")).to_contain_text("Check the decimal point")
    expect(page.locator("#dose-read-back")).to_be_focused()
    page.fill("#dose-read-back", "160")
    page.get_by_role("button", name="Read it once more").click()
    page.get_by_role("button", name="Yes, record it").click()

    # It is also more than was ordered: the reason, and who read it back.
    expect(page.locator("#problem-dose")).to_contain_text("more than the order leaves")
    expect(page.locator("#dose-deviation")).to_be_focused()
    page.fill("#dose-deviation", "The prescriber said so at the bedside.")
    page.select_option("#dose-second", label="Alder House guide")
    page.get_by_role("button", name="Read it once more").click()
    expect(page.locator("[data-dose-words]")).to_have_text("160 mg, IM injection, read back by Alder House guide")
    page.get_by_role("button", name="Yes, record it").click()

    monitor.sees("160 mg ketamine, IM injection")
    expect(page.locator("#live-clocks .clock")).to_contain_text("0 min")
    expect(page.locator("#live-clocks .due")).to_contain_text("Vital signs")
    expect(page.locator("#dose-number")).to_be_hidden()
    expect(page.get_by_role("link", name="Discharge")).to_be_visible()


def test_an_entry_is_struck_from_the_timeline(opened: Callable[..., Tablet]) -> None:
    guide = opened("guide")
    guide.page.fill("#note-text", "In the wrong room.")
    guide.page.locator(".note-form .keep-button").click()
    guide.sees("In the wrong room.")

    guide.timeline.locator("li", has_text="In the wrong room.").get_by_role("link").click()
    guide.page.locator("#strike").get_by_role("button", name="Strike it").click()
    expect(guide.page.locator("#problem-strike")).to_contain_text("Reason")
    guide.page.fill("#strike-reason", "Another client's.")
    guide.page.press("#strike-reason", "Enter")

    guide.sees("Struck out: Another client's.")
    expect(guide.page.locator("#strike")).to_be_hidden()
