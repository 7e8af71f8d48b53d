"""A lead sees who works here, and adds someone."""

import pytest
from django.test import Client as Browser

from openkap.records.people import find as people
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db

NEW = {"name": "Ida Rolfe", "email": "ida@alder.example", "password": "quiet river of stones", "roles": ["guide"]}


def test_someone_is_added_and_can_sign_in(practice, bob, stand_at, read) -> None:
    browser = bob(Role.LEAD)
    assert "Alder House monitor monitor" in read(browser.get("/desk/staff/"))
    reply = browser.post("/desk/staff/", NEW | {"roles": ["guide", "monitor"]})
    assert reply.status_code == 303
    assert "Ida Rolfe guide, monitor" in read(browser.get("/desk/staff/"))
    stranger = Browser(headers={"host": "localhost"})
    signed_in = stranger.post("/sign-in/", {"login": NEW["email"], "password": NEW["password"]})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/desk/")


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"roles": ["king"]}, "There is no such role."),
        ({"roles": []}, "Choose at least one role"),
        ({"password": "short"}, "at least 12 characters"),
        ({"email": "ida at alder"}, "Enter an e-mail address"),
        ({"name": " "}, "Name: write a few words here."),
    ],
)
def test_what_cannot_be_is_said(practice, bob, stand_at, read, other, sentence) -> None:
    reply = bob(Role.LEAD).post("/desk/staff/", NEW | other)
    assert reply.status_code == 422
    assert sentence in read(reply)
    assert len(people.members(within=practice.id)) == len(Role)


def test_an_address_that_is_known_already_is_said(practice, bob, stand_at, read) -> None:
    browser = bob(Role.LEAD)
    browser.post("/desk/staff/", NEW)
    again = browser.post("/desk/staff/", NEW)
    assert again.status_code in (409, 422)
    assert "e-mail" in read(again)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_only_a_lead_manages_staff(practice, bob, stand_at, role) -> None:
    assert bob(role).post("/desk/staff/", NEW).status_code == 403
