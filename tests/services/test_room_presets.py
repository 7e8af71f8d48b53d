"""How a room is set: kept under a name, offered in the rooms it is meant for, replaced, taken away, never changed."""

import pytest
from tests.support.people import Place, found

from openkap.records.calendar import find as calendar
from openkap.services.room_presets import keep_preset, presets_of_room, take_away_preset
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(("light", "temperature", "recliner", "eyeshade", "blanket", "camera_off"), "")
QUIET = {
    "light": "5",
    "temperature": "21.5",
    "recliner": "half up",
    "eyeshade": "yes",
    "blanket": "yes",
    "camera_off": "yes",
}


def keep(place: Place, at, name="Quiet", *, room_id=None, role=Role.LEAD, **said):
    keep_preset(within=place.id, by=place[role], at=at, name=name, room_id=room_id, **{**NOTHING, **said})


def offered(place: Place, room: str | None = "North") -> dict[str, tuple[str, str]]:
    return {one.name: (one.words, one.light) for one in presets_of_room(within=place.id, room=room)}


def test_it_is_said_in_words_and_offered_in_its_room_only(practice, now):
    north = next(room for room in calendar.rooms(within=practice.id) if room.name == "North")
    keep(practice, now, **QUIET)
    keep(practice, now, "Bright", room_id=north.id, light="100", eyeshade="no", camera_off="no")
    assert offered(practice) == {
        "Bright": ("Bright: light full, no eyeshade, camera on, as agreed", "100"),
        "Quiet": ("Quiet: light 5 %, 21.5 °C (71 °F), recliner half up, eyeshade, blanket, camera off", "5"),
    }
    assert list(offered(practice, "South")) == ["Quiet"]
    assert list(offered(practice, None)) == ["Quiet"]
    assert offered(found(now, "Birch Clinic")) == {}


def test_the_latest_of_a_name_stands_until_it_is_taken_away(practice, now):
    keep(practice, now, **QUIET)
    keep(practice, now, recliner="flat")
    assert offered(practice) == {"Quiet": ("Quiet: recliner flat", "")}
    take_away_preset(within=practice.id, by=practice[Role.LEAD], at=now, name="Quiet")
    assert offered(practice) == {}
    with pytest.raises(BadInput, match="any more"):
        take_away_preset(within=practice.id, by=practice[Role.LEAD], at=now, name="Quiet")
    keep(practice, now, light="0")
    assert offered(practice) == {"Quiet": ("Quiet: light off", "0")}


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"temperature": "72"}, "temperature", "from 15 to 30 °C"),
        ({"temperature": "21,5"}, "temperature", "with a point"),
        ({"light": "30"}, "light", "off, 5 %, 20 %, 50 %, full"),
        ({"eyeshade": "perhaps"}, "eyeshade", "yes, no"),
        ({"name": " ", "light": "5"}, "name", "Name"),
        ({}, "light", "one thing at least"),
    ],
)
def test_what_cannot_be_is_named(practice, now, said, field, words):
    with pytest.raises(BadInput, match=words) as refused:
        keep(practice, now, **said)
    assert refused.value.field == field
    assert offered(practice) == {}


def test_it_takes_a_role_and_a_room_of_this_practice(practice, now):
    with pytest.raises(Forbidden):
        keep(practice, now, role=Role.GUIDE, light="5")
    elsewhere = calendar.rooms(within=found(now, "Birch Clinic").id)[0]
    with pytest.raises(BadInput, match="one of the rooms"):
        keep(practice, now, room_id=elsewhere.id, light="5")
