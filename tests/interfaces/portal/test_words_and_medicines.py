"""What the client writes: kept as it was typed, shown again, and never emptied by an empty box."""

import html
from datetime import timedelta

import pytest
from tests.interfaces.portal.reading import words_of
from tests.support.course import begin
from tests.support.people import client_browser

from openkap.knowledge.pathways import pathway
from openkap.knowledge.texts import topics
from openkap.records.courses import find as courses
from openkap.records.responses import find as responses


def said(pat) -> dict[str, str]:
    return {topic: kept.text for topic, kept in courses.words(within=pat.place.id, course_id=pat.course_id).items()}


class TestWords:
    def test_every_topic_is_asked_in_the_clients_words_and_the_intention_first(self, phone):
        page = html.unescape(phone.get("/me/words/").content.decode())
        asked = [topics()[key] for key in pathway("kap").topics]
        assert all(topic.client_prompt in page for topic in asked)
        places = {topic.key: page.index(f'name="{topic.key}"') for topic in asked}
        assert min(places, key=places.__getitem__) == "intention"

    def test_they_are_kept_and_shown_again(self, pat, phone):
        response = phone.post("/me/words/", {"intention": "To meet what comes.", "music": "Cello <3"})
        assert (response.status_code, response["Location"]) == (303, "/me/")
        assert said(pat) == {"intention": "To meet what comes.", "music": "Cello <3"}
        assert "Cello &lt;3" in phone.get("/me/words/").content.decode()

    def test_an_emptied_box_takes_nothing_away(self, pat, phone):
        phone.post("/me/words/", {"intention": "To meet what comes."})
        phone.post("/me/words/", {"intention": "", "music": ""})
        assert said(pat) == {"intention": "To meet what comes."}

    def test_too_much_is_said_at_its_field_and_stays(self, pat, phone):
        response = phone.post("/me/words/", {"intention": "x" * 8001, "music": "Cello"})
        assert response.status_code == 422
        page = response.content.decode()
        assert 'href="#id_intention"' in page
        assert "x" * 8001 in page
        assert "Cello" in page
        assert said(pat) == {}

    def test_the_script_gets_a_receipt_of_its_own(self, pat, phone):
        by_itself = {"X-Kit-Autosave": "1"}
        assert phone.post("/me/words/", {"music": "Cello"}, headers=by_itself).status_code == 204
        assert said(pat) == {"music": "Cello"}
        refused = phone.post("/me/words/", {"music": "x" * 8001}, headers=by_itself)
        assert refused.status_code == 422
        assert refused["Content-Type"].startswith("text/plain")

    def test_the_infusion_alone_has_no_topics(self, practice, clock, now):
        sam = begin(practice, now - timedelta(days=1), pathway="iv_only")
        browser = client_browser(practice.id, sam.client_id)
        assert browser.get("/me/words/").status_code == 404
        assert browser.post("/me/words/", {"intention": "x"}).status_code == 404


class TestMedicines:
    def test_they_are_kept_as_written_and_shown_again(self, pat, phone):
        text = "Sertraline 50 mg, mornings\nSt. John's wort"
        assert phone.post("/me/medicines/", {"medicines": text}).status_code == 303
        assert responses.medicines(within=pat.place.id, client_id=pat.client_id).text == text
        assert "Sertraline 50 mg" in phone.get("/me/medicines/").content.decode()

    def test_none_is_an_answer_and_an_empty_box_is_not(self, pat, phone):
        empty = phone.post("/me/medicines/", {"medicines": "  "})
        assert empty.status_code == 422
        assert 'href="#id_medicines"' in empty.content.decode()
        assert responses.medicines(within=pat.place.id, client_id=pat.client_id) is None
        assert phone.post("/me/medicines/", {"medicines": "none"}).status_code == 303

    def test_it_says_what_to_include(self, phone):
        words = words_of(phone.get("/me/medicines/"))
        for part in ("Herbs", "Patches", "Alcohol, cannabis", "do not stop or change"):
            assert part in words


@pytest.mark.parametrize("path", ["/me/words/", "/me/medicines/", "/me/progress/"])
def test_without_a_visit_they_are_closed(client, practice, path):
    assert client.get(path, headers={"host": "localhost"}).status_code == 403
    assert client.post(path, headers={"host": "localhost"}).status_code == 403
