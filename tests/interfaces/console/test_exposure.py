"""The predicted curve in the room: after a dose, beside the vital signs, and never without what it is."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.interfaces.console.support import text

from openkap.services import read_exposure
from openkap.terms.refusal import BadInput

ZONE = ZoneInfo("America/Chicago")
PREDICTED = "predicted, not measured"


def test_before_a_dose_there_is_no_curve(room):
    assert PREDICTED not in room.get().content.decode()


def test_after_a_dose_the_guide_reads_when_most_are_past_the_peak(room):
    room.post("reading", sbp="120", dbp="80", hr="70")
    room.dose()
    given_at = room.clock.at
    room.clock.tick(minutes=5)
    room.post("reading", sbp="130", dbp="84", hr="78")

    page = text(room.get())

    by = (given_at + timedelta(minutes=52)).astimezone(ZONE)
    assert f"Most people are past the peak by {by:%H:%M}." in page
    assert "80 mg IM injection" in page
    assert "Intramuscular racemic ketamine, derived (confidence derived; this route: least certain)" in page
    assert "70 kg (a typical weight: none is recorded)" in page
    assert "Predicted, not measured." in page
    assert "not a clearance to stand up, drive or leave" in page
    assert f"drawn at {room.clock.at.astimezone(ZONE):%H:%M}" in page
    assert room.get().content.decode().count(PREDICTED) >= 2  # in the picture, and for who cannot see it


def test_the_live_part_brings_it_and_a_struck_dose_takes_it_away(room):
    room.dose()
    assert PREDICTED in room.get(path="live/").content.decode()
    (dose,) = room.entries("dose")
    room.post("strike", struck_id=str(dose.id), reason="Entered in the wrong room.")
    assert PREDICTED not in room.get(path="live/").content.decode()


def test_what_no_model_answers_is_a_sentence_and_the_room_goes_on(room, monkeypatch):
    def no_model(*_: object) -> None:
        raise BadInput("doses", "No model covers what was given.")

    room.dose()
    monkeypatch.setattr(read_exposure, "expose", no_model)
    page = text(room.get())
    assert "No curve: No model covers what was given." in page
    assert "Timeline" in page


def test_a_curve_is_reckoned_once_and_not_at_each_look(room, monkeypatch):
    room.dose()
    room.get()
    before = read_exposure.expose.cache_info()
    room.clock.tick(minutes=1)
    room.get(path="live/")
    after = read_exposure.expose.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 1)
