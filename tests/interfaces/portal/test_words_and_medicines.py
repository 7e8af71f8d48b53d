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
from openkap.records.health import find as health


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


def taken(pat):
    lists = health.medicines(within=pat.place.id, client_ids=[pat.client_id]).get(pat.client_id)
    return None if lists is None else lists[-1]


class TestMedicines:
    def test_they_are_kept_as_typed_and_shown_again(self, pat, phone):
        sent = {"typed-0": "sertralin", "how-0": "50 mg, mornings", "typed-2": "St. John's wort <3"}
        assert phone.post("/me/medicines/", sent).status_code == 303
        assert taken(pat).typed == ("sertralin 50 mg, mornings", "St. John's wort <3")
        page = html.unescape(phone.get("/me/medicines/").content.decode())
        assert 'value="sertralin"' in page
        assert 'value="50 mg, mornings"' in page

    def test_names_are_found_by_brand_and_by_ingredient(self, phone):
        page = phone.get("/me/medicines/").content.decode()
        assert '<option value="Xanax">alprazolam</option>' in page
        assert '<option value="alprazolam"></option>' in page

    def test_nothing_is_an_answer_and_an_empty_list_is_not(self, pat, phone):
        empty = phone.post("/me/medicines/", {"typed-0": "  "})
        assert empty.status_code == 422
        assert 'href="#id_typed-0"' in empty.content.decode()
        assert taken(pat) is None
        assert phone.post("/me/medicines/", {"nothing": "on"}).status_code == 303
        assert taken(pat).lines == []

    def test_a_list_and_nothing_at_once_is_asked_about(self, pat, phone):
        both = phone.post("/me/medicines/", {"typed-0": "Xanax", "nothing": "on"})
        assert both.status_code == 422
        assert 'value="Xanax"' in both.content.decode()
        assert taken(pat) is None

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"how-1": "two a day"}, "typed-1"),
            ({"typed-1": "x" * 121}, "typed-1"),
            ({"typed-0": "Xanax", "how-0": "x" * 201}, "how-0"),
        ],
    )
    def test_what_cannot_be_kept_is_said_at_its_line(self, pat, phone, sent, field):
        reply = phone.post("/me/medicines/", sent)
        assert reply.status_code == 422
        page = reply.content.decode()
        assert f'href="#id_{field}"' in page
        assert all(value in page for value in sent.values())
        assert taken(pat) is None

    def test_more_lines_lose_nothing(self, pat, phone):
        sent = {"typed-0": "Xanax", "how-0": "at night", "typed-1": "", "typed-2": "fish oil", "more": "1"}
        page = phone.post("/me/medicines/", sent).content.decode()
        assert 'value="Xanax"' in page
        assert 'value="fish oil"' in page
        assert 'name="typed-5"' in page
        assert taken(pat) is None

    def test_it_says_what_to_include(self, phone):
        words = words_of(phone.get("/me/medicines/"))
        for part in ("Herbs", "Patches", "Alcohol, cannabis", "do not stop or change"):
            assert part in words


@pytest.mark.parametrize("path", ["/me/words/", "/me/medicines/", "/me/health/", "/me/progress/"])
def test_without_a_visit_they_are_closed(client, practice, path):
    assert client.get(path, headers={"host": "localhost"}).status_code == 403
    assert client.post(path, headers={"host": "localhost"}).status_code == 403
