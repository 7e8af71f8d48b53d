"""The board: every room with a session going on, for whoever may know."""

from tests.interfaces.console.support import text

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
