"""Asking for a first talk: what is kept, what is asked again, and that nothing typed is lost."""

import re

import pytest
from django.test import Client as Browser

from openkap.records.people import find as people

GOOD = {
    "name": "Ada Reyes",
    "phone": "512 555 0123",
    "email": "",
    "interest": "undecided",
    "message": "I do not sleep.",
}


@pytest.fixture
def visitor() -> Browser:
    return Browser(headers={"host": "localhost"})


def test_a_request_reaches_the_front_desk(visitor, practice):
    response = visitor.post("/request/", GOOD)
    assert response.status_code == 303
    assert response["Location"] == "/request/thanks/"
    kept = people.open_requests(within=practice.id)
    assert [(one.name, one.phone, one.interest, one.words) for one in kept] == [
        ("Ada Reyes", "512 555 0123", "undecided", "I do not sleep.")
    ]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": " "}, "id_name", "Write your name, or what we should call you."),
        ({"interest": ""}, "id_interest", "Choose one of the three."),
        ({"interest": "else"}, "id_interest", "Select a valid choice"),
        ({"phone": ""}, "id_phone", "Give a phone number or an e-mail address"),
        ({"phone": "call me"}, "id_phone", "Enter a phone number with 7 to 15 digits"),
        ({"email": "nobody"}, "id_email", "Enter an e-mail address"),
        ({"message": "x" * 2001}, "id_message", "there is room for 2000"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_lost(visitor, practice, wrong, field, sentence):
    sent = GOOD | wrong
    response = visitor.post("/request/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert f'href="#{field}' in page
    for typed in sent.values():
        assert typed.strip() in page
    assert people.open_requests(within=practice.id) == []


def test_a_door_can_choose_the_interest_before(visitor, practice):
    page = visitor.get("/request/?interest=kap").content.decode()
    assert re.search(r'value="kap"[^>]*checked', page)


def test_thanks_cannot_be_posted_to(visitor, practice):
    assert visitor.post("/request/thanks/").status_code == 405
