"""What a device took in without a network: sent in any order, any number of times, it makes the same record."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.db import connection
from tests.interfaces.console.device import Tablet
from tests.interfaces.console.support import Room
from tests.support.course import in_the_room
from tests.support.people import found

from openkap.terms.identity import Role

SIGNS = {"sbp": "131", "dbp": "83", "hr": "76"}


def record(room: Room) -> list[tuple[object, ...]]:
    """The timeline as anybody reads it, without when it arrived."""
    return [
        (entry.at, entry.kind, entry.what, entry.reading, entry.dose and entry.dose.dose_mg, entry.struck_because)
        for entry in sorted(room.entries(), key=lambda entry: entry.order)
        if entry.kind != "strike"
    ]


def test_it_stands_where_it_happened_however_late_it_comes(room):
    tablet = Tablet(room, Role.MONITOR)
    room.clock.tick(minutes=3)
    taken = tablet.take("reading", **SIGNS)
    room.clock.tick(minutes=42)

    assert tablet.send(taken).json() == {"kept": taken.number}

    (entry,) = room.entries("reading")
    assert entry.at == taken.really_at
    assert entry.entered_at - entry.at == timedelta(minutes=42)
    assert f"entered {room.clock.at.astimezone(zone(room)):%H:%M}" in room.get().content.decode()


def test_every_order_of_arriving_makes_the_same_record(room):
    tablet = Tablet(room, Role.MONITOR)
    records, began = [], room.clock.at
    for order in permutations(range(4)):
        room.clock.at = began
        with undone():
            reading = tablet.take("reading", **SIGNS)
            mark = tablet.take("mark", what="nausea")  # at the very same moment
            room.clock.tick(minutes=1)
            dose = tablet.take("dose", route="im", dose="80", unit="mg", confirmed="yes")
            room.clock.tick(minutes=1)
            strike = tablet.take("strike", struck_id=mark.number, reason="Not his.")
            taken = [reading, mark, dose, strike]
            waiting = [taken[place] for place in order]
            while waiting:
                first = waiting.pop(0)
                answer = tablet.post(first)
                if answer.status_code == 425:  # what is struck has not come yet
                    waiting.append(first)
                else:
                    assert answer.json() == {"kept": first.number}
                    assert tablet.send(first).json() == {"kept": first.number}
            records.append(record(room))
    assert records == [records[0]] * 24
    assert [row[1] for row in records[0]] == ["start", "reading", "event", "dose"]
    assert records[0][2][-1] == "Not his."


def test_what_was_taken_in_before_the_end_still_comes_into_the_record(room):
    """The other tablet has ended the session meanwhile."""
    tablet = Tablet(room, Role.GUIDE)
    room.clock.tick(minutes=2)
    before = tablet.take("note", text="She wept, and then was quiet.")
    room.clock.tick(minutes=2)
    assert room.post("end").status_code == 303
    room.clock.tick(minutes=2)
    after = tablet.take("mark", what="tears")

    assert tablet.send(before).json() == {"kept": before.number}
    late = tablet.send(after)

    assert late.status_code == 409
    assert "This session has ended" in late.json()["message"]
    assert [entry.kind for entry in room.entries()] == ["start", "end", "note"]


def test_medicine_that_was_given_is_recorded_although_the_gate_has_closed_since(room):
    tablet = Tablet(room, Role.MONITOR)
    dose = tablet.take("dose", route="im", dose="80", unit="mg", confirmed="yes")
    room.clock.tick(minutes=5)
    room.traveller.at = room.clock.at
    room.traveller.choose(False)
    room.clock.tick(minutes=5)

    assert tablet.send(dose).json() == {"kept": dose.number}
    at_once = tablet.take("dose", route="im", dose="40", unit="mg", confirmed="yes")
    assert tablet.send(at_once).status_code == 409  # this one can still be held back

    assert [entry.dose.dose_mg for entry in room.entries("dose")] == [80]


def test_another_device_cannot_send_it(room):
    first, second = Tablet(room, Role.MONITOR), Tablet(room, Role.MONITOR)
    taken = first.take("reading", **SIGNS)

    copied = second.post(taken, device=first.device)
    unsigned = first.post(taken, device=str(uuid4()))
    first.browser.cookies["openkap-device"] = first.device + ":forged"
    forged = first.post(taken)

    for answer in (copied, unsigned, forged):
        assert answer.status_code == 422
        assert answer.json()["field"] == "device"
        assert "Enter it again here" in answer.json()["message"]
    assert room.entries("reading") == []


def test_another_person_cannot_send_it(room):
    guide, monitor = Tablet(room, Role.GUIDE), Tablet(room, Role.MONITOR)
    taken = guide.take("mark", what="tears")
    monitor.browser.cookies["openkap-device"] = guide.browser.cookies["openkap-device"].value
    monitor.device = guide.device

    answer = monitor.post(taken, person=guide.person)

    assert (answer.status_code, answer.json()["field"]) == (422, "person")
    assert room.entries("event") == []
    assert guide.send(taken).status_code == 200


def test_another_clients_session_does_not_take_it(room, practice, now):
    tablet = Tablet(room, Role.MONITOR)
    taken = tablet.take("mark", what="tears")
    assert tablet.post(taken).status_code == 200
    other = in_the_room(practice, now + timedelta(hours=3))
    room.clock.at = other.at + timedelta(minutes=1)
    room.traveller = other

    answer = tablet.post(taken, device_at=tablet.clock, sent_at=tablet.clock)

    assert (answer.status_code, answer.json()["field"]) == (422, "entry")
    assert "another session" in answer.json()["message"]


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"device_at": "yesterday"}, "happened_at", "clock could not be read"),
        ({"sent_at": ""}, "happened_at", "clock could not be read"),
        ({"device_at": "9" * 15}, "happened_at", "clock could not be read"),
        ({"offset_ms": "١٢"}, "happened_at", "clock could not be read"),
        ({"sequence": "0"}, "sequence", "place in the order"),
        ({"sequence": "first"}, "happened_at", "clock could not be read"),
        ({"sent_at": 1, "device_at": 40 * 60_000, "offset_ms": ""}, "happened_at", "in the future"),
        ({"sent_at": 90 * 60_000, "device_at": 1, "offset_ms": ""}, "happened_at", "before the session was started"),
    ],
)
def test_what_a_device_cannot_say_is_refused(room, said, field, words):
    tablet = Tablet(room, Role.MONITOR)
    taken = tablet.take("mark", what="tears")

    answer = tablet.post(taken, **said)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert words in answer.json()["message"]
    assert len(tablet.queue) == 1


HOUR = timedelta(hours=1)


@pytest.mark.parametrize("by", [HOUR, -HOUR, timedelta(minutes=-7)])
@pytest.mark.parametrize("before", [True, False], ids=["before the entry", "after the entry"])
def test_a_clock_that_is_set_moves_no_entry(room, by, before):
    room.clock.tick(minutes=90)
    tablet = Tablet(room, Role.MONITOR, fast_by=timedelta(minutes=11))
    room.clock.tick(minutes=1)
    if before:
        tablet.clock_is_set(by)
    taken = tablet.take("mark", what="tears")
    room.clock.tick(minutes=80)
    if not before:
        tablet.clock_is_set(by)

    tablet.send(taken)

    assert room.entries("event")[0].at == taken.really_at


def test_a_tablet_that_slept_moves_no_entry(room):
    tablet = Tablet(room, Role.MONITOR)
    tablet.sleeps(20)
    taken = tablet.take("mark", what="tears")
    tablet.sleeps(20)

    tablet.send(taken)

    assert room.entries("event")[0].at == taken.really_at


def test_a_clock_that_went_back_and_a_tablet_that_slept_later_move_no_entry(room):
    """Found by the campaign of tests/interfaces/console/test_replay_machine.py."""
    room.clock.tick(minutes=90)
    tablet = Tablet(room, Role.MONITOR)
    tablet.clock_is_set(timedelta(minutes=-7))
    taken = tablet.take("mark", what="tears")
    tablet.sleeps(11)

    tablet.send(taken)

    assert room.entries("event")[0].at == taken.really_at


def test_the_night_in_which_the_clocks_go_back(db, clock, bob_of):
    """A session from 00:30 to 02:30 in Chicago, with the hour from 1 to 2 in it twice."""
    began = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    place = found(began - timedelta(days=9), "Alder House")
    traveller = in_the_room(place, began - timedelta(days=4, hours=6, minutes=20))
    clock.at = began + timedelta(minutes=1)
    room = Room(place, traveller, clock, bob_of(place))
    tablet = Tablet(room, Role.MONITOR)
    taken = []
    for minute in range(0, 170, 17):
        clock.at = began + timedelta(minutes=1 + minute)
        taken.append(tablet.take("mark", what="tears"))
    typed = tablet.take("mark", what="spoke", happened_at="01:30")

    for one in reversed(taken):
        assert tablet.send(one).status_code == 200

    assert sorted(entry.at for entry in room.entries("event")) == [one.really_at for one in taken]
    twice = tablet.send(typed)
    assert (twice.status_code, twice.json()["field"]) == (422, "happened_at")
    assert "happens twice" in twice.json()["message"]


def test_a_time_typed_before_midnight_means_that_day_however_late_it_arrives(room):
    room.clock.at = room.clock.at.replace(hour=5, minute=50) + timedelta(days=1)  # 23:50 in Chicago
    tablet = Tablet(room, Role.MONITOR)
    taken = tablet.take("mark", what="tears", happened_at="23:40")
    room.clock.tick(hours=3)

    tablet.send(taken)

    assert room.entries("event")[0].at == taken.really_at.replace(minute=40, second=0)


def test_where_it_comes_from_is_kept(room):
    tablet = Tablet(room, Role.MONITOR, fast_by=timedelta(minutes=-3))
    taken = tablet.take("mark", what="tears")
    room.clock.tick(minutes=4)
    tablet.send(taken)

    with connection.cursor() as cursor:
        cursor.execute("SELECT device_id, sequence, device_at, written_at FROM sessions_origin")
        ((device_id, sequence, device_at, written_at),) = cursor.fetchall()
    assert (str(device_id), sequence) == (tablet.device, 1)
    assert device_at == taken.really_at - timedelta(minutes=3)
    assert written_at == taken.really_at


class undone:  # noqa: N801 - it reads as a word
    """Whatever is kept inside is not kept."""

    def __enter__(self) -> None:
        from django.db import transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        from django.db import transaction

        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


def zone(room):
    from openkap.records.practice import find as practices

    return practices.the_practice(room.place.id).zone
