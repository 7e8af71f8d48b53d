"""The link: looked at by machines, opened by a person, once."""

import io
import logging
from datetime import timedelta

import pytest
from django.test import Client as Browser
from tests.interfaces.portal.reading import words_of
from tests.support.people import PASSWORD

from openkap.project.hidden_links import HideLinks
from openkap.services.make_link import LINK_LASTS, make_link
from openkap.terms.identity import Role


@pytest.fixture
def token(pat, now) -> str:
    return make_link(within=pat.place.id, by=pat.place[Role.FRONT_DESK], at=now, client_id=pat.client_id)


@pytest.fixture
def device() -> Browser:
    return Browser(headers={"host": "localhost"})


def test_looking_at_a_link_does_not_use_it_up(device, token):
    for _ in range(3):
        assert device.get(f"/c/{token}/").status_code == 200
        assert device.head(f"/c/{token}/").status_code == 200
    assert device.post(f"/c/{token}/").status_code == 303


def test_the_button_lets_the_client_in(device, token):
    assert "Open" in words_of(device.get(f"/c/{token}/"))
    assert device.post(f"/c/{token}/")["Location"] == "/me/"
    assert "Hello, Pat" in words_of(device.get("/me/"))


def test_a_link_opens_once(device, token):
    device.post(f"/c/{token}/")
    elsewhere = Browser(headers={"host": "localhost"})
    for response in (elsewhere.get(f"/c/{token}/"), elsewhere.post(f"/c/{token}/")):
        assert response.status_code == 410
        assert "has been used already" in words_of(response)
        assert "512 555 0100" in words_of(response)
    assert elsewhere.get("/me/").status_code == 403


def test_a_link_that_has_run_out_says_so(device, token, clock, now):
    clock(now + LINK_LASTS)
    for response in (device.get(f"/c/{token}/"), device.post(f"/c/{token}/")):
        assert response.status_code == 410
        assert "has run out" in words_of(response)
    clock(now + LINK_LASTS - timedelta(seconds=1))
    assert device.post(f"/c/{token}/").status_code == 303


def test_a_link_stands_in_no_log_while_it_opens_or_after(device, token):
    (handler,) = (one for one in logging.getLogger().handlers if any(isinstance(f, HideLinks) for f in one.filters))
    written = io.StringIO()
    before = handler.setStream(written)
    try:
        Browser(enforce_csrf_checks=True).post(f"/c/{token}/")  # refused while the link still opens
        device.post(f"/c/{token}/")
        device.get(f"/c/{token}/?next=/me/")
    finally:
        handler.setStream(before)
    assert "/c/…/" in written.getvalue()
    assert token not in written.getvalue()


@pytest.mark.parametrize("token", ["nonsense", "x" * 300, "%00", "é"])
def test_a_link_that_never_was_is_not_found(device, pat, token):
    response = device.get(f"/c/{token}/")
    assert response.status_code == 404
    assert device.post(f"/c/{token}/").status_code == 404
    assert "512 555 0100" in words_of(response)


def test_opening_signs_out_whoever_was_signed_in_on_the_tablet(token, practice, bob):
    tablet = bob(Role.LEAD)
    assert tablet.get("/desk/").status_code == 200
    tablet.post(f"/c/{token}/")
    assert tablet.get("/me/").status_code == 200
    assert tablet.get("/desk/").status_code == 302
    assert PASSWORD not in tablet.get("/me/").content.decode()


def test_leaving_ends_the_visit(phone):
    assert phone.get("/me/").status_code == 200
    assert phone.get("/me/leave/").status_code == 405
    response = phone.post("/me/leave/")
    assert (response.status_code, response["Location"]) == (303, "/left/")
    assert "You have left" in words_of(phone.get("/left/"))
    assert phone.get("/me/").status_code == 403


def test_nothing_personal_is_cached(phone):
    assert phone.get("/me/")["Cache-Control"] == "no-store"
