"""Results with their dates, medicines gone through, and the site's values: what is entered, shown and refused."""

import re
from datetime import timedelta

import pytest
from tests.support.course import begin

from openkap.records.health import find as health
from openkap.records.policy import find as policy
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(practice, stand_at, now):
    stand_at(now)
    return begin(practice, now - timedelta(days=1))


@pytest.fixture
def results(pat) -> str:
    return f"/desk/clients/{pat.client_id}/results/"


def _kept(pat):
    return health.results(within=pat.place.id, client_ids=[pat.client_id]).get(pat.client_id, [])


def _liver(**other: str) -> dict[str, str]:
    sent = {"alt_x_uln": "26/40", "ast_x_uln": "0.6", "alp_x_uln": "0.7", "liver_tests_done": "yes"}
    dated = {"observed_at": "2026-11-20T09:00", "source": "City laboratory"}
    return {"examination": "liver"} | {f"liver-{name}": value for name, value in (sent | dated | other).items()}


def test_what_is_missing_and_what_is_too_old_is_shown(pat, results, bob, read, stand_at, now) -> None:
    browser = bob(Role.MONITOR)
    assert "pregnancy test missing for 28 days" in read(browser.get(results))
    assert browser.post(results, _liver()).status_code == 303
    page = read(browser.get(results))
    assert re.search(r"ALT as a multiple of the upper limit of normal 0\.65 x ULN 20-Nov-2026, City laboratory", page)
    assert "until 19-May-2027" in page
    stand_at(now + timedelta(days=181))
    assert "too old since 19-May-2027" in read(browser.get(results))


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"alt_x_uln": "5,0"}, "Enter a number from 0 to 200 x ULN"),
        ({"observed_at": "2026-12-20T09:00"}, "This date lies in the future."),
        ({"observed_at": ""}, "Say when it was examined."),
        ({"source": " "}, "Source: write a few words here."),
        ({"liver_tests_done": "perhaps"}, "perhaps"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(pat, results, bob, read, other, sentence) -> None:
    reply = bob(Role.MONITOR).post(results, _liver(**other))
    assert reply.status_code == 422
    assert sentence in read(reply)
    page = reply.content.decode()
    assert 'value="0.7"' in page
    assert re.search(r'<details open>.*id="id_liver-ast_x_uln"', page, re.DOTALL)
    assert _kept(pat) == []


def test_a_result_is_corrected_and_both_can_be_read(pat, results, bob, read) -> None:
    browser = bob(Role.MONITOR)
    browser.post(results, _liver())
    wrong = next(one for one in _kept(pat) if one.fact == "ast_x_uln")
    address = f"/desk/results/{wrong.id}/correct/"
    sent = {"value": "6", "observed_at": "2026-11-20T09:00", "source": "City laboratory", "reason": ""}
    assert browser.post(address, sent).status_code == 422
    assert browser.post(address, sent | {"reason": "Misread."}).status_code == 303
    assert browser.post(address, sent | {"reason": "Again."}).status_code == 409
    page = read(browser.get(results))
    assert "Misread." in page
    assert "6 x ULN" in page


def test_medicines_are_gone_through_beside_the_clients_own(pat, bob, read) -> None:
    address = f"/desk/clients/{pat.client_id}/medicines/"
    browser = bob(Role.PRESCRIBER)
    assert browser.post(address, {"typed-0": "Zoloft", "source": ""}).status_code == 422
    assert "Zoloft" in browser.post(address, {"typed-0": "Zoloft", "more": "1"}).content.decode()
    assert browser.post(address, {"typed-0": "Zoloft", "how-0": "50 mg", "source": "the bottles"}).status_code == 303
    page = read(browser.get(address))
    assert "the bottles" in page
    assert "Zoloft 50 mg" in page


def test_every_value_of_the_site_stands_there_and_one_is_signed(practice, stand_at, bob, read) -> None:
    from openkap.knowledge.rules.settings import settings

    browser = bob(Role.LEAD)
    page = browser.get("/desk/policy/").content.decode()
    assert [one for one in settings() if f"?id={one}" not in page] == []
    address = "/desk/policy/value/?id=bp-hold-systolic"
    assert "140 mmHg" in read(browser.get(address))
    crossing = browser.post(address, {"value": "175", "reason": "Higher."})
    assert crossing.status_code == 422
    assert 'value="175"' in crossing.content.decode()
    assert browser.post(address, {"value": "135", "reason": ""}).status_code == 422
    assert policy.choices(within=practice.id) == []
    assert browser.post(address, {"value": "135", "reason": "A cautious start."}).status_code == 303
    assert "A cautious start." in read(browser.get(address))
    assert "135 mmHg" in read(browser.get("/desk/policy/"))


def test_a_label_is_not_loosened_on_the_screen(practice, stand_at, bob, read) -> None:
    reply = bob(Role.PRESCRIBER).post(
        "/desk/policy/value/?id=release-minutes-in-esketamine", {"value": "60", "reason": "Sooner."}
    )
    assert reply.status_code in (409, 422)
    assert policy.choices(within=practice.id) == []


def test_what_every_rule_does_stands_there_and_one_is_signed(practice, stand_at, bob, read) -> None:
    from openkap.knowledge.rules.catalogue import rules

    browser = bob(Role.PRESCRIBER)
    page = browser.get("/desk/policy/rules/").content.decode()
    asked = [f"?rule={rule.id}&amp;drug={drug}" for rule in rules() for drug, _ in rule.grounds]
    assert [one for one in asked if one not in page] == []
    address = "/desk/policy/rule/?rule=RC-01&drug=racemic"
    assert browser.post(address, {"action": "defer", "override": "nobody", "reason": ""}).status_code == 422
    assert browser.post(address, {"action": "forbid", "override": "nobody", "reason": "So."}).status_code == 422
    assert policy.choices(within=practice.id) == []
    assert browser.post(address, {"action": "defer", "override": "nobody", "reason": "Calmer so."}).status_code == 303
    assert "defer; nobody may go on" in read(browser.get("/desk/policy/rules/"))
    one = browser.get(address)
    assert "Calmer so." in read(one)
    assert '<option value="defer" selected>' in one.content.decode()
    assert browser.post(address, {"action": "", "override": "nobody", "reason": "As before."}).status_code == 303
    assert "back to the default" in read(browser.get(address))


def test_a_label_contraindication_is_not_loosened_on_the_screen(practice, stand_at, bob, read) -> None:
    said = {"action": "caution", "override": "prescriber", "reason": "We know better."}
    reply = bob(Role.LEAD).post("/desk/policy/rule/?rule=CI-01&drug=esketamine", said)
    assert reply.status_code == 409
    assert "a site cannot make it looser" in read(reply)
    assert "We know better." in reply.content.decode()
    assert policy.choices(within=practice.id) == []


def test_a_value_that_does_not_exist_is_not_found(practice, stand_at, bob) -> None:
    for asked in ("", "?rule=CI-01", "?rule=CI-01&drug=x", "?rule=CI-99&drug=racemic", "?rule=CI-10&drug=esketamine"):
        assert bob(Role.LEAD).get(f"/desk/policy/rule/{asked}").status_code == 404
    assert bob(Role.LEAD).get("/desk/policy/value/?id=nothing").status_code == 404


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.GUIDE, Role.MONITOR])
def test_values_are_for_the_lead_and_the_prescriber(practice, stand_at, bob, role) -> None:
    assert bob(role).get("/desk/policy/").status_code == 403
    assert bob(role).get("/desk/policy/rules/").status_code == 403
    assert bob(role).post("/desk/policy/value/?id=bp-hold-systolic", {"value": "135", "reason": "x"}).status_code == 403
