"""The prescriber's review and decision."""

import re
from datetime import timedelta

import pytest
from tests.support.course import begin

from openkap.knowledge.rules import contraindications
from openkap.records.courses import find as courses
from openkap.terms.identity import Role

pytestmark = pytest.mark.django_db

ONLY_A_CLINICIAN = ("CI-08", "CI-09", "CI-13")


@pytest.fixture
def address(practice, stand_at, now) -> str:
    traveller = begin(practice, now).fill_intake()
    traveller.at += timedelta(hours=2)
    traveller.hold(traveller.consult_id)
    stand_at(traveller.at)
    return f"/desk/courses/{traveller.course_id}/clearance/"


def _found(**other: str) -> dict[str, str]:
    """Everything that only a clinician can tell, found not to be so."""
    return {f"found-{rule.asks}": "no" for rule in contraindications() if not rule.client_question} | other


def _standing(practice):
    course = courses.courses(within=practice.id)[0]
    return courses.clearance(within=practice.id, course_id=course.id)


def test_every_contraindication_stands_there_with_what_it_rests_on(address, bob, read) -> None:
    page = read(bob(Role.PRESCRIBER).get(address))
    for rule in contraindications():
        assert rule.title in page
        assert f"Rule {rule.id} edition" in page
    assert page.count("Not known yet Not known yet:") == len(ONLY_A_CLINICIAN)
    assert page.count("The client is not asked: only a clinician can tell.") == len(ONLY_A_CLINICIAN)
    assert "The client said: no, 23-Nov-2026" in page
    assert "3 open" in page
    assert "PHQ-9 8, mild" in page
    assert "GAD-7 7, mild" in page


def test_what_stands_open_comes_first(address, bob) -> None:
    page = bob(Role.PRESCRIBER).get(address).content.decode()
    places = [page.index(f'id="{rule.id}"') for rule in contraindications()]
    still_open = {rule.id: place for rule, place in zip(contraindications(), places, strict=True)}
    assert max(still_open.pop(rule) for rule in ONLY_A_CLINICIAN) < min(still_open.values())


def test_a_course_is_cleared(address, practice, bob) -> None:
    reply = bob(Role.PRESCRIBER).post(address, _found(decision="cleared", reason="History reviewed."))
    assert reply.status_code == 303
    kept = _standing(practice)
    assert (kept.decision, kept.reason) == ("cleared", "History reviewed.")
    assert set(kept.settled.values()) == {False}
    assert len(kept.settled) == len(ONLY_A_CLINICIAN)


def test_a_refused_clearance_names_every_open_rule_and_loses_nothing(address, practice, bob, read) -> None:
    sent = {"found-psychosis_now": "yes", "decision": "cleared", "reason": "Looks <fine> to me."}
    reply = bob(Role.PRESCRIBER).post(address, sent)
    assert reply.status_code == 409
    page = reply.content.decode()
    assert 'href="#CI-08"' in page
    summary = page[page.index('id="error-summary"') : page.index("</ul>", page.index('id="error-summary"'))]
    for rule in (*ONLY_A_CLINICIAN, "CI-05"):
        assert rule in summary
    assert "Looks &lt;fine&gt; to me." in page
    assert _checked(page, "found-psychosis_now") == "yes"
    assert _checked(page, "decision") == "cleared"
    assert "Stands" in read(reply)
    assert _standing(practice) is None


def test_looking_again_judges_with_what_was_found_and_keeps_nothing(address, practice, bob, read) -> None:
    reply = bob(Role.PRESCRIBER).post(address, _found(look="1", reason="Half a thought"))
    assert reply.status_code == 200
    assert "all ruled out" in read(reply)
    assert "Half a thought" in reply.content.decode()
    assert _standing(practice) is None


def test_a_hold_is_always_possible_and_shows_at_the_next_review(address, practice, bob, read) -> None:
    browser = bob(Role.PRESCRIBER)
    held = {"decision": "held", "reason": "Waiting for a letter.", "found-psychosis_now": "no"}
    assert browser.post(address, held).status_code == 303
    page = browser.get(address)
    assert "on hold" in read(page)
    assert "Waiting for a letter." in read(page)
    assert "Found before: it was not so, 23-Nov-2026" in read(page)
    assert _checked(page.content.decode(), "found-psychosis_now") == ""


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"reason": "Reviewed."}, "Choose: clear, or hold."),
        ({"decision": "maybe", "reason": "Reviewed."}, "maybe"),
        ({"decision": "held", "reason": "  "}, "Reason: write a few words here."),
    ],
)
def test_what_is_missing_is_said(address, practice, bob, read, other, sentence) -> None:
    reply = bob(Role.PRESCRIBER).post(address, _found(**other))
    assert reply.status_code == 422
    assert sentence in read(reply)
    assert re.search(r'<a href="#id_(decision_0|reason)">', reply.content.decode())
    assert _checked(reply.content.decode(), "found-not_able_to_consent") in ("no", None)
    assert _standing(practice) is None


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.GUIDE, Role.MONITOR, Role.LEAD])
def test_only_a_prescriber_decides(address, practice, bob, role) -> None:
    assert bob(role).get(address).status_code == 403
    assert bob(role).post(address, _found(decision="held", reason="No.")).status_code == 403
    assert _standing(practice) is None


def _checked(page: str, name: str) -> str | None:
    """The value of the radio that is chosen."""
    found = [tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag and " checked" in tag]
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else None
