"""The public pages: what a person reads before they ask, and that nothing there promises or ranks."""

import re

import pytest
from django.test import Client as Browser
from tests.interfaces.portal.reading import english_in

from openkap.interfaces.site.comparison import compare
from openkap.interfaces.site.ways import ways
from openkap.knowledge.pathways import pathway
from openkap.knowledge.routes import routes
from openkap.knowledge.texts import ways_in

pytestmark = pytest.mark.usefixtures("practice")
PAGES = ("/", "/compare/", "/routes/", "/request/", "/request/thanks/", "/help/")


@pytest.fixture
def visitor() -> Browser:
    return Browser(headers={"host": "localhost"})


def words_of(response) -> str:
    page = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_and_help_is_on_it(visitor, path, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = visitor.get(path)
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert 'href="tel:988"' in page
    assert 'href="sms:988"' in page
    assert "style=" not in page


@pytest.mark.parametrize("path", PAGES)
def test_no_page_promises_or_ranks(visitor, path):
    words = words_of(visitor.get(path)).lower()
    for claim in (
        "cure",
        "guarantee",
        "breakthrough",
        "proven results",
        "is superior",
        "worse outcomes",
        "safe and effective",
    ):
        assert claim not in words


def test_the_front_page_tells_each_phase_and_what_ketamine_is_not(visitor):
    words = words_of(visitor.get("/"))
    for phase in pathway("kap").phases:
        assert phase.name.replace("'", "&#x27;") in words
        assert phase.what_happens in words
    assert "The FDA has not approved ketamine for any psychiatric disorder" in words
    assert "off-label" in words
    assert "Nobody can promise you a result" in words
    assert "hardly been studied directly" in words


def test_the_two_models_are_told_from_their_data(visitor):
    words = words_of(visitor.get("/compare/"))
    for model in (pathway("kap"), pathway("iv_only")):
        assert model.title in words
        for phase in model.phases:
            assert phase.what_happens in words
            assert phase.who_is_with_you in words
        for left_out in model.leaves_out:
            assert left_out.title in words
            assert left_out.because in words
    assert "Evidence that compares the two directly is thin" in words
    assert "With a sitter" in words
    assert "Without a sitter" in words


def test_what_is_the_same_is_said_once():
    told = compare(pathway("kap"), pathway("iv_only"))
    before, during, after = told.parts
    same = {pair.name: pair.same for part in told.parts for pair in part.phases}
    assert same["Questions about your health"]
    assert not same["Consent"]
    assert [pair.name for pair in during.phases] == ["Medicine session"]
    assert [pair.name for pair in after.phases] == ["Integration", "Looking back together", "Closing"]
    assert before.phases[-1].name == "Preparation"
    assert before.phases[-1].right.phase is None


def test_laid_the_other_way_round_nothing_is_lost():
    told = compare(pathway("iv_only"), pathway("kap"))
    names = [pair.name for part in told.parts for pair in part.phases]
    assert len(names) == len(pathway("kap").phases)
    assert names.index("Preparation") == names.index("Consent") + 1


def test_how_many_sessions_in_words():
    rows = {row.cells[0]: row.cells[1:] for row in compare(pathway("kap"), pathway("iv_only")).counts}
    assert rows["Preparation"] == ("at least 2, usually 3, of 1 h each", "none")
    assert rows["First talk"] == ("1, of 1 h", "1, of 45 min")
    assert compare(pathway("kap"), pathway("iv_only")).fewer == (
        "Usually 3 medicine sessions, where the other model has 6.",
    )


def test_every_route_has_its_words_and_its_picture_and_no_dose(visitor):
    page = visitor.get("/routes/").content.decode()
    assert {way.route for way in ways_in()} == {route.id for route in routes()}
    assert page.count("predicted and not measured") == 4 * len(ways_in())  # two widths, each in both of its texts
    words = words_of(visitor.get("/routes/"))
    for way in ways_in():
        assert way.words in words
    assert not re.search(r"[0-9] mg", words)
    assert "These curves are computed, not measured" in words
    assert "None of them is better than the others for everyone" in words


def test_the_least_certain_are_said_to_be():
    told = {way.title: way.least_certain for way in ways()}
    assert [title for title, unsure in told.items() if unsure] == ["Into a muscle", "Ketamine as a nasal spray"]


def test_a_drip_is_highest_when_it_stops_and_what_is_swallowed_comes_last():
    drip, *_, swallowed = ways()
    assert drip.timing[0] == "Highest usually after 40 min."
    assert swallowed.timing[0].startswith("Highest usually after 1 h")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_spanish_says_nothing_in_english_that_is_not_marked(visitor, path):
    assert english_in(visitor.get(path, headers={"accept-language": "es"}).content.decode()) == []


def test_a_request_that_does_not_fit_is_answered_in_spanish(visitor):
    for sent in ({}, {"name": "Ada", "interest": "kap"}, {"name": "Ada", "interest": "kap", "phone": "x"}):
        reply = visitor.post("/request/", sent, headers={"accept-language": "es"})
        assert reply.status_code == 422
        assert english_in(reply.content.decode()) == []


def test_the_language_is_chosen_on_the_page_and_stays_for_the_visit(visitor):
    assert 'lang="es">Español</button>' in visitor.get("/routes/").content.decode()
    reply = visitor.post("/language/", {"language": "es", "next": "/routes/"})
    assert (reply.status_code, reply["Location"]) == (303, "/routes/")
    assert "Debajo de la lengua" in words_of(visitor.get("/routes/"))
    visitor.post("/language/", {"language": "en", "next": "/routes/"})
    assert "Under the tongue" in words_of(visitor.get("/routes/"))
