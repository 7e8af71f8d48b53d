"""The consent: read whole, signed as it was shown, kept as a copy, looked at again without blame, taken back."""

from datetime import timedelta

import pytest
from tests.interfaces.portal.reading import words_of

from openkap.knowledge.texts import consent
from openkap.records.consent import find as consents
from openkap.terms.identity import Role

TEXT = consent("kap")


@pytest.fixture
def path(pat) -> str:
    return f"/me/consent/{pat.course_id}/"


def signing(**changed: str) -> dict[str, str]:
    right = {f"understood-{question.key}": question.right for question in TEXT.teach_back}
    return right | {"typed_name": "Pat Doe", "shown_sha256": TEXT.sha256} | changed


def signatures(pat):
    return consents.signatures(within=pat.place.id, course_id=pat.course_id)


def test_the_whole_text_is_on_the_page(phone, path):
    words = words_of(phone.get(path))
    for section in TEXT.sections:
        assert section.heading in words
        for paragraph in section.paragraphs:
            assert paragraph in words
    for question in TEXT.teach_back:
        assert question.statement in words
    assert TEXT.meaning in words


def test_signing_keeps_the_text_and_leads_to_the_copy(pat, phone, path):
    response = phone.post(path, signing())
    assert (response.status_code, response["Location"]) == (303, f"{path}signed/")
    (signature,) = signatures(pat)
    assert (signature.typed_name, signature.sha256, signature.text) == ("Pat Doe", TEXT.sha256, TEXT.body())
    words = words_of(phone.get(f"{path}signed/"))
    assert "Signed by Pat Doe on 23-Nov-2026 at 10:00" in words
    assert "again" not in words.split("Your copy")[0]
    assert phone.get(path)["Location"] == f"{path}signed/"


def test_what_was_understood_otherwise_is_explained_and_can_be_answered_again(pat, phone, path, clock, now):
    phone.post(path, signing(**{"understood-risks": "true"}))
    words = words_of(phone.get(f"{path}signed/"))
    risks = next(question for question in TEXT.teach_back if question.key == "risks")
    assert f"“{risks.statement}” This is not so. {risks.explanation}" in words
    assert "“Once I have signed" not in words
    assert "wrong" not in words.split("Your copy")[0].lower()
    assert phone.get(f"{path}?again").status_code == 200
    clock(now + timedelta(minutes=3))
    phone.post(path, signing())
    assert "Let us look at" not in words_of(phone.get(f"{path}signed/"))
    assert [one.understood_right for one in signatures(pat)] == [5, 4]


@pytest.mark.parametrize(
    ("changed", "field", "sentence", "status"),
    [
        ({"typed_name": " "}, "id_typed_name", "Your name", 422),
        ({"understood-driving": ""}, "id_understood-driving", "Choose true or false", 422),
        ({"understood-driving": "maybe"}, "id_understood-driving", "Choose true or false", 422),
        ({"shown_sha256": "0" * 64}, "", "The text has changed since you opened it", 409),
        ({"shown_sha256": ""}, "", "The text has changed since you opened it", 409),
    ],
)
def test_what_does_not_fit_keeps_nothing_and_loses_nothing(pat, phone, path, changed, field, sentence, status):
    response = phone.post(path, signing(**changed))
    assert response.status_code == status
    page = response.content.decode()
    assert sentence in page
    assert f'href="#{field}' in page if field else True
    assert changed.get("typed_name", "Pat Doe").strip() in page
    assert page.count(" checked") >= 4
    assert signatures(pat) == []


def test_taking_it_back_needs_no_reason(pat, phone, path, clock, now):
    phone.post(path, signing())
    assert "You do not need a reason" in words_of(phone.get(f"{path}withdraw/"))
    clock(now + timedelta(minutes=1))
    assert phone.post(f"{path}withdraw/").status_code == 303
    assert "You have taken your consent back" in words_of(phone.get(f"{path}withdraw/"))
    assert consents.standing(within=pat.place.id, course_ids=[pat.course_id]) == {}
    assert phone.get(f"{path}signed/").status_code == 404
    home = words_of(phone.get("/me/"))
    assert "Taken back on 23-Nov-2026" in home
    assert "Read the consent" not in home


def test_whoever_signed_twice_takes_both_back(pat, phone, path, clock, now):
    for minute in (1, 2):
        clock(now + timedelta(minutes=minute))
        phone.post(path, signing())
    clock(now + timedelta(minutes=3))
    phone.post(f"{path}withdraw/")
    assert consents.standing(within=pat.place.id, course_ids=[pat.course_id]) == {}
    assert all(one.withdrawn_at for one in signatures(pat))


def test_taking_it_back_before_signing_is_not_found(phone, path):
    assert phone.get(f"{path}withdraw/").status_code == 404


@pytest.mark.parametrize("tail", ["", "signed/", "withdraw/"])
def test_nobody_else_reaches_it(pat, phone, path, stranger, outsider, bob, client, tail):
    phone.post(path, signing())
    for other in (stranger, outsider):
        assert other.get(f"{path}{tail}").status_code == 404
        assert other.post(f"{path}{tail}", signing()).status_code in (404, 405)
    assert bob(Role.LEAD).get(f"{path}{tail}").status_code == 403
    assert client.get(f"{path}{tail}", headers={"host": "localhost"}).status_code == 403
    assert [one.withdrawn_at for one in signatures(pat)] == [None]
