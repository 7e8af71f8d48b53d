"""The light of the room: offered where lamps are listed, set at once, told on the timeline, and never queued."""

import json
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from tests.interfaces.console.support import text
from tests.support import looks
from tests.support.lamps import hold_in_north, list_lamps, wled

from openkap.services import set_light
from openkap.services.room_presets import keep_preset
from openkap.terms.identity import Role, new_id

LIGHT = "/light/"


@pytest.fixture
def lit(room, tmp_path, monkeypatch):
    """The room of a session with a lamp that takes whatever it is asked."""
    hold_in_north(room.place)
    listed = list_lamps(tmp_path / "lights.toml", wled("http://127.0.0.1:1"))
    monkeypatch.setenv("OPENKAP_LIGHTS", str(listed))
    room.dimmed = []
    monkeypatch.setattr(set_light, "dim", lambda lamp, percent: room.dimmed.append(percent))
    return room


def test_it_is_not_offered_where_no_lamp_is_listed(room):
    guide = room.sign_in(Role.GUIDE)
    assert "<room-light>" not in guide.get(room.url).content.decode()
    assert room.post("light", role=Role.GUIDE, level="20").status_code == 409


def test_it_is_set_and_told_once(lit):
    assert "<room-light>" in lit.sign_in(Role.GUIDE).get(lit.url).content.decode()
    said = {"level": "20", "entry_id": str(new_id(lit.clock.at))}
    for _ in range(2):
        assert lit.post("light", role=Role.GUIDE, **said).status_code == 303
    assert lit.dimmed == [20]
    assert text(lit.sign_in(Role.MONITOR).get(lit.url)).count("20 %") >= 1
    assert lit.post("light", role=Role.GUIDE, level="30").status_code == 422
    assert lit.dimmed == [20]


def test_a_preset_is_told_in_words_and_takes_the_light_with_it(lit):
    keep_preset(
        within=lit.place.id,
        by=lit.place[Role.LEAD],
        at=lit.clock.at,
        name="Quiet",
        room_id=None,
        light="5",
        temperature="22",
        recliner="flat",
        eyeshade="yes",
        blanket="",
        camera_off="yes",
    )
    page = lit.get(Role.GUIDE).content.decode()
    words = "Quiet: light 5 %, 22 °C (72 °F), recliner flat, eyeshade, camera off"
    assert f'name="text" value="{words}"' in page
    asked = []

    def answer(route):
        asked.append((urlsplit(route.request.url).path, parse_qs(route.request.post_data)))
        route.fulfill(json={"kept": asked[-1][1]["entry_id"][0]})

    with opened(page, answer, at=(LIGHT, "/mark/")) as tab:
        tab.locator("summary", has_text="Setting").click()
        tab.get_by_role("button", name="Quiet", exact=True).click()
        expect(tab.locator("room-light [data-told]")).to_have_text("Light: 5 %")
        expect(tab.locator("[data-saved]")).to_have_text("All saved")
    told = {path.rsplit("/", 2)[1]: said for path, said in asked}
    assert told["light"]["level"] == ["5"]
    assert (told["mark"]["what"], told["mark"]["text"]) == (["preset"], [words])
    assert lit.post("mark", role=Role.GUIDE, what="preset", text=words).status_code == 303
    assert words in text(lit.get(Role.MONITOR))
    assert lit.post("mark", role=Role.GUIDE, what="preset", text=" ").status_code == 422


@contextmanager
def opened(html, answer, *, at=(LIGHT,)):
    looks.needs_chromium()

    def reply(route, url):
        if route.request.method == "GET" and url.path == "/room/":
            return route.fulfill(body=html, content_type="text/html; charset=utf-8")
        if url.path.endswith(at):
            return answer(route)
        return route.fulfill(status=204)

    with looks.chromium() as browser, looks.open_pages(browser, reply, unwell=True) as page:
        page.add_init_script("delete Navigator.prototype.serviceWorker")  # it would ask past `reply`
        page.goto(f"{looks.HOST}/room/")
        page.locator("summary", has_text="Light").first.click()
        yield page


def test_a_tap_sets_it_without_leaving_the_page(lit):
    html, asked = lit.sign_in(Role.GUIDE).get(lit.url).content.decode(), []

    def answer(route):
        sent = {key: values[0] for key, values in parse_qs(route.request.post_data or "").items()}
        asked.append(sent["level"])
        if sent["level"] == "0":
            return route.fulfill(status=409, body=json.dumps({"message": "The light in North did not answer."}))
        if sent["level"] == "100":
            return route.abort("internetdisconnected")
        return route.fulfill(body=json.dumps({"kept": sent["entry_id"]}))

    with opened(html, answer) as page:
        told = page.locator("room-light [data-told]")
        for label, words in (
            ("20 %", "Light: 20 %"),
            ("off", "The light in North did not answer."),
            ("full", "The light was not reached. Use its own switch."),
        ):
            page.get_by_role("button", name=label, exact=True).click()
            expect(told).to_have_text(words)
        assert page.url == f"{looks.HOST}/room/"
        assert [one for one in looks.axe_findings(page) if "room-light" in one] == []
        assert looks.small_targets(page) == []
    assert asked == ["20", "0", "100"]
