"""What is entered in the room is kept once; what cannot be is said in a sentence, and nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from tests.interfaces.console.support import text
from tests.support.course import to_the_gate

from openkap.records.practice import find as practices
from openkap.terms.identity import Role

CANNOT_BE = [
    # form, what is typed, the field it is about, words of the sentence
    ("reading", {"sbp": "1200", "dbp": "80"}, "sbp", "Systolic 1200: enter a whole number from 40 to 300 mmHg"),
    ("reading", {"sbp": "120", "dbp": ""}, "dbp", "two numbers; enter both"),
    ("reading", {"hr": "72.5"}, "hr", "whole number from 20 to 300"),
    ("reading", {"spo2": "٩٨"}, "spo2", "whole number from 40 to 100"),
    ("reading", {}, "vitals", "Enter at least one of the vital signs"),
    ("reading", {"hr": "72", "happened_at": "23:59"}, "happened_at", "in the future"),
    ("reading", {"hr": "72", "happened_at": "00:10"}, "happened_at", "before the session was started"),
    ("reading", {"hr": "72", "happened_at": "five"}, "happened_at", "hours and minutes"),
    ("mark", {"what": "levitated"}, "what", "There is no such mark"),
    ("note", {"text": "   "}, "text", "write a few words"),
    ("strike", {"struck_id": "nothing", "reason": "Wrong."}, "struck_id", "Choose the entry"),
    ("dose", {"route": "im", "dose": "80", "unit": "", "confirmed": "yes"}, "unit", "Choose the unit of the dose"),
    ("dose", {"route": "im", "dose": "5,0", "unit": "mg", "confirmed": "yes"}, "dose", "with a point for decimals"),
    ("dose", {"route": "", "dose": "80", "unit": "mg", "confirmed": "yes"}, "route", "Choose the route"),
    ("dose", {"route": "im", "dose": "800", "unit": "mg", "confirmed": "yes"}, "read_back", "Check the decimal point"),
    ("dose", {"route": "iv", "dose": "40", "unit": "mg", "confirmed": "yes"}, "infusion_min", "from 1 to 240 minutes"),
]


def test_what_cannot_be_is_named_and_not_kept(room):
    before = room.entries()

    for form, typed, field, sentence in CANNOT_BE:
        page = room.post(form, **typed)
        told = room.script(form, **typed)

        assert page.status_code == told.status_code == 422, (form, typed)
        assert sentence in page.content.decode(), (form, typed)
        assert told.json()["field"] == field, (form, typed)
        assert sentence in told.json()["message"], (form, typed)
    assert room.entries() == before


def test_what_was_typed_is_still_there(room):
    page = room.post("reading", sbp="1200", dbp="81", hr="77", happened_at="10:07").content.decode()

    assert 'value="1200"' in page
    assert 'value="81"' in page
    assert 'value="77"' in page
    assert 'value="10:07"' in page
    assert 'name="sbp" type="text" inputmode="numeric" enterkeyhint="done" value="1200"' in page
    assert page.count('aria-invalid="true"') == 1

    dose = room.post("dose", route="im", dose="5,0", unit="mg", confirmed="yes").content.decode()
    assert 'value="5,0"' in dose
    assert '<option value="im" selected>' in dose
    assert '<option value="mg" selected>' in dose

    note = room.post("note", text="She said: “<b>”", happened_at="99:99").content.decode()
    assert "She said: “&lt;b&gt;”</textarea>" in note


def test_vital_signs_are_kept_as_they_were_typed(room):
    answer = room.post("reading", sbp="128", dbp="82", hr="72", spo2="98", rr="", moaas="5")

    assert (answer.status_code, answer.url) == (303, room.url)
    (entry,) = room.entries("reading")
    assert entry.reading is not None
    assert (entry.reading.systolic_mmhg, entry.reading.diastolic_mmhg, entry.reading.moaas) == (128, 82, 5)
    assert entry.reading.respiratory_rate_per_min is None
    assert entry.at == room.clock.at


def test_an_entry_sent_again_is_kept_once_and_answered_as_kept(room):
    sent = {
        "reading": {"sbp": "128", "dbp": "82"},
        "mark": {"what": "tears"},
        "note": {"text": "Breathing  quietly.\r\n\r\nSaid: wide."},
    }
    for form, typed in sent.items():
        entry_id = uuid4()
        answers = [room.script(form, entry_id=entry_id, **typed) for _ in range(3)]
        assert [answer.json() for answer in answers] == [{"kept": str(entry_id)}] * 3

    assert [entry.kind for entry in room.entries()] == ["start", "reading", "event", "note"]


def test_a_late_repeat_is_answered_as_kept_although_the_room_has_moved_on(room):
    entry_id = uuid4()
    room.script("mark", entry_id=entry_id, what="tears")
    room.post("end")

    assert room.script("mark", entry_id=entry_id, what="tears").json() == {"kept": str(entry_id)}
    assert room.script("mark", what="tears").status_code == 409


def test_the_same_number_with_other_words_is_never_taken_for_kept(room):
    entry_id = uuid4()
    room.script("reading", entry_id=entry_id, sbp="128", dbp="82")

    changed = room.script("reading", entry_id=entry_id, sbp="138", dbp="82")
    other = room.script("mark", entry_id=entry_id, what="tears")

    assert changed.status_code == other.status_code == 409
    assert "not kept yet" in changed.json()["message"]
    assert len(room.entries()) == 2
    page = room.post("reading", entry_id=entry_id, sbp="138", dbp="82").content.decode()
    assert 'value="138"' in page
    assert f'name="entry_id" value="{entry_id}"' not in page


def test_a_number_that_belongs_to_another_session_is_refused(room, practice, now):
    entry_id = uuid4()
    room.script("mark", entry_id=entry_id, what="tears")
    other = to_the_gate(practice, now + timedelta(hours=3))
    other.decide()
    other.start()
    room.clock.at = other.at + timedelta(minutes=1)

    answer = room.sign_in(Role.GUIDE).post(
        f"/room/{other.session}/mark/",
        {"entry_id": str(entry_id), "what": "tears"},
        headers={"accept": "application/json"},
    )

    assert answer.status_code == 422
    assert "another session" in answer.json()["message"]


def test_it_happened_at_another_time(room):
    room.clock.tick(minutes=30)

    room.script("mark", what="tears", happened_at=local(room, minutes=-12))
    room.script("mark", what="spoke", happened_at=local(room, minutes=-9).replace(":", ""))

    at = [room.clock.at - entry.at for entry in room.entries("event")]
    assert [round(late.total_seconds() / 60) for late in at] == [12, 9]
    assert {entry.entered_at for entry in room.entries("event")} == {room.clock.at}


def test_a_clock_time_of_the_minute_in_which_the_session_began_is_not_before_it(room):
    started = room.entries("start")[0].at
    typed = started.astimezone(practice_zone(room)).strftime("%H:%M")

    assert room.script("mark", what="tears", happened_at=typed).status_code == 200
    assert room.entries("event")[0].at == started


def test_a_session_that_crosses_midnight_knows_yesterday(room):
    room.clock.at += timedelta(hours=20)
    started = room.entries("start")[0].at
    typed = (started + timedelta(minutes=30)).astimezone(practice_zone(room)).strftime("%H:%M")

    assert room.script("mark", what="tears", happened_at=typed).status_code == 200
    assert room.entries("event")[0].at - started < timedelta(minutes=31)


def test_a_dose_is_read_once_more_before_it_is_kept(room):
    first = room.dose(confirmed="", vial=" 7A42 ")
    assert first.status_code == 200
    assert "80 mg, IM injection, vial 7A42, not read back by a second person" in first.content.decode()
    assert room.entries("dose") == []

    back = room.dose(confirmed="", change="yes")
    assert 'data-step="type"' in back.content.decode()

    assert room.dose().status_code == 303
    (entry,) = room.entries("dose")
    assert entry.dose is not None
    assert (entry.dose.route, entry.dose.dose_mg) == ("im", Decimal(80))


def test_a_large_dose_is_typed_twice(room):
    assert room.dose(dose="160").status_code == 422
    page = room.dose(dose="160", read_back="16").content.decode()
    assert 'value="16"' in page
    differs = room.dose(dose="160", read_back="160")
    assert differs.status_code == 422
    assert "more than the order leaves (100 mg)" in text(differs)
    second = {"deviation": "Said at the bedside.", "read_back_by": str(room.place[Role.GUIDE].id)}
    page = room.dose(dose="160", read_back="160", deviation="Said at the bedside.").content.decode()
    assert 'value="Said at the bedside."' in page
    assert room.dose(dose="160", read_back="160", **second).status_code == 303


def test_the_form_names_the_order_and_takes_no_other_route(room):
    assert "Ordered: 100 mg, IM injection, then 50 mg after 15 min" in text(room.get(Role.MONITOR))
    refused = room.dose(route="oral", dose="80")
    assert refused.status_code == 422
    assert "The order is for: IM injection" in text(refused)
    assert room.entries("dose") == []


def test_a_guide_records_no_medicine_and_sees_no_form_for_it(room):
    assert room.post("dose", role=Role.GUIDE, route="im", dose="80", unit="mg", confirmed="yes").status_code == 403
    assert 'data-entry="dose"' not in room.get(Role.GUIDE).content.decode()
    assert 'data-entry="dose"' in room.get(Role.MONITOR).content.decode()
    assert room.entries("dose") == []


def test_a_dose_behind_a_gate_that_has_closed_since(room):
    room.traveller.at = room.clock.at
    room.traveller.choose(False)
    room.clock.tick(seconds=5)

    answer = room.dose()

    assert answer.status_code == 409
    assert "The readiness gate is not open" in answer.content.decode()
    assert 'value="80"' in answer.content.decode()
    assert room.entries("dose") == []


def test_a_wrong_entry_is_struck_with_a_reason_and_stays_readable(room):
    room.post("reading", sbp="228", dbp="82")
    (wrong,) = room.entries("reading")

    asked = room.get(Role.MONITOR, f"?strike={wrong.id}").content.decode()
    assert "228/82 mmHg" in asked
    without = room.script("strike", struck_id=str(wrong.id), reason="")
    assert without.json()["field"] == "reason"

    strike_id = uuid4()
    for _ in range(2):
        room.script("strike", entry_id=strike_id, struck_id=str(wrong.id), reason="Typing slip.")
    page = room.get(Role.MONITOR).content.decode()
    assert "Struck out: Typing slip." in page
    assert room.entries("reading")[0].struck_because == "Typing slip."
    assert len(room.entries("strike")) == 1
    assert room.script("strike", struck_id=str(wrong.id), reason="Again.").status_code == 409


def test_a_second_start_is_refused(room):
    again = room.post("start")

    assert again.status_code == 409
    assert "already been started" in again.content.decode()
    assert len(room.entries("start")) == 1


def test_a_note_that_came_after_the_end_is_given_back(room):
    room.post("end")

    late = room.post("note", text="One more thing.")

    assert late.status_code == 409
    assert "This session has ended" in late.content.decode()
    assert "One more thing." in late.content.decode()


def test_a_foreign_session_is_not_found(room, charlie):
    stranger = charlie(Role.MONITOR)
    for path in ("", "live/"):
        assert stranger.get(room.url + path).status_code == 404
    for form in ("start", "reading", "mark", "note", "strike", "dose", "end"):
        answer = stranger.post(f"{room.url}{form}/", {"entry_id": str(uuid4()), "what": "tears", "hr": "70"})
        assert answer.status_code == 404, form
    assert len(room.entries()) == 1


def test_only_medicine_has_a_room(room):
    assert room.get().status_code == 200
    consult = f"/room/{room.traveller.consult_id}/"
    assert room.sign_in(Role.GUIDE).get(consult).status_code == 404
    assert room.sign_in(Role.GUIDE).post(f"{consult}note/", {"entry_id": str(uuid4()), "text": "x"}).status_code == 404


def test_a_form_without_its_number_is_not_kept(room):
    answer = room.post("note", entry_id="17", text="Quiet.")

    assert answer.status_code == 422
    assert "lost its number" in answer.content.decode()


def local(room, **by: float) -> str:
    return (room.clock.at + timedelta(**by)).astimezone(practice_zone(room)).strftime("%H:%M")


def practice_zone(room):
    return practices.the_practice(room.place.id).zone


def test_a_second_person_reads_the_dose_back(room):
    page = room.get(Role.MONITOR).content.decode().split('id="dose-second"')[1].split("</select>")[0]
    assert "Alder House guide" in page
    assert "Alder House monitor" not in page  # nobody is their own second

    room.dose(read_back_by=str(room.place[Role.GUIDE].id))
    room.clock.tick(minutes=9)
    room.dose(dose="20")

    words = [entry.words for entry in room.entries("dose")]
    assert words == ["Read back by Alder House guide.", "Not read back by a second person."]
    assert "Read back by Alder House guide." in room.get(Role.GUIDE).content.decode()


def test_the_vial_stands_with_its_dose_where_it_is_written_down(room):
    assert room.dose(vial="  LOT 7A42 \n no. 3 ").status_code == 303
    room.clock.tick(minutes=9)
    room.dose(dose="20")
    assert [entry.dose.vial for entry in room.entries("dose")] == ["LOT 7A42 no. 3", None]
    assert "ketamine, IM injection, vial LOT 7A42 no. 3" in text(room.get(Role.GUIDE))
    room.clock.tick(minutes=9)
    refused = room.dose(dose="10", vial="x" * 61)
    assert refused.status_code == 422
    assert "Vial: 61 characters; there is room for 60." in text(refused)
    assert "x" * 61 in refused.content.decode(), "what was typed stays"


def test_a_repeat_with_another_vial_is_not_taken_for_kept(room):
    entry = str(uuid4())
    assert room.dose(entry_id=entry, vial="7A42").status_code == 303
    assert room.dose(entry_id=entry, vial="7A42").status_code == 303
    assert room.dose(entry_id=entry, vial="7A43").status_code == 409
    assert [one.dose.vial for one in room.entries("dose")] == ["7A42"]
