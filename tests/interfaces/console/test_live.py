"""The live line under the server that clinics run: nothing is missed, nobody else hears, and some threads stay free."""

import json
import re
from contextlib import ExitStack, closing
from http.client import HTTPException
from uuid import uuid4

import pytest
from tests.interfaces.console.house import House, Stream, Visitor

SOON_SECONDS = 2.0  # within which two people see each other's entries
PLACES = 32  # of the 64 threads that `openkap serve` has by itself


def sequence(house: House) -> int:
    """The newest number of the room."""
    answer = house.sign_in("guide").open(f"{house.room}live/")
    answer.close()
    return int(answer.response.headers["Last-Event-ID"])


def test_two_readers_hear_an_entry_soon(house: House) -> None:
    last = sequence(house)
    guide, monitor = house.sign_in("guide"), house.sign_in("monitor")
    streams = [Stream(one, f"{house.room}stream/?since={last}", timeout=SOON_SECONDS) for one in (guide, monitor)]

    assert monitor.mark(house.room, "tears")[0] == 200

    for stream in streams:
        ((number, name, data),) = stream.take(1)
        assert (int(number), name, json.loads(data)) == (last + 1, "entry", {"seq": last + 1})
        stream.close()
    assert "Tears" in guide.get(f"{house.room}timeline/?since={last}")[1]
    assert guide.get(f"{house.room}timeline/?since={last + 1}")[0] == 204


def test_what_was_missed_is_told_again(house: House) -> None:
    guide, last = house.sign_in("guide"), sequence(house)
    for what in ("spoke", "fear", "settled"):
        guide.mark(house.room, what)

    for headers in ({"Last_Event_ID": str(last)}, {}):
        stream = Stream(guide, f"{house.room}stream/?since={last}", **headers)
        assert [int(number) for number, _, _ in stream.take(3)] == [last + 1, last + 2, last + 3]
        stream.close()
    stream = Stream(guide, f"{house.room}stream/?since={last}", Last_Event_ID=str(last + 2))
    assert int(stream.take(1)[0][0]) == last + 3
    stream.close()


def test_nothing_is_missed_when_the_server_dies_in_the_middle(house: House) -> None:
    guide, last, kept = house.sign_in("guide"), sequence(house), []
    stream = Stream(guide, f"{house.room}stream/?since={last}")
    kept.append(uuid4())
    assert guide.mark(house.room, "spoke", kept[-1])[0] == 200
    assert int(stream.take(1)[0][0]) == last + 1

    house.dies()
    with pytest.raises((HTTPException, OSError, StopIteration, RuntimeError)):
        stream.take(1)
    stream.close()
    house.is_started_again()

    assert guide.mark(house.room, "spoke", kept[-1]) == (200, json.dumps({"kept": str(kept[-1])}))
    for _ in range(2):
        assert guide.mark(house.room, "silence")[0] == 200
    again = Stream(guide, f"{house.room}stream/", Last_Event_ID=str(last + 1))
    assert [int(number) for number, _, _ in again.take(2)] == [last + 2, last + 3]
    again.close()


def test_streams_are_few_and_a_place_comes_back(house: House) -> None:
    guide, path = house.sign_in("guide"), f"{house.room}stream/?since={sequence(house)}"
    with ExitStack() as held:
        streams = [held.enter_context(closing(Stream(guide, path))) for _ in range(PLACES)]

        full = held.enter_context(closing(guide.open(path)))
        assert (full.response.status, full.response.headers["Retry-After"]) == (503, "30")
        assert guide.get(f"{house.room}timeline/?since=1")[0] == 200
        assert guide.mark(house.room, "silence")[0] == 200

        streams.pop().close()
        held.enter_context(closing(Stream(guide, path)))


def test_the_desk_leaves_places_for_the_rooms(house: House) -> None:
    guide, desk = house.sign_in("guide"), "/desk/alerts/stream/"
    with ExitStack() as held:
        for _ in range(PLACES // 2):
            held.enter_context(closing(Stream(guide, desk)))

        full = held.enter_context(closing(guide.open(desk)))
        assert (full.response.status, full.response.headers["Retry-After"]) == (503, "30")
        assert "open alert" in guide.get("/desk/alert-count/")[1]
        held.enter_context(closing(Stream(guide, f"{house.room}stream/")))


def test_a_stranger_gets_no_event(house: House) -> None:
    path = f"{house.room}stream/"
    elsewhere = house.sign_in("monitor", at="birch")
    front = house.sign_in("frontdesk")
    nobody = Visitor(house.server.port)

    assert elsewhere.get(path)[0] == 404
    assert elsewhere.get(f"{house.room}timeline/?since=1")[0] == 404
    assert front.get(path)[0] == 403
    assert nobody.get(path)[0] == 302
    assert front.get("/desk/alerts/stream/")[0] == 403
    assert nobody.get("/desk/alerts/stream/")[0] == 302
    for who in (elsewhere, front, nobody):
        assert "event:" not in who.get(path)[1]


def test_the_desk_hears_of_an_alert_and_another_practice_does_not(house: House) -> None:
    lead = house.sign_in("lead")
    desk = Stream(lead, "/desk/alerts/stream/")
    other = Stream(house.sign_in("lead", at="birch"), "/desk/alerts/stream/", timeout=SOON_SECONDS)
    assert "No open alerts" in desk.take(1)[0][2]
    assert "No open alerts" in other.take(1)[0][2]

    house.raise_alert()

    data = desk.take(1)[0][2]
    assert 'id="open-alerts"' in data
    assert "1 open alert" in data
    found = re.search(r'href="(/desk/alerts/[0-9a-f-]{36}/)"', lead.get("/desk/alerts/open/")[1])
    assert found
    lead.get(found[1])
    assert lead.post(found[1], did="Called, and talked.")[0] == 303
    assert "No open alerts" in desk.take(1)[0][2]
    with pytest.raises(TimeoutError):
        other.take(1)
    desk.close()
    other.close()


def test_a_board_hears_soon_what_changed_in_a_room_and_the_front_desk_nothing_clinical(house: House) -> None:
    monitor = house.sign_in("monitor")
    boards = {
        role: Stream(house.sign_in(role), "/room/stream/", timeout=SOON_SECONDS) for role in ("lead", "frontdesk")
    }
    with ExitStack() as opened:
        for board in boards.values():
            opened.callback(board.close)
        whole = {role: board.take(1)[0][2] for role, board in boards.items()}
        assert all("board-rooms" in html for html in whole.values())
        assert "board-link" not in whole["frontdesk"]

        for sbp, dbp in (("190", "120"), ("120", "80")):
            assert monitor.post(f"{house.room}reading/", sbp=sbp, dbp=dbp, entry_id=str(uuid4()))[0] == 200
            ((_, _, card),) = boards["lead"].take(1)
            assert ("reminders" in card) == (sbp == "190")
            assert "board-rooms" not in card

        with pytest.raises(TimeoutError):
            boards["frontdesk"].take(1)
