"""The prescriber's review: findings first, each with what it rests on; then the decision, and the second name."""

import re
from datetime import timedelta

import pytest
from tests.support.course import begin
from tests.support.healthy import FOUND_WELL, HEALTHY, examine

from openkap.interfaces.desk.forms.clearance import settled_specs
from openkap.knowledge.rules import Occasion, rule, rules
from openkap.records.courses import find as courses
from openkap.services.enter_results import enter_results
from openkap.services.health_form import HEALTH
from openkap.services.state_medicines import state_medicines
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db

ONLY_A_CLINICIAN = ("CI-08", "CI-09", "CI-13")


@pytest.fixture
def pat(practice, stand_at, now):
    """Health and scores are sent; nothing is examined yet."""
    traveller = begin(practice, now).fill_intake()
    traveller.at += timedelta(hours=2)
    traveller.hold(traveller.consult_id)
    stand_at(traveller.at)
    return traveller


@pytest.fixture
def address(pat) -> str:
    return f"/desk/courses/{pat.course_id}/clearance/"


def _found(**other: str) -> dict[str, str]:
    """Everything that only a clinician can tell, found well."""
    words = {True: "yes", False: "no"}
    return {"route": "iv"} | {f"found-{name}": words[bool(value)] for name, value in FOUND_WELL.items()} | other


def _standing(pat):
    return courses.clearance(within=pat.place.id, course_id=pat.course_id)


def test_every_rule_of_screening_is_on_the_page_once(pat, address, bob, read) -> None:
    page = bob(Role.PRESCRIBER).get(address).content.decode()
    asked = [each for each in rules(Occasion.SCREENING) if each.concerns(drug="racemic", route="iv")]
    still_open = re.findall(r'<li class="card rule" id="([^"]+)"', page)
    assert len(still_open) == len(set(still_open))
    assert f"{len(asked) - len(still_open)} rules are met" in page
    assert f"{len(still_open)} open" in page
    for id_ in still_open:
        assert f"<dt>Rule</dt><dd>{id_}" in page


def test_what_stands_comes_before_what_is_not_known(practice, pat, address, bob, stand_at) -> None:
    examine(practice, pat.client_id, pat.at, sbp_mm_hg="168")
    page = bob(Role.PRESCRIBER).get(address).content.decode()
    shown = re.findall(r'<li class="card rule" id="([^"]+)"', page)
    assert shown[:2] == ["RC-01", "RC-02"]
    assert shown.index("RC-02") < min(shown.index(one) for one in ONLY_A_CLINICIAN)
    assert "a resting pressure above 180/100 mmHg is a contraindication on the label" in page


def test_each_fact_is_found_once_and_what_is_examined_is_entered_elsewhere(pat, address, bob) -> None:
    page = bob(Role.PRESCRIBER).get(address).content.decode()
    names = re.findall(r'<input type="radio" name="(found-[^"]+)" value="yes"', page)
    assert len(names) == len(set(names))
    assert {name.removeprefix("found-") for name in names} <= set(settled_specs())
    assert f'href="/desk/clients/{pat.client_id}/results/#liver"' in page


def test_a_course_is_cleared(practice, pat, address, bob) -> None:
    examine(practice, pat.client_id, pat.at)
    reply = bob(Role.PRESCRIBER).post(address, _found(kind="cleared", reason="History reviewed."))
    assert reply.status_code == 303
    kept = _standing(pat)
    assert (kept.decision, kept.reason, kept.route) == ("cleared", "History reviewed.", "iv")
    assert kept.settled == FOUND_WELL
    assert kept.findings["CI-08"]["standing"] == "met"
    assert set(kept.findings["CI-08"]) == {"edition", "standing", "because"}


def test_a_refused_clearance_names_every_open_rule_and_loses_nothing(practice, pat, address, bob, read) -> None:
    examine(practice, pat.client_id, pat.at)
    sent = {"found-psychosis_now": "yes", "kind": "cleared", "reason": "Looks <fine> to me.", "route": "iv"}
    reply = bob(Role.PRESCRIBER).post(address, sent)
    assert reply.status_code == 409
    page = reply.content.decode()
    assert 'href="#CI-08"' in page
    summary = page[page.index('id="error-summary"') : page.index("</ul>", page.index('id="error-summary"'))]
    for id_ in (*ONLY_A_CLINICIAN, "CI-05"):
        assert id_ in summary
    assert "Looks &lt;fine&gt; to me." in page
    assert _checked(page, "found-psychosis_now") == "yes"
    assert _checked(page, "kind") == "cleared"
    assert "Stands" in read(reply)
    assert _standing(pat) is None


def test_two_sources_that_differ_stand_side_by_side(practice, pat, address, bob, read) -> None:
    reply = bob(Role.PRESCRIBER).post(address, {"look": "1", "found-psychosis_now": "yes", "route": "iv"})
    page = read(reply)
    assert "Two sources differ" in page
    assert re.search("active schizophrenia spectrum yes found now, 23-Nov-2026", page)
    assert re.search("active schizophrenia spectrum no the client, 23-Nov-2026", page)


def test_medicines_stand_as_typed_with_what_was_recognised(practice, pat, address, bob, read) -> None:
    state_medicines(
        within=practice.id,
        by=pat.client,
        at=pat.at,
        client_id=pat.client_id,
        lines=[("xanax", "0.5 mg at night"), ("Zyblox", "one a day")],
    )
    page = read(bob(Role.PRESCRIBER).get(address))
    assert "xanax 0.5 mg at night alprazolam:" in page
    assert "Zyblox one a day Not recognised: look at it." in page
    assert rule("IX-01").title in page


def test_looking_again_judges_with_what_was_found_and_keeps_nothing(practice, pat, address, bob, read) -> None:
    examine(practice, pat.client_id, pat.at)
    reply = bob(Role.PRESCRIBER).post(address, _found(look="1", reason="Half a thought"))
    assert reply.status_code == 200
    assert "every rule is met" in read(reply)
    assert "Half a thought" in reply.content.decode()
    assert _standing(pat) is None


def test_what_was_found_is_sent_again_once_its_rule_is_met(practice, pat, address, bob) -> None:
    page = bob(Role.PRESCRIBER).post(address, _found(look="1")).content.decode()
    sent_again = dict(re.findall(r'<input type="hidden" name="(found-[^"]+)" value="([^"]+)">', page))
    expected = {name: value for name, value in _found().items() if name.startswith("found-")}
    assert sent_again
    assert sent_again.items() <= expected.items()
    assert set(expected) == set(sent_again) | {name for name in expected if f'name="{name}"' in page}
    assert "CI-08" not in re.findall(r'<li class="card rule" id="([^"]+)"', page)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "needs", "from_whom": "the cardiologist"}, "needs a clearance first"),
        ({"kind": "deferred", "defer_until": "2026-12-01"}, "Deferred until 01-Dec-2026"),
        ({"kind": "unsuitable"}, "not suitable"),
    ],
)
def test_other_decisions_are_always_possible_and_show_at_the_next_review(pat, address, bob, read, sent, said) -> None:
    browser = bob(Role.PRESCRIBER)
    sent = sent | {"reason": "Waiting for a letter.", "found-psychosis_now": "no", "route": "iv"}
    assert browser.post(address, sent).status_code == 303
    page = browser.get(address)
    assert said in read(page)
    assert "Waiting for a letter." in read(page)
    assert _checked(page.content.decode(), "found-cannot_consent_or_withdrew") == ""


def test_an_earlier_finding_is_shown_and_not_copied(pat, address, bob, read) -> None:
    browser = bob(Role.PRESCRIBER)
    browser.post(address, {"kind": "unsuitable", "reason": "No.", "found-intoxicated_now": "no", "route": "iv"})
    page = browser.get(address)
    assert "Found before: intoxicated, or a positive alcohol test at this visit no 23-Nov-2026" in read(page)
    assert _checked(page.content.decode(), "found-intoxicated_now") == ""


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"reason": "Reviewed."}, "Choose a decision."),
        ({"kind": "maybe", "reason": "Reviewed."}, "maybe"),
        ({"kind": "unsuitable", "reason": "  "}, "Reason: write a few words here."),
        ({"kind": "conditions", "reason": "Reviewed."}, "Conditions: write a few words here."),
        ({"kind": "needs", "reason": "Reviewed."}, "From whom: write a few words here."),
        ({"kind": "deferred", "reason": "Reviewed."}, "Choose the day until which it is deferred."),
        ({"kind": "deferred", "reason": "R", "defer_until": "2026-11-23"}, "Choose a day after today"),
        ({"kind": "deferred", "reason": "R", "defer_until": "soon"}, "Enter a valid date."),
        ({"kind": "unsuitable", "reason": "R", "conditions": "x"}, "this does not belong to the decision"),
        ({"kind": "unsuitable", "reason": "R", "route": "smoke"}, "smoke"),
    ],
)
def test_what_is_missing_is_said(pat, address, bob, read, other, sentence) -> None:
    reply = bob(Role.PRESCRIBER).post(address, _found(**other))
    assert reply.status_code == 422
    assert sentence in read(reply)
    assert _checked(reply.content.decode(), "found-cannot_consent_or_withdrew") in ("no", None)
    assert _standing(pat) is None


def test_a_hard_stop_waits_for_another_persons_name(practice, pat, address, bob, read) -> None:
    examine(practice, pat.client_id, pat.at, asa_class="3")
    sent = _found(kind="conditions", reason="Reviewed.", conditions="Anaesthesia looks at it first.")
    assert bob(Role.PRESCRIBER).post(address, sent).status_code == 303
    assert _standing(pat).needs_second
    chart, second = f"/desk/clients/{pat.client_id}/", f"{address}second/"
    assert "It waits for the name of a second clinician." in read(bob(Role.PRESCRIBER).get(chart))
    assert "Sign as the second clinician" not in read(bob(Role.PRESCRIBER).get(chart))
    bob(Role.PRESCRIBER).post(second)
    assert not _standing(pat).clears
    assert "Sign as the second clinician" in read(bob(Role.MONITOR).get(chart))
    assert bob(Role.MONITOR).post(second).status_code == 303
    assert _standing(pat).clears
    assert "Second name Alder House monitor" in read(bob(Role.GUIDE).get(chart))


def test_with_vital_signs_alone_it_is_cleared_with_conditions_and_a_second_name(practice, pat, address, bob) -> None:
    """Nothing that only asks for a plan or a second clinician keeps a prescriber from deciding."""
    vitals = {"sbp_mm_hg": "124", "dbp_mm_hg": "78", "hr_per_min": "72", "spo2_percent": "98"}
    enter_results(
        within=practice.id,
        by=practice[Role.MONITOR],
        at=pat.at,
        client_id=pat.client_id,
        values=vitals,
        observed_at=pat.at,
        source="measured here",
    )
    browser = bob(Role.PRESCRIBER)
    asked = re.findall(r'<input type="radio" name="(found-[^"]+)" value="no"', browser.get(address).content.decode())
    sent = dict.fromkeys(asked, "no") | {"kind": "conditions", "reason": "Reviewed.", "conditions": "Blood tests next."}
    assert browser.post(address, sent | {"route": "iv"}).status_code == 303
    assert _standing(pat).needs_second


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.GUIDE, Role.MONITOR, Role.LEAD])
def test_only_a_prescriber_decides(pat, address, bob, role) -> None:
    assert bob(role).get(address).status_code == 403
    assert bob(role).post(address, _found(kind="unsuitable", reason="No.")).status_code == 403
    assert _standing(pat) is None


def test_a_form_that_was_never_sent_is_said_and_what_was_answered_counts(practice, stand_at, now, bob, read) -> None:
    traveller = begin(practice, now)
    traveller.answer(HEALTH, HEALTHY | {"psychosis_now": "1"}, send=False)
    page = read(bob(Role.PRESCRIBER).get(f"/desk/courses/{traveller.course_id}/clearance/"))
    assert "The questions about health have not been sent yet" in page
    assert rule("CI-05").text in page


def _checked(page: str, name: str) -> str | None:
    """The value of the radio that is chosen."""
    found = [tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag and " checked" in tag]
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else None
