"""The client's pages in Spanish: chosen for a visit, kept until its end, and honest about what stays in English."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.html import escape
from tests.interfaces.portal.reading import english_in, words_of

import openkap
from openkap.interfaces.portal.refusals import SAID
from openkap.knowledge.rules.history import history_parts
from openkap.knowledge.texts import consent, topics, ways_in

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


def test_it_is_kept_when_the_link_is_opened_and_until_goodbye(pat, client, now):
    from openkap.services.make_link import make_link
    from openkap.terms.identity import Role

    token = make_link(within=pat.place.id, by=pat.place[Role.GUIDE], at=now, client_id=pat.client_id)
    browser = {"headers": {"host": "localhost"}}
    client.post("/language/", {"language": "es", "next": f"/c/{token}/"}, **browser)
    assert "Le damos la bienvenida" in words_of(client.get(f"/c/{token}/", **browser))
    client.post(f"/c/{token}/", **browser)
    assert "Hola, Pat" in words_of(client.get("/me/", **browser))
    client.post("/me/leave/", **browser)
    assert english_in(client.get("/left/", **browser).content.decode()) == []
    assert "abra su enlace" in words_of(client.get("/me/", **browser))


def test_who_is_not_let_in_is_told_so_in_spanish(pat, client, now):
    from django.test import Client as Browser

    from openkap.services.make_link import make_link
    from openkap.terms.identity import Role

    token = make_link(within=pat.place.id, by=pat.place[Role.GUIDE], at=now, client_id=pat.client_id)
    asks = {"headers": {"host": "localhost", "accept-language": "es-MX"}}
    strange = f"/me/forms/{pat.client_id}/"
    said = {path: client.get(path, **asks) for path in ("/c/abcdefgh/", f"/c/{token}/", "/me/", "/me/nothing/", "/no/")}
    client.post(f"/c/{token}/", **asks)
    said |= {f"{path} again": client.get(path, **asks) for path in (f"/c/{token}/", strange, "/no/")}
    said["csrf"] = Browser(enforce_csrf_checks=True).post("/language/", {"language": "es"}, **asks)

    assert [path for path, reply in said.items() if b'<html lang="es"' not in reply.content] == []
    assert {path: english_in(reply.content.decode()) for path, reply in said.items()} == {path: [] for path in said}
    assert [reply.status_code for reply in said.values()] == [404, 200, 403, 404, 404, 410, 404, 404, 403]


def test_staff_are_refused_in_english(pat, bob):
    from openkap.terms.identity import Role

    page = bob(Role.FRONT_DESK).get("/no/", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="en"' in page
    assert "There is no such page" in page


def test_staff_pages_stay_english(pat, bob):
    from openkap.terms.identity import Role

    browser = bob(Role.GUIDE)
    page = browser.get("/desk/", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="en"' in page
    assert "Today" in page


def test_a_page_that_forgot_a_translation_is_caught(phone):
    page = phone.get("/me/").content.decode().replace('<html lang="en"', '<html lang="es"')
    assert "Here is what comes next. Take your time." in english_in(page)
    assert english_in('<p lang="es">Hola</p><p lang="en">the text <b>of it</b></p><p>for staff</p>') == []


def test_every_text_of_the_data_stands_in_both_languages():
    pairs = [(part.title, part.es) for part in history_parts()]
    pairs += [(one.text, one.es) for part in history_parts() for one in part.questions]
    pairs += [
        both
        for part in history_parts()
        for one in part.questions
        for both in zip(one.choices, one.choices_es, strict=True)
    ]
    pairs += [(topic.title, topic.title_es) for topic in topics().values()]
    pairs += [(topic.client_prompt, topic.client_prompt_es) for topic in topics().values()]
    pairs += [both for way in ways_in() for both in ((way.title, way.title_es), (way.words, way.words_es))]
    assert len(pairs) > 70
    assert [english for english, spanish in pairs if not spanish.strip() or spanish == english] == []
    assert english_in("".join(f'<p lang="es">{spanish}</p>' for _, spanish in pairs)) == []
    # What is asked is asked, and an opened question mark is closed.
    assert [english for english, spanish in pairs if english.endswith("?") and not spanish.endswith("?")] == []
    assert [spanish for _, spanish in pairs if spanish.count("¿") != spanish.count("?")] == []


@pytest.mark.parametrize("path", ["", "medicines/", "health/", "words/", "questionnaires/", "progress/"])
def test_a_page_says_nothing_in_english(path, en_espanol):
    assert english_in(en_espanol.get(f"/me/{path}").content.decode()) == []


@pytest.mark.parametrize("measure", ["health", "phq9"])
def test_a_form_says_nothing_in_english_that_is_not_marked(measure, pat, en_espanol):
    form = f"/me/forms/{pat.response(measure)}/"
    for path in (form, f"{form}1/"):
        assert english_in(en_espanol.get(path).content.decode()) == []
    assert english_in(en_espanol.post(form, {"do": "send"}).content.decode()) == []


def test_the_health_questions_are_asked_in_spanish(pat, en_espanol):
    reply = en_espanol.get(f"/me/forms/{pat.response('health')}/")
    page = words_of(reply)
    for part in history_parts():
        assert part.es in page
        for question in part.questions:
            assert question.es in page
    assert "Masculino" in page
    assert "No sé" in page
    assert "Prefiero no decirlo" in page
    assert '<div class="question" lang="en"' not in reply.content.decode()


def test_what_was_said_about_health_is_read_back_in_spanish(pat, en_espanol):
    pat.fill_intake()
    page = words_of(en_espanol.get("/me/health/"))
    assert "¿Qué sexo anotaron cuando usted nació? Masculino" in page
    assert english_in(en_espanol.get("/me/health/").content.decode()) == []


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("health/", {"do": "changed"}),
        ("medicines/", {"how-0": "una vez al día"}),
        ("medicines/", {}),
        ("medicines/", {"typed-0": "ketamine", "nothing": "on"}),
        ("words/", {"intention": "x" * 9000}),
    ],
)
def test_what_does_not_fit_is_said_in_spanish(path, sent, en_espanol):
    reply = en_espanol.post(f"/me/{path}", sent)
    assert reply.status_code == 422
    assert english_in(reply.content.decode()) == []


@pytest.mark.parametrize("kind", ["preparation", "medicine"])
def test_a_session_says_nothing_in_english_that_is_not_marked(kind, pat, en_espanol, clock, now):
    path = f"/me/sessions/{pat.book(kind, now + timedelta(days=1))}/"
    page = en_espanol.get(path).content.decode()
    assert english_in(page) == []
    assert "martes 24-Nov-2026 a las" in page.lower().replace("nov", "Nov")
    clock(now + timedelta(days=1))
    assert english_in(en_espanol.get(path).content.decode()) == []


def test_the_choice_of_the_day_and_the_way_home_are_in_spanish(pat, en_espanol, clock, now):
    path = f"/me/sessions/{pat.book('medicine', now + timedelta(days=1))}/"
    assert english_in(en_espanol.post(f"{path}escort/", {}).content.decode()) == []
    assert english_in(en_espanol.post(f"{path}go-ahead/", {"chooses": "yes"}).content.decode()) == []
    assert english_in(en_espanol.post(f"{path}go-ahead/", {}).content.decode()) == []
    for minute, chosen, said in ((0, "yes", "elijo seguir adelante hoy"), (1, "no", "hoy no")):
        clock(now + timedelta(days=1, minutes=minute))
        en_espanol.post(f"{path}go-ahead/", {"chooses": chosen})
        page = en_espanol.get(path)
        assert said in words_of(page)
        assert english_in(page.content.decode()) == []


def test_the_consent_stays_in_english_and_says_so_in_spanish(pat, en_espanol):
    text, path = consent("kap"), f"/me/consent/{pat.course_id}/"
    for reply in (en_espanol.get(path), en_espanol.post(path, {"shown_sha256": text.sha256})):
        page = words_of(reply)
        assert "El texto del consentimiento está en inglés" in page
        assert "Lo leemos junto con usted, en su idioma, antes de que firme" in page
        for question in text.teach_back:
            assert f'<span lang="en">{escape(question.statement)}</span>' in reply.content.decode()
        assert english_in(reply.content.decode()) == []
    wrong = {f"understood-{question.key}": "true" for question in text.teach_back}
    en_espanol.post(path, wrong | {"typed_name": "Pat Doe", "shown_sha256": text.sha256})
    signed = en_espanol.get(f"{path}signed/")
    assert "Firmado por Pat Doe" in words_of(signed)
    assert "otra vez" in words_of(signed)
    assert english_in(signed.content.decode()) == []
    assert english_in(en_espanol.get(f"{path}withdraw/").content.decode()) == []
    en_espanol.post(f"{path}withdraw/", {})
    taken_back = en_espanol.get(f"{path}withdraw/")
    assert "Usted ha retirado su consentimiento" in words_of(taken_back)
    assert english_in(taken_back.content.decode()) == []


def test_the_consent_in_english_says_nothing_of_languages(pat, phone):
    assert "is in English" not in words_of(phone.get(f"/me/consent/{pat.course_id}/"))
