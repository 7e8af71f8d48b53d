"""The client's pages in Spanish: chosen for a visit, kept until its end, and honest about what stays in English."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.interfaces.portal.reading import words_of

import openkap
from openkap.interfaces.portal.refusals import SAID

HERE = Path(__file__).parents[3]


@pytest.fixture
def en_espanol(phone):
    reply = phone.post("/language/", {"language": "es", "next": "/me/"})
    assert (reply.status_code, reply["Location"]) == (303, "/me/")
    return phone


def test_no_sentence_is_left_untranslated_and_the_two_files_belong_together():
    done = subprocess.run(
        [sys.executable, "tools/words.py", "--check"], cwd=HERE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_sentences_of_services_are_those_that_services_say():
    services = Path(openkap.__file__).parent / "services"
    source = "\n".join(path.read_text(encoding="utf-8") for path in services.glob("*.py"))
    assert [sentence for sentence in SAID if sentence not in source] == []


def test_the_first_page(en_espanol):
    reply = en_espanol.get("/me/")
    page = words_of(reply)
    assert '<html lang="es"' in reply.content.decode()
    for said in ("Hola, Pat", "Ayuda ahora mismo", "Llamar al 988", "Salir", "Tómese su tiempo"):
        assert said in page, said
    assert "English" in page


def test_the_way_back_to_english(en_espanol):
    en_espanol.post("/language/", {"language": "en", "next": "/me/"})
    assert "Hello, Pat" in words_of(en_espanol.get("/me/"))


def test_a_device_that_asks_for_spanish_gets_it(phone):
    assert "Hola, Pat" in words_of(phone.get("/me/", headers={"accept-language": "es-MX,es;q=0.9,en;q=0.5"}))


@pytest.mark.parametrize("asked", ["fr", "", "es; DROP", "ES\n"])
def test_another_language_changes_nothing(asked, phone):
    phone.post("/language/", {"language": asked, "next": "/me/"})
    assert "Hello, Pat" in words_of(phone.get("/me/"))


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_choice_leads_nowhere_else(away, phone):
    assert phone.post("/language/", {"language": "es", "next": away})["Location"] == "/me/"


def test_a_measure_stays_in_english_and_says_so(pat, en_espanol):
    reply = en_espanol.get(f"/me/forms/{pat.response('phq9')}/")
    raw, page = reply.content.decode(), words_of(reply)
    assert "mostramos una traducción solo cuando tenemos una con licencia" in page
    assert "0 de 9" in page
    # What is read aloud in English is marked as English; help within it is Spanish again.
    assert len(re.findall(r'<div class="question" lang="en"', raw)) == 10
    assert 'data-help-slot aria-live="polite" lang="es"' in raw
    assert "Cada respuesta se guarda al tocarla" in raw


def test_what_is_missing_is_said_in_spanish(pat, en_espanol):
    form = f"/me/forms/{pat.response('phq9')}/"
    assert "La pregunta 1 todavía no tiene respuesta" in words_of(en_espanol.post(form, {"do": "send"}))
    assert "Mire otra vez la pregunta 2" in words_of(en_espanol.post(form, {"item-2": "9", "do": "send"}))


def test_it_is_kept_when_the_link_is_opened_and_ends_with_the_visit(pat, client, now):
    from openkap.services.make_link import make_link
    from openkap.terms.identity import Role

    token = make_link(within=pat.place.id, by=pat.place[Role.GUIDE], at=now, client_id=pat.client_id)
    browser = {"headers": {"host": "localhost"}}
    client.post("/language/", {"language": "es", "next": f"/c/{token}/"}, **browser)
    assert "Le damos la bienvenida" in words_of(client.get(f"/c/{token}/", **browser))
    client.post(f"/c/{token}/", **browser)
    assert "Hola, Pat" in words_of(client.get("/me/", **browser))
    client.post("/me/leave/", **browser)
    assert "You have left" in words_of(client.get("/left/", **browser))


def test_staff_pages_stay_english(pat, bob):
    from openkap.terms.identity import Role

    browser = bob(Role.GUIDE)
    page = browser.get("/desk/", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="en"' in page
    assert "Today" in page
