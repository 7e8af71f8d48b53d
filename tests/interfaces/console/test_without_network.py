"""The room without a network, in a real browser: it opens, it takes everything in, and nothing is lost or doubled."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from tests.interfaces.console.house import House, served
from tests.interfaces.console.tablet import LYING, Tablet
from tests.support import looks
from tests.support.clusters import new_folder

pytestmark = pytest.mark.journey

READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A house of its own: here entries are counted."""
    with new_folder() as folder, served(Path(folder.path)) as house:
        yield house


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=LYING)  # type: ignore[arg-type]
    yield opened
    opened.close()


@pytest.fixture
def guide(context: BrowserContext, house: House) -> Tablet:
    return ready(Tablet(context, house, "guide"))


def ready(tablet: Tablet) -> Tablet:
    """Once its worker has what it needs."""
    for _ in range(100):
        if tablet.page.evaluate(READY):
            break
        tablet.page.wait_for_timeout(100)
    tablet.page.wait_for_timeout(600)  # the room as it is seen has been kept
    return tablet


def reading(page: Page, sbp: int, dbp: int, hr: int) -> None:
    for name, value in (("sbp", sbp), ("dbp", dbp), ("hr", hr)):
        page.fill(f"#sign-{name}", str(value))
    page.press("#sign-hr", "Enter")


def titles(tablet: Tablet) -> list[str]:
    return tablet.timeline.locator(".entry-title").all_text_contents()


def test_a_session_without_a_network_comes_whole_into_the_record(guide: Tablet, context: BrowserContext) -> None:
    page, before = guide.page, titles(guide)

    context.set_offline(True)
    guide.mark("Fear").click()
    reading(page, 141, 91, 88)
    expect(guide.saved).to_contain_text("2 not saved yet; kept on this device since")
    expect(page.locator("[data-stale]")).to_be_visible()
    page.fill("#note-text", "Half a sen")
    page.wait_for_timeout(600)

    page.reload()
    expect(guide.saved).to_contain_text("2 not saved yet")
    expect(page.locator("html")).to_have_attribute("data-away", "")
    expect(page.locator(".intention")).to_be_visible()
    expect(page.locator("#note-text")).to_have_value("Half a sen")
    expect(page).to_have_title("(2 not saved) Session room")
    assert titles(guide) == before
    assert looks.axe_findings(page) == []

    page.fill("#note-text", "Half a sentence, made whole in the dark.")
    page.locator(".note-form .keep-button").click()
    guide.mark("Settled").click()
    expect(page.locator("[data-pending] li")).to_have_count(4)

    page.reload()  # away a second time, from what the first has kept
    expect(guide.saved).to_contain_text("4 not saved yet")
    expect(guide.saved).to_have_attribute("data-ready", "")

    context.set_offline(False)
    expect(guide.saved).to_have_text("All saved", timeout=12_000)
    for title in ("Fear", "141/91 mmHg · Heart rate 88 /min", "Settled"):
        guide.sees(title, timeout=8000)
    guide.sees("Half a sentence, made whole in the dark.")
    online = titles(guide)
    assert sorted(online) == sorted([*before, "Fear", "141/91 mmHg · Heart rate 88 /min", "Settled", "Note"])
    page.reload()
    expect(page.locator("html")).not_to_have_attribute("data-away", "")
    assert titles(guide) == online
    assert guide.complaints == []


def test_sixty_readings_over_a_line_that_loses_a_quarter_of_all(guide: Tablet, context: BrowserContext) -> None:
    chance, fates = random.Random(20261125), []  # noqa: S311 - it draws what is lost

    def lossy(route: Route) -> None:
        fate = chance.random()
        fates.append(fate)
        if fate < 0.25:
            return route.abort()
        if fate < 0.5:
            route.fetch()
            return route.abort()
        return route.continue_()

    page = guide.page
    context.set_offline(True)
    for number in range(60):
        page.fill("#sign-hr", str(100 + number))
        page.press("#sign-hr", "Enter")
        expect(page.locator("#sign-hr")).to_have_value("")
    expect(guide.saved).to_contain_text("60 not saved yet")
    page.route("**/reading/", lossy)

    context.set_offline(False)
    expect(guide.saved).to_have_text("All saved", timeout=120_000)

    # One that was lost comes after later ones: what is saved is seen when the next news brings it.
    sent = guide.timeline.locator(".entry-title", has_text=re.compile(r"^Heart rate 1\d\d /min$"))
    expect(sent).to_have_count(60, timeout=8000)
    rates = [int(found[1]) for title in titles(guide) if (found := re.match(r"Heart rate (1\d\d) /min$", title))]
    assert rates == list(reversed(range(100, 160)))
    assert len(fates) > 60


def test_what_is_not_saved_holds_the_way_out(guide: Tablet, context: BrowserContext, house: House) -> None:
    page = guide.page
    context.set_offline(True)
    guide.mark("Spoke").click()
    expect(guide.saved).to_contain_text("1 not saved yet")

    page.get_by_role("link", name="End the session").click()

    expect(page.locator("[data-hold]")).to_be_visible()
    assert page.url.endswith(house.room)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    context.set_offline(False)
    expect(guide.saved).to_have_text("All saved", timeout=12_000)
    expect(page.locator("[data-hold]")).to_be_hidden()


def test_an_unsent_entry_holds_the_sign_out_and_a_sign_out_empties_the_device(
    guide: Tablet, context: BrowserContext, house: House
) -> None:
    page = guide.page
    page.route("**/mark/", lambda route: route.abort())
    guide.mark("Tears").click()
    expect(guide.saved).to_contain_text("1 not saved yet")
    desk = context.new_page()
    desk.goto(f"{house.server.url}/desk/")

    desk.get_by_role("button", name="Sign out").click()

    expect(desk.locator("[data-unsent]")).to_contain_text("1 entry of the session room on this device not saved yet")
    assert "/desk/" in desk.url
    page.unroute("**/mark/")
    expect(guide.saved).to_have_text("All saved", timeout=12_000)
    page.close()
    desk.get_by_role("button", name="Sign out").click()
    desk.wait_for_url(lambda url: "/desk/" not in url)

    Tablet.signed_in.clear()  # those cookies open nothing any more
    assert desk.evaluate("indexedDB.databases().then(all => all.map(one => one.name))") == []
    assert [one for one in context.cookies(house.server.url + "/room/") if one["name"] == "openkap-room-key"] == []


def test_nothing_readable_is_written_to_the_device(browser: Browser, house: House, tmp_path: Path) -> None:
    """ONC 45 CFR 170.315(d)(7): the browser's own folder is searched while entries wait, and after it was closed."""
    canary = "Zzcanary-in-the-note"
    context = browser.browser_type.launch_persistent_context(
        str(tmp_path), executable_path=looks.chromium_path(), args=["--no-sandbox"], viewport=LYING
    )
    tablet = ready(Tablet(context, house, "guide"))
    context.set_offline(True)
    tablet.page.fill("#note-text", canary)
    # A browser writes what stands in a form to its folder some seconds later, unless the form forbids it.
    tablet.page.wait_for_timeout(5000)
    tablet.page.locator(".note-form .keep-button").click()
    expect(tablet.saved).to_contain_text("1 not saved yet")
    tablet.page.reload()
    expect(tablet.saved).to_contain_text("1 not saved yet")
    assert tablet.page.evaluate("indexedDB.databases().then(all => all.length)") == 1
    waiting = written_in_plain(tmp_path, canary, "DOE")
    context.set_offline(False)
    expect(tablet.saved).to_have_text("All saved", timeout=12_000)
    context.close()
    assert waiting == []
    assert written_in_plain(tmp_path, canary, "DOE") == []


def written_in_plain(folder: Path, *words: str) -> list[str]:
    """The files of the folder in which one of the words stands, in either of the ways a browser writes text."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            held = path.read_bytes()
            found += [
                f"{path.name}: {word}" for word in words for way in ("utf-8", "utf-16-le") if word.encode(way) in held
            ]
    return found


def test_a_page_that_was_never_opened_here_says_so(guide: Tablet, context: BrowserContext, house: House) -> None:
    context.set_offline(True)

    guide.page.goto(f"{house.server.url}/room/")

    expect(guide.page.locator("[data-nothing]")).to_contain_text("There is no connection")
    expect(guide.page.get_by_role("link", name="The room that this device has kept")).to_be_visible()
    assert looks.axe_findings(guide.page) == []
    assert looks.small_targets(guide.page) == []


def test_a_sign_in_that_has_ended_keeps_what_waits(
    opened: Callable[..., Tablet], guide: Tablet, context: BrowserContext
) -> None:
    context.clear_cookies(name="sessionid")

    guide.mark("Silence").click()

    expect(guide.saved).to_contain_text("Sign in again to send what is kept")
    expect(guide.page.get_by_role("link", name="Sign in again")).to_be_visible()
    context.add_cookies([one for one in opened("guide").page.context.cookies() if one["name"] == "sessionid"])
    expect(guide.saved).to_have_text("All saved", timeout=12_000)
