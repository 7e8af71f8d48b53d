"""Everyone in care, found by name, phone or number; and a client's page for clinicians and for the front desk."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.support.course import begin, in_the_room, to_the_gate
from tests.support.dosed import dose_and_end

from openkap.interfaces.desk.showing.sending import ways_to_send
from openkap.records.alerts import find as alerts
from openkap.records.people import find as people
from openkap.services.act_on_alert import act_on_alert
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db

SECRETS = (
    "PHQ-9",
    "A long road.",
    "Clearance",
    "Consent",
    "Teach-back",
    "mild",
    "Health questions",
    "preparation session",
)


@pytest.mark.parametrize("like", ["doe", "Pat", "pat DOE", "0199", "K-0001", "k-1"])
def test_a_client_is_found(practice, bob, stand_at, now, read, like) -> None:
    begin(practice, now)
    assert "DOE, Pat" in read(bob(Role.FRONT_DESK).get("/desk/clients/", {"q": like}))


def test_nobody_found_says_so(practice, bob, stand_at, now, read) -> None:
    begin(practice, now)
    assert "Nobody was found" in read(bob(Role.LEAD).get("/desk/clients/", {"q": "<b>Lovelace"}))


def test_the_search_answers_with_the_list_alone_when_the_box_asks(practice, bob, stand_at, now) -> None:
    begin(practice, now)
    part = bob(Role.LEAD).get("/desk/clients/", {"q": "doe"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="client-list"')
    assert "DOE, Pat" in part


def test_phase_and_step_are_for_clinicians(practice, bob, stand_at, now, read) -> None:
    begin(practice, now)
    assert "First contact" in read(bob(Role.GUIDE).get("/desk/clients/"))
    front = read(bob(Role.FRONT_DESK).get("/desk/clients/"))
    assert "Ketamine-assisted psychotherapy" in front
    assert "Consult, Monday 23-Nov-2026 11:00" in front
    assert "First contact" not in front
    assert "Meet for the first consult" not in front


@pytest.mark.parametrize(("role", "queries"), [(Role.FRONT_DESK, 22), (Role.LEAD, 23)])
def test_the_list_takes_a_fixed_number_of_queries(
    practice, bob, stand_at, now, django_assert_num_queries, role, queries
) -> None:
    for days in (0, 3, 6):
        to_the_gate(practice, now + timedelta(days=days * 3))
    browser = bob(role)
    with django_assert_num_queries(queries):
        browser.get("/desk/clients/")


def test_the_chart_tells_where_the_course_stands(practice, bob, stand_at, now, read) -> None:
    traveller = to_the_gate(practice, now)
    stand_at(traveller.at)
    page = read(bob(Role.PRESCRIBER).get(f"/desk/clients/{traveller.client_id}/"))
    assert "Medicine session 1." in page
    assert "Preparation , done 2 of 3 held" in page
    assert "8 mild" in page.replace("baseline ", "")
    assert "To meet what comes." in page
    assert "5 of 5 statements understood" in page
    assert "35 of 37 come to no" in page
    assert "cleared" in page
    assert "Reviewed." in page


def test_the_change_since_the_baseline_is_told_with_its_definitions(practice, bob, stand_at, now, read) -> None:
    traveller = dose_and_end(in_the_room(practice, now))
    traveller.at += timedelta(days=1)
    traveller.ask()
    traveller.answer("phq9", {str(n): "0" for n in range(4, 10)} | {"1": "1", "2": "1", "3": "1", "difficulty": "0"})
    stand_at(traveller.at)
    page = bob(Role.GUIDE).get(f"/desk/clients/{traveller.client_id}/")
    words = read(page)
    assert "Baseline 8, mild, on 23-Nov-2026 The last score before the first dose." in words
    assert "Change −5 points (−62.5 %)" in words
    assert "Response yes Better by 50 % of the baseline or more" in words
    assert "Remission yes" in words
    assert "PHQ-9 over time" in words
    assert "<svg" in page.content.decode()
    assert "c-diamond" in page.content.decode()


def test_the_front_desk_reads_nothing_clinical_on_a_clients_page(practice, bob, stand_at, now, read) -> None:
    traveller = to_the_gate(practice, now)
    stand_at(traveller.at)
    page = read(bob(Role.FRONT_DESK).get(f"/desk/clients/{traveller.client_id}/"))
    for secret in SECRETS:
        assert secret not in page
    assert "512 555 0199" in page
    assert "Medicine session" in page
    assert "Some are not sent yet." in page


def test_open_alerts_stand_on_top_and_past_ones_with_what_was_done(practice, bob, stand_at, now, read) -> None:
    traveller = begin(practice, now)
    traveller.answer("phq9", {"9": "3"}, send=False)
    stand_at(now + timedelta(minutes=40))
    address = f"/desk/clients/{traveller.client_id}/"
    assert "has waited 40 min" in read(bob(Role.GUIDE).get(address))
    act_on_alert(
        within=practice.id,
        by=practice[Role.GUIDE],
        at=now + timedelta(minutes=41),
        alert_id=alerts.open_alerts(within=practice.id)[0].id,
        did="Called; safe tonight.",
    )
    page = read(bob(Role.GUIDE).get(address))
    assert "Called; safe tonight. Alder House guide, 23-Nov-2026 10:41, after 41 min" in page


@pytest.mark.parametrize(("role", "queries"), [(Role.FRONT_DESK, 23), (Role.GUIDE, 38)])
def test_the_chart_takes_a_fixed_number_of_queries(
    practice, bob, stand_at, now, django_assert_num_queries, role, queries
) -> None:
    traveller = in_the_room(practice, now)
    for days in range(1, 4):
        traveller.book("preparation", traveller.at + timedelta(days=days))
    stand_at(traveller.at)
    browser = bob(role)
    with django_assert_num_queries(queries):
        browser.get(f"/desk/clients/{traveller.client_id}/")


def test_a_link_is_shown_once(practice, bob, stand_at, now, read) -> None:
    traveller = begin(practice, now)
    browser = bob(Role.FRONT_DESK)
    address = f"/desk/clients/{traveller.client_id}/link/"
    page = browser.post(address).content.decode()
    assert "http://localhost/c/" in page
    assert "until 26-Nov-2026 10:00 (72 hours from now)" in " ".join(page.split())
    assert page.count("http://localhost/c/") == 1
    assert "/c/" not in browser.get(address).content.decode()


def test_a_link_goes_by_the_own_phone_or_mail_program_of_whoever_sends_it(practice, bob, stand_at, now) -> None:
    traveller = begin(practice, now)
    page = bob(Role.FRONT_DESK).post(f"/desk/clients/{traveller.client_id}/link/").content.decode()
    token = re.search(r"http://localhost/c/([^/]+)/", page)[1]
    ways = [urlsplit(unescape(one)) for one in re.findall(r'href="((?:sms|mailto):[^"]*)"', page)]
    client = people.client(within=practice.id, client_id=traveller.client_id)
    assert [(one.scheme, one.path) for one in ways] == [("sms", "5125550199")], "no address was given"
    reached = replace(client, phone="", email="pat+own@example.org")
    (mail,) = ways_to_send(reached, words="Hello Pat.", address=f"http://localhost/c/{token}/", subject="A & B")
    assert urlsplit(mail.url).path == "pat%2Bown@example.org"
    assert parse_qs(urlsplit(mail.url).query)["subject"] == ["A & B"]
    for one in (*ways, urlsplit(mail.url)):
        body = parse_qs(one.query)["body"][0]
        assert body.endswith(f" http://localhost/c/{token}/")
        assert not {"ketamine", "therapy", "questionnaire"} & set(body.lower().split())


def test_a_stranger_finds_no_client(practice, charlie, stand_at, now) -> None:
    traveller = begin(practice, now)
    assert charlie(Role.LEAD).get(f"/desk/clients/{traveller.client_id}/").status_code == 404
    assert charlie(Role.LEAD).post(f"/desk/clients/{traveller.client_id}/link/").status_code == 404
    assert people.clients(within=practice.id)[0].id == traveller.client_id
