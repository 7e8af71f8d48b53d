"""On a device of the clinic: a tablet takes a code, a handed device is locked to the forms, and nothing stays on it."""

import pytest
from tests.interfaces.portal.reading import words_of

from openkap.terms.identity import Role


@pytest.fixture
def tablet(pat, bob):
    """A device that the front desk has made a tablet of the clinic."""
    browser = bob(Role.FRONT_DESK)
    reply = browser.post("/desk/tablet/", {"do": "begin"})
    assert reply["Location"] == "/tablet/"
    return browser


def code_for(pat, now):
    from openkap.services.tablet_code import make_code

    return make_code(within=pat.place.id, by=pat.place[Role.FRONT_DESK], at=now, client_id=pat.client_id)


def test_making_a_tablet_signs_staff_out(tablet):
    assert tablet.get("/desk/").status_code == 302
    assert "Your code" in words_of(tablet.get("/tablet/"))


def test_another_device_takes_no_code(pat, client, now):
    reply = client.post("/tablet/", {"code": code_for(pat, now)}, headers={"host": "localhost"})
    assert reply.status_code == 403
    assert "does not take codes" in words_of(reply)


def test_a_forged_tablet_takes_no_code(pat, client, now):
    client.cookies["openkap-tablet"] = f"{pat.place.id}:abc:def"
    assert client.post("/tablet/", {"code": code_for(pat, now)}, headers={"host": "localhost"}).status_code == 403


def test_the_code_leads_to_the_forms_and_nothing_else(pat, tablet, now):
    assert tablet.post("/tablet/", {"code": code_for(pat, now)})["Location"] == "/me/here/"
    page = words_of(tablet.get("/me/here/"))
    assert "How you have been" in page
    for path in ("/me/", "/me/medicines/", "/me/words/", "/me/progress/", f"/me/consent/{pat.course_id}/"):
        assert tablet.get(path)["Location"] == "/me/here/"
    form = f"/me/forms/{pat.response('phq9')}/"
    raw = tablet.get(form).content.decode()
    assert "/me/here/" in raw
    assert 'href="/me/"' not in raw


def test_a_form_is_sent_and_the_tablet_waits_for_the_next(pat, tablet, now):
    from openkap.records.responses import find as responses

    tablet.post("/tablet/", {"code": code_for(pat, now)})
    response_id = pat.response("phq9")
    form = f"/me/forms/{response_id}/"
    tablet.post(form, {f"item-{n}": "0" for n in range(1, 10)} | {"do": "send"})
    sent = words_of(tablet.get(form))
    assert "Next form" in sent
    assert "See your line" not in sent
    assert tablet.post("/me/leave/")["Location"] == "/tablet/"
    assert tablet.get(form).status_code == 403
    assert responses.response(within=pat.place.id, response_id=response_id).source == "tablet"


@pytest.mark.parametrize(
    ("typed", "status", "says"), [("12", 422, "four digits"), ("0000", 409, "does not open anything")]
)
def test_a_wrong_code_is_said_on_the_page(typed, status, says, tablet):
    reply = tablet.post("/tablet/", {"code": typed})
    assert reply.status_code == status
    assert says in words_of(reply)


class TestAHandedDevice:
    @pytest.fixture
    def device(self, pat, bob):
        browser = bob(Role.GUIDE)
        assert browser.post(f"/desk/clients/{pat.client_id}/hand-over/")["Location"] == "/me/here/"
        return browser

    def test_it_is_locked_to_the_forms(self, pat, device):
        assert device.get("/me/here/").status_code == 200
        assert device.get("/me/")["Location"] == "/me/here/"
        for path in ("/desk/", f"/desk/clients/{pat.client_id}/", "/room/"):
            assert device.get(path)["Location"].startswith("/sign-in/")

    def test_what_is_answered_says_where(self, pat, device):
        from openkap.records.responses import find as responses

        response_id = pat.response("phq9")
        device.post(f"/me/forms/{response_id}/", {f"item-{n}": "0" for n in range(1, 10)} | {"do": "send"})
        assert responses.response(within=pat.place.id, response_id=response_id).source == "device"

    def test_it_goes_back_to_staff(self, pat, device):
        assert device.post("/me/leave/")["Location"] == "/returned/"
        assert "give this device back" in words_of(device.get("/returned/"))
        assert device.get("/me/here/").status_code == 403

    def test_signing_in_ends_the_visit(self, pat, device):
        from tests.support.people import PASSWORD

        reply = device.post("/sign-in/", {"login": "guide@alder.example", "password": PASSWORD})
        assert reply.status_code == 302
        assert device.get("/desk/").status_code == 200
        assert device.get("/me/here/").status_code == 403

    def test_a_get_hands_nothing_over(self, pat, bob):
        browser = bob(Role.GUIDE)
        browser.get(f"/desk/clients/{pat.client_id}/hand-over/")
        assert browser.get("/desk/").status_code == 200
