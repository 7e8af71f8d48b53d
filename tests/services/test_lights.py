"""Lamps are asked in their own words, at listed addresses alone; what they do not take is said, and not written."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.support.course import Traveller, in_the_room
from tests.support.lamps import hold_in_north, list_lamps, wled

from openkap.records.sessions import timeline
from openkap.services.lights import read_lamps
from openkap.services.set_light import has_light, set_light
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import BadInput, Forbidden, Refusal, RuleRefusal


class Lamp(ThreadingHTTPServer):
    """Notes what it is asked; answers with `status` and `words`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[tuple[str, str, object, str | None]] = []
        self.status, self.words, self.moved = 200, b"{}", ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Lamp

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        asked = (self.command, self.path, json.loads(body or b"null"), self.headers["Authorization"])
        self.server.asked.append(asked)
        self.send_response(self.server.status)
        if self.server.moved:
            self.send_header("Location", self.server.moved)
        self.send_header("Content-Length", str(len(self.server.words)))
        self.end_headers()
        self.wfile.write(self.server.words)

    do_GET = do_POST = do_PUT = _take  # noqa: N815 - the names that http.server asks for

    def log_message(self, *_: object) -> None:
        """Nothing is said of what is asked."""


@pytest.fixture
def lamp() -> Iterator[Lamp]:
    with Lamp() as lamp:
        Thread(target=lamp.serve_forever, daemon=True).start()
        yield lamp
        lamp.shutdown()


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def put(*rows: dict[str, str]) -> Path:
        path = list_lamps(tmp_path / "lights.toml", *rows)
        monkeypatch.setenv("OPENKAP_LIGHTS", str(path))
        return path

    return put


@pytest.fixture
def there(practice, now) -> Traveller:
    traveller = in_the_room(practice, now)
    hold_in_north(practice)
    return traveller


def sets(there: Traveller, level: str, *, role: Role = Role.GUIDE) -> None:
    there.at += timedelta(minutes=1)
    set_light(
        within=there.place.id,
        by=there.place[role],
        at=there.at,
        session_id=there.session,
        entry_id=new_id(there.at),
        level=level,
    )


def lights(there: Traveller) -> list[str | None]:
    return [
        one.words for one in timeline.entries(within=there.place.id, session_id=there.session) if one.what == "light"
    ]


@pytest.mark.parametrize(
    ("speaks", "level", "asked"),
    [
        ({"speaks": "wled"}, "20", ("POST", "/json/state", {"on": True, "bri": 51}, None)),
        ({"speaks": "wled"}, "0", ("POST", "/json/state", {"on": False}, None)),
        (
            {"speaks": "home-assistant", "token": "t", "entity": "light.north"},
            "100",
            ("POST", "/api/services/light/turn_on", {"entity_id": "light.north", "brightness": 255}, "Bearer t"),
        ),
        (
            {"speaks": "home-assistant", "token": "t", "entity": "light.north"},
            "0",
            ("POST", "/api/services/light/turn_off", {"entity_id": "light.north"}, "Bearer t"),
        ),
        (
            {"speaks": "hue", "username": "u/../x", "group": "1"},
            "50",
            ("PUT", "/api/u%2F..%2Fx/groups/1/action", {"on": True, "bri": 127}, None),
        ),
    ],
)
def test_each_is_asked_in_its_own_words_and_the_timeline_says_so(there, listed, lamp, speaks, level, asked):
    listed(wled(lamp.address) | speaks, wled("http://127.0.0.1:1", room="Another"))
    sets(there, level)
    assert lamp.asked == [asked]
    assert lights(there) == [{"0": "off", "20": "20 %", "50": "50 %", "100": "full"}[level]]


def test_what_is_not_taken_is_said_and_not_written(there, listed, lamp):
    listed(wled(lamp.address))
    lamp.status = 500
    with pytest.raises(RuleRefusal, match="did not take it"):
        sets(there, "20")
    lamp.status, lamp.moved = 302, f"{lamp.address}/elsewhere"
    with pytest.raises(RuleRefusal, match="did not take it"):
        sets(there, "20")
    assert [path for _, path, _, _ in lamp.asked] == ["/json/state", "/json/state"]
    lamp.status, lamp.moved, lamp.words = 200, "", b'[{"error": {"description": "unauthorized user"}}]'
    listed(wled(lamp.address) | {"speaks": "hue", "username": "u", "group": "1"})
    with pytest.raises(RuleRefusal, match="did not take it"):
        sets(there, "20")
    listed(wled("http://127.0.0.1:1"))
    with pytest.raises(RuleRefusal, match="own switch"):
        sets(there, "20")
    assert lights(there) == []


def test_only_who_is_in_the_room_and_only_its_own_lamp(there, listed, lamp):
    listed(wled(lamp.address, practice="Another House"), wled(lamp.address, room="Another"))
    assert not has_light(practice="Alder House", room="North")
    with pytest.raises(RuleRefusal, match="is set up here"):
        sets(there, "20")
    listed(wled(lamp.address))
    assert has_light(practice="Alder House", room="North")
    with pytest.raises(Forbidden):
        sets(there, "20", role=Role.FRONT_DESK)
    for level in ("", "30", "-5", "20 %"):
        with pytest.raises(BadInput, match="Choose the light: off, 5 %"):
            sets(there, level)
    assert lamp.asked == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (wled("http://8.8.8.8"), "own network"),
        (wled("http://10.0.0.1/json"), "own network"),
        (wled("http://10.0.0.1", speaks="dmx"), "speaks is one of wled, home-assistant, hue"),
        (wled("http://10.0.0.1", speaks="hue"), "username is missing"),
        (wled("http://10.0.0.1", token="x"), "token is not known there"),
        ({"speaks": "wled"}, "practice is missing"),
    ],
)
def test_a_slip_in_the_list_is_named_and_shuts_no_room(there, listed, row, said):
    with pytest.raises(Refusal, match=f"Lamp 2 of OPENKAP_LIGHTS: .*{said}"):
        read_lamps(listed(wled("http://10.0.0.9"), row))
    assert not has_light(practice="Alder House", room="North")


def test_a_list_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(Refusal, match="cannot be read as TOML"):
        read_lamps(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("[[lamp")
    with pytest.raises(Refusal, match="cannot be read as TOML"):
        read_lamps(tmp_path / "bad.toml")
