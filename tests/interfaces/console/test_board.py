"""The board: every room with a session going on, for whoever may know."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.interfaces.console.support import text
from tests.support.course import begun_session

from openkap.records.base import Act
from openkap.records.sessions import find as sessions
from openkap.terms.identity import Role


def test_the_board_shows_who_since_when_and_what_is_due(room):
    room.post("reading", sbp="120", dbp="80")
    room.dose()
    room.clock.tick(minutes=9)

    page = room.sign_in(Role.GUIDE).get("/room/")

    assert "DOE, Pat" in text(page)
    assert "9 min since dose" in text(page)
    assert "Vital signs 4 min late" in text(page)
    assert f'href="{room.url}"' in page.content.decode()


def test_the_front_desk_sees_that_a_room_is_taken_and_nothing_more(room):
    room.dose()

    page = room.sign_in(Role.FRONT_DESK).get("/room/")

    assert "DOE, Pat" in text(page)
    assert "since dose" not in text(page)
    assert "Vital signs" not in text(page)
    assert room.url not in page.content.decode()


def test_another_practice_sees_none_of_it(room, charlie):
    page = charlie(Role.LEAD).get("/room/")

    assert "DOE" not in text(page)
    assert "No session is going on" in text(page)


def test_an_ended_session_leaves_the_board(room):
    room.post("end")

    assert "No session is going on" in text(room.sign_in(Role.GUIDE).get("/room/"))


def test_the_board_tells_when_something_has_happened(room):
    guide = room.sign_in(Role.GUIDE)
    mark = guide.get("/room/").content.decode().split('since="')[1].split('"')[0]
    assert guide.get(f"/room/live/?since={mark}").status_code == 204

    room.dose()
    news = guide.get(f"/room/live/?since={mark}")

    assert news.status_code == 200
    assert news.headers["Last-Event-ID"] != mark
    assert "Onset" in text(news)
    assert "0 min since dose" in text(news)


def test_the_front_desk_hears_no_phase_and_no_reminder(room):
    room.dose()
    room.post("reading", sbp="190", dbp="120")

    front = text(room.sign_in(Role.FRONT_DESK).get("/room/live/"))

    assert "DOE, Pat" in front
    assert "Onset" not in front
    assert "reminders" not in front
    assert "reminders" in text(room.sign_in(Role.GUIDE).get("/room/live/"))


def test_more_rooms_cost_no_more_queries(room, now):
    def queries() -> int:
        room.clock.tick(minutes=1)
        with CaptureQueriesContext(connection) as asked:
            guide.get("/room/")
        return len(asked)

    guide = room.sign_in(Role.GUIDE)
    guide.get("/room/")
    one = queries()
    for hours in (4, 8, 12):
        _begin_beside(room, now + timedelta(hours=hours))

    assert text(guide.get("/room/")).count("DOE, Pat") == 4
    assert queries() == one


def test_a_card_that_did_not_change_is_not_read_again(room, now):
    _begin_beside(room, now + timedelta(hours=4))
    guide = room.sign_in(Role.GUIDE)
    guide.get("/room/")
    with CaptureQueriesContext(connection) as asked:
        guide.get("/room/")

    assert not any("sessions_reading" in one["sql"] for one in asked)


def _begin_beside(room, starts):
    act = Act(within=room.place.id, by=room.place[Role.GUIDE], at=room.clock.at)
    first = sessions.session(within=act.within, session_id=room.traveller.session)
    begun_session(act, client_id=first.client_id, course_id=first.course_id, starts=starts)
