"""Which questionnaires are shown in full: conditions that a lead confirms, and packs of the data folder."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.knowledge.test_wording import GOOD
from tests.support.course import begin
from tests.support.people import client_browser

from openkap.interfaces.kit import wording
from openkap.records.base import Act
from openkap.records.responses import find as responses
from openkap.records.responses import keep
from openkap.services.confirm_condition import confirm_condition
from openkap.terms.identity import Role
from openkap.terms.refusal import BadInput, Forbidden, RuleRefusal


@pytest.fixture
def pat(practice, now, monkeypatch):
    from openkap.interfaces.kit import clock

    monkeypatch.setattr(clock, "now", lambda: now)
    return begin(practice, now - timedelta(days=3))


def asked(pat, key):
    act = Act(within=pat.place.id, by=pat.place[Role.GUIDE], at=pat.at)
    keep.ask(
        act,
        client_id=pat.client_id,
        course_id=pat.course_id,
        measure=key,
        edition="2026-11-23",
        occasion="weekly",
    )
    return client_browser(pat.place.id, pat.client_id).get(f"/me/forms/{pat.response(key)}/").content.decode()


CHEERFUL = "I have felt cheerful and in good spirits"


def test_a_condition_is_confirmed_by_the_lead_and_then_it_is_shown(pat, bob):
    assert CHEERFUL not in asked(pat, "who5")
    lead = bob(Role.LEAD)
    assert lead.get("/desk/wording/").content.decode().count("Not confirmed yet") == 3
    assert lead.post("/desk/wording/", {"measure": "who5"}).status_code == 303
    page = lead.get("/desk/wording/").content.decode()
    assert "Confirmed: Alder House Lead, 23-Nov-2026 10:00" in page
    assert page.count("Not confirmed yet") == 2
    assert CHEERFUL in asked(pat, "who5")
    assert lead.post("/desk/wording/", {"measure": "who5"}).status_code == 409


def test_another_practice_confirms_for_itself(pat, now):
    from tests.support.people import found

    other = found(now, "Birch Clinic")
    confirm_condition(within=other.id, by=other[Role.LEAD], at=now, key="who5")
    assert CHEERFUL not in asked(pat, "who5")


@pytest.mark.parametrize("key", ["phq9", "isi", "cssrs_screen", "nothing"])
def test_what_has_no_condition_is_refused(key, practice, now):
    with pytest.raises(BadInput):
        confirm_condition(within=practice.id, by=practice[Role.LEAD], at=now, key=key)


def test_only_a_lead_confirms_and_only_once(practice, now):
    with pytest.raises(Forbidden):
        confirm_condition(within=practice.id, by=practice[Role.GUIDE], at=now, key="who5")
    confirm_condition(within=practice.id, by=practice[Role.LEAD], at=now, key="who5")
    with pytest.raises(RuleRefusal):
        confirm_condition(within=practice.id, by=practice[Role.LEAD], at=now, key="who5")
    kept = responses.confirmation(within=practice.id, measure="who5")
    assert kept is not None
    assert "Non-commercial" in kept.condition
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM responses_confirmation")


@pytest.fixture
def folder(tmp_path, settings):
    settings.OPENKAP_WORDING = tmp_path
    wording.packs.cache_clear()
    yield tmp_path
    wording.packs.cache_clear()


def test_a_pack_of_the_site_is_shown_with_its_notice(pat, bob, folder):
    (folder / "wsas.toml").write_text(GOOD, encoding="utf-8")
    page = asked(pat, "wsas")
    for words in ("Stem.", "1. First", "very", "© somebody"):
        assert words in page, words
    lead = bob(Role.LEAD).get("/desk/wording/").content.decode()
    assert "Somebody, letter of 2026-11-01" in lead
    assert "Dana Lead, 20-Nov-2026" in lead


def test_a_pack_that_does_not_fit_is_not_used_and_the_lead_sees_why(pat, bob, folder):
    (folder / "wsas.toml").write_text(GOOD.replace('5 = "Fifth"', ""), encoding="utf-8")
    assert "1. First" not in asked(pat, "wsas")
    page = bob(Role.LEAD).get("/desk/wording/").content.decode()
    assert "wsas.toml: items: Give exactly the items of WSAS; missing: 5." in page
