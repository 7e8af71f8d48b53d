"""How rooms are set, at the desk: kept, changed, taken away, and what is refused stays typed."""

import pytest

from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db
URL = "/desk/policy/presets/"
SENT = {
    "name": "Quiet",
    "room_id": "",
    "light": "5",
    "temperature": "22",
    "recliner": "flat",
    "eyeshade": "yes",
    "blanket": "",
    "camera_off": "yes",
}


def test_one_is_kept_changed_and_taken_away(practice, bob, read, stand_at) -> None:
    lead = bob(Role.LEAD)
    assert lead.post(URL, SENT).status_code == 303
    assert "Light 5 %, 22 °C (72 °F), recliner flat, eyeshade, camera off" in read(lead.get(URL))
    form = lead.get(f"{URL}?name=Quiet").context["form"]
    assert {name: str(form[name].value() or "") for name in form.fields} == SENT
    assert lead.post(URL, {**SENT, "light": ""}).status_code == 303
    assert "22 °C (72 °F), recliner flat" in read(lead.get(URL))
    assert lead.post(f"{URL}take-away/", {"name": "Quiet"}).status_code == 303
    assert "Offered in the room" not in read(lead.get(URL))
    assert (
        "had been taken away already" in lead.post(f"{URL}take-away/", {"name": "Quiet"}, follow=True).content.decode()
    )


def test_what_is_refused_stays_typed(practice, bob, read, stand_at) -> None:
    refused = bob(Role.LEAD).post(URL, {**SENT, "temperature": "72"})
    assert refused.status_code == 422
    assert "from 15 to 30 °C" in read(refused)
    assert 'value="72"' in refused.content.decode()


@pytest.mark.parametrize("role", [Role.GUIDE, Role.MONITOR, Role.FRONT_DESK])
def test_who_does_not_set_policy_is_turned_away(practice, bob, stand_at, role) -> None:
    assert bob(role).get(URL).status_code == 403
    assert bob(role).post(f"{URL}take-away/", {"name": "Quiet"}).status_code == 403
