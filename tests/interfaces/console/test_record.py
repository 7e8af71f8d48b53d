"""The record of a session: signed, locked, added to beside; its sheets; the monitoring form and its seven days."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.interfaces.console.device import Tablet
from tests.interfaces.console.support import text

from openkap.interfaces.console.sheets import press, session_sheet
from openkap.interfaces.console.sheets.picture import picture
from openkap.records.base import Act
from openkap.records.practice import find as practices
from openkap.records.sessions import keep
from openkap.services import follow_rems_form
from openkap.services.read_exposure import predict
from openkap.services.read_room import read_room
from openkap.terms.identity import Role, new_id


@pytest.fixture
def ended(room):
    room.post("reading", sbp="128", dbp="82", hr="72", spo2="98")
    room.post("mark", what="tears")
    room.clock.tick(minutes=30)
    room.post("distress", level="6")
    room.post("end")
    return room


def sign(room, role=Role.GUIDE):
    return room.sign_in(role).post(f"{room.url}sign/")


def test_a_record_is_signed_once_by_each_and_then_locked(ended):
    for role in (Role.GUIDE, Role.GUIDE, Role.MONITOR):
        assert sign(ended, role).status_code == 303

    page = text(ended.get())
    assert "Alder House guide, 25-Nov-2026" in page
    assert "Nothing more is entered on the timeline" in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sessions_signature")
        assert cursor.fetchone() == (2,)
    with pytest.raises(IntegrityError, match="has been signed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sessions_entry (id, practice_id, session_id, seq, kind, words, at, entered_at, entered_by_id) "
            "SELECT gen_random_uuid(), practice_id, session_id, 999, 'note', 'late', at, at, entered_by_id "
            "FROM sessions_entry WHERE kind = 'event' LIMIT 1"
        )


def test_what_a_tablet_still_holds_comes_in_until_the_signature(room):
    tablet = Tablet(room, Role.GUIDE)
    first, second = (tablet.take("note", text=f"Note {number}.") for number in (1, 2))
    room.clock.tick(minutes=2)
    room.post("end")
    assert tablet.send(first).status_code == 200
    sign(room)

    late = tablet.send(second)

    assert late.status_code == 409
    assert "as an addendum" in late.json()["message"]
    assert "Note 2" not in text(room.get())


def test_what_is_missing_is_added_beside(ended):
    add = f"{ended.url}add/"
    early = ended.sign_in(Role.GUIDE).post(add, {"text": "She called the next day."})
    assert early.status_code == 409
    assert "has not been signed yet" in text(early)
    sign(ended)

    empty = ended.sign_in(Role.GUIDE).post(add, {"text": "  "})
    assert (empty.status_code, "write a few words" in text(empty)) == (422, True)
    assert ended.sign_in(Role.GUIDE).post(add, {"text": "She called the next day."}).status_code == 303

    assert "She called the next day." in text(ended.get(Role.MONITOR))


def test_a_session_that_goes_on_is_not_signed(room):
    assert sign(room).status_code == 409


@pytest.mark.parametrize("name", ["sheet", "paper", "home"])
def test_the_sheets_are_one_page_of_pdf(ended, name):
    answer = ended.get(Role.MONITOR, f"{name}.pdf")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type/Page/") <= 1
    assert ended.get(Role.FRONT_DESK, f"{name}.pdf").status_code == 403


def test_the_sheet_shows_what_is_predicted_as_a_prediction(room):
    for sbp in ("120", "135", "125"):
        room.post("reading", sbp=sbp, dbp="80")
        if sbp == "120":
            assert room.dose().status_code == 303
        room.clock.tick(minutes=40)
    there = read_room(within=room.place.id, session_id=room.traveller.session, at=room.clock.at)
    prediction = predict(doses=there.doses, client=there.client)
    assert prediction is not None
    assert prediction.exposure is not None
    exposure = prediction.exposure
    svg = picture(there, exposure)
    assert svg is not None
    dashed = svg.split('stroke-dasharray="4 2"')[0].rpartition('points="')[2].split('"')[0]
    drawn = [tuple(map(float, point.split(","))) for point in dashed.split()]
    # Read back from the picture: each point is the model's own, and the first stands at the dose.
    highest = max(exposure.high[: len(drawn)])
    for (_, y), value in zip(drawn, exposure.middle, strict=False):
        assert (284 - y) / 46 * highest == pytest.approx(value, abs=highest / 400)
    assert f'd="M{drawn[0][0]:.1f} 0l4' in svg
    assert "predicted" in svg
    assert "predicted" not in str(picture(there))
    practice = practices.the_practice(room.place.id)
    sheet = session_sheet(there, practice, at=room.clock.at, signatures=[], addenda=[])
    assert "Grey: predicted, not measured." in sheet["picture_words"]
    assert exposure.models[0].name in sheet["picture_words"]
    assert press("session", sheet).startswith(b"%PDF-")


def test_what_a_person_typed_is_never_markup_on_a_sheet(ended):
    practice = practices.the_practice(ended.place.id)
    room = read_room(within=ended.place.id, session_id=ended.traveller.session, at=ended.clock.at)
    sheet = session_sheet(room, practice, at=ended.clock.at, signatures=[], addenda=[])
    sheet["intention"] = '#panic("typed") $x$ *bold* #import "/etc/passwd"'

    assert press("session", sheet).startswith(b"%PDF-")
    assert "Peak 6 of 10" in sheet["went"][0]
    assert [row[1] for row in sheet["readings"]] == ["128/82"]


def test_the_monitoring_form_has_three_steps_and_seven_days(room, monkeypatch):
    """Of this pathway's own medicine: which of them owes the form is not what is tried here."""
    monkeypatch.setattr(follow_rems_form, "_OWED_FOR", "racemic")
    room.dose()
    with transaction.atomic():
        act = Act(within=room.place.id, by=room.place[Role.MONITOR], at=room.clock.at)
        end = {"session_id": room.traveller.session, "entry_id": new_id(room.clock.at)}
        keep.entry(act, **end, kind="end", at=room.clock.at)
    monitor = room.sign_in(Role.MONITOR)
    assert "seven days after the dose" in text(room.get(Role.MONITOR))

    too_soon = monitor.post(f"{room.url}rems/", {"step": "acknowledged"})
    assert (too_soon.status_code, "has not been prepared yet" in text(too_soon)) == (409, True)
    assert monitor.post(f"{room.url}rems/", {"step": "lost"}).status_code == 422
    room.clock.tick(days=8)
    assert "late" in text(room.get(Role.MONITOR))
    for step in ("prepared", "sent", "sent", "acknowledged"):
        assert monitor.post(f"{room.url}rems/", {"step": step}).status_code == 303

    page = text(room.get(Role.MONITOR))
    assert "acknowledged: Alder House monitor" in page
    assert "It was due by" not in page


def test_no_form_is_owed_without_esketamine(ended):
    assert "Spravato" not in text(ended.get())
    assert ended.sign_in(Role.MONITOR).post(f"{ended.url}rems/", {"step": "prepared"}).status_code == 409
