"""What the room shows: the client's own words, where the session stands, what is due and what was crossed."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from tests.interfaces.console.support import text
from tests.support.course import WORDS, in_the_room, to_the_gate

from openkap.interfaces.console.shown.plan import plan
from openkap.services.read_room import read_room
from openkap.terms.identity import Role
from openkap.terms.sitter import Sitter


def test_the_clients_own_words_stand_in_the_room(room):
    page = text(room.get())

    for topic in ("intention", "when_afraid", "boundaries", "touch", "stop_signal", "music"):
        assert WORDS[topic] in page
    assert "DOE, Pat" in page
    assert "no dose yet" in page


def test_minutes_since_the_dose_and_what_is_due(room):
    room.post("reading", sbp="120", dbp="80", hr="70")
    room.clock.tick(minutes=2)
    room.dose()
    room.clock.tick(minutes=4)

    page = text(room.get())
    assert "4 min since dose" in page
    assert "Vital signs in 1 min" in page
    assert "Given: 80 mg ketamine, IM injection at" in page

    # IM: a reading is due 5 minutes after the dose; 2 minutes late is amber, 5 is red.
    for minutes, state in ((1, ""), (2, "watch"), (3, "alert")):
        room.clock.tick(minutes=minutes)
        assert f'data-state="{state}"' in room.get().content.decode(), minutes


def test_the_latest_signs_with_their_age_and_their_change_since_before_the_dose(room):
    room.post("reading", sbp="120", dbp="80", hr="70", spo2="98")
    room.clock.tick(minutes=2)
    room.dose()
    room.clock.tick(minutes=5)
    room.post("reading", sbp="142", dbp="78", hr="70")
    room.clock.tick(minutes=3)

    page = text(room.get())

    assert re.search(r"Blood pressure 142/78 mmHg \+22/−2 since before the dose 3 min ago", page)
    assert re.search(r"Heart rate 70 /min ±0 since before the dose 3 min ago", page)
    assert re.search(r"SpO₂ 98 % ±0 since before the dose 10 min ago", page)
    assert re.search(r"MOAA/S not taken yet", page)
    assert 'placeholder="142"' in room.get().content.decode()
    assert 'name="sbp" type="text" inputmode="numeric" enterkeyhint="done" value=""' in room.get().content.decode()


def test_a_crossed_threshold_is_a_reminder_with_its_values_and_its_source(room):
    room.post("reading", sbp="164", dbp="88")

    page = text(room.get())

    assert "Blood pressure high, once (amber): Measure again in 5 min." in page
    assert "systolic 164" in page
    assert "TH-BP1" in page
    assert "site policy, general knowledge: POLICY" in page
    assert "A reminder of the protocol" in page
    assert "alarm" not in page.lower()


def test_a_stop_signal_is_said_until_it_is_struck(room):
    room.post("mark", role=Role.GUIDE, what="stop_signal")
    assert "Stop signal at" in text(room.get())
    assert "No more medicine" in text(room.get())
    assert "Stop signal at" in text(room.dose(confirmed=""))

    (mark,) = room.entries("event")
    room.post("strike", struck_id=str(mark.id), reason="Tapped by mistake.")
    assert "No more medicine" not in text(room.get())


def test_own_things_come_first(room):
    guide, monitor = room.get(Role.GUIDE).content.decode(), room.get(Role.MONITOR).content.decode()

    assert guide.index('value="spoke"') < guide.index('value="nausea"') < guide.index('name="sbp"')
    assert monitor.index('name="sbp"') < monitor.index('value="nausea"') < monitor.index('value="spoke"')


def test_the_iv_only_pathway_says_what_differs(practice, clock, room, now):
    iv = in_the_room(practice, now.replace(hour=17), pathway="iv_only")
    clock.at = iv.at
    page = text(room.sign_in(Role.MONITOR).get(f"/room/{iv.session}/"))

    assert "IV ketamine only: no intention is asked for in this pathway. There is no sitter." in page
    assert "not said yet" not in page


def test_before_the_start_the_gate_is_shown(practice, clock, room, now):
    waiting = to_the_gate(practice, now + timedelta(hours=8))
    url, guide = f"/room/{waiting.session}/", room.sign_in(Role.GUIDE)
    clock.at = waiting.at

    undecided = text(guide.get(url))
    assert "The readiness gate is not open" in undecided
    assert "Nobody has decided" in undecided
    assert "Start the session" not in undecided
    assert f"/desk/sessions/{waiting.session}/" in guide.get(url).content.decode()

    refused = guide.post(url + "start/", {"entry_id": str(waiting.session)})
    assert refused.status_code == 409
    assert "Nobody has decided at the readiness gate yet" in text(refused)

    waiting.decide()
    clock.at = waiting.at
    assert "Start the session" in text(guide.get(url))
    assert guide.post(url + "start/", {"entry_id": str(waiting.session)}).status_code == 303
    assert "Session started" in text(guide.get(url))


def test_the_live_part_is_the_same_as_on_the_page(room):
    room.post("mark", what="tears")
    page, live = room.get().content.decode(), room.get(path="live/").content.decode()

    for part in ("live-clocks", "live-notices", "live-signs", "live-timeline", "live-state"):
        assert live.count(f'id="{part}"') == page.count(f'id="{part}"') == 1
    assert "Tears" in live
    assert 'class="input"' not in live  # what is typed would be lost when the part is replaced
    assert room.get(path="live/").headers["Last-Event-ID"] == "2"


def test_the_front_desk_does_not_enter(room):
    for path in ("", "live/"):
        answer = room.get(Role.FRONT_DESK, path)
        assert answer.status_code == 403
        assert "DOE" not in answer.content.decode()


def test_the_room_asks_the_database_a_fixed_number_of_times(room, django_assert_max_num_queries):
    for number in range(12):
        room.post("note", text=f"Note {number}.")
    room.get()
    with django_assert_max_num_queries(24):
        room.get()
    with django_assert_max_num_queries(20):
        room.get(path="live/")


def test_the_plan_of_the_readings_says_what_the_server_knows(room):
    room.post("reading", sbp="120", dbp="80")
    room.clock.tick(minutes=1)
    room.dose()

    told = read_room(within=room.place.id, session_id=room.traveller.session, at=room.clock.at)
    known = json.loads(plan(told))

    assert known["dose"] == {"route": "im", "at": room.clock.at.isoformat(), "infusion_min": None}
    assert known["reading"] == (room.clock.at - timedelta(minutes=1)).isoformat()
    assert known["open"] is True
    assert known["routes"]["im"]["at"] == [5, 10, 15, 20, 30, 45, 60]
    assert "data-plan" in room.get(Role.GUIDE).content.decode()


@pytest.mark.parametrize(
    ("sitter", "says"), [(Sitter.CONTINUOUS, "A sitter stays"), (Sitter.INTERMITTENT, "A sitter comes and goes")]
)
def test_the_room_says_how_much_of_a_sitter_there_is(practice, now, clock, bob_of, sitter, says) -> None:
    with connection.cursor() as cursor:  # chosen at the first booking; the room only tells it
        traveller = in_the_room(practice, now, pathway="iv_only", route="iv")
        cursor.execute("UPDATE courses_course SET sitter = %s WHERE id = %s", [sitter, traveller.course_id])
    clock.at = traveller.at + timedelta(minutes=1)
    page = bob_of(practice)(Role.MONITOR).get(f"/room/{traveller.session}/")
    assert says in text(page)
