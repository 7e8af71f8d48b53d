"""The gate blocked, resolved and passed; opened by two people although it is not ready; a course moved by name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.steering import Steering, served_before_the_gate
from tests.support.clusters import new_folder

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def steering(browser: Browser) -> Iterator[Steering]:
    with new_folder() as folder, served_before_the_gate(Path(folder.path), browser) as steering:
        yield steering


def test_a_blocked_gate_is_resolved_and_passed(steering: Steering) -> None:
    guide = steering.world.staff("the guide", "guide@birch.example")
    guide.opens(f"/desk/sessions/{steering.blocked}/")
    gate = guide.page.locator("section", has=guide.page.locator("#gate"))
    expect(gate).to_contain_text("Not yet")
    expect(gate.get_by_role("button", name="Decide: ready")).to_have_count(0)
    guide.looks_around("desk-gate-blocked")
    guide.writes("escort_name", "Robin, her sister")
    guide.writes("escort_phone", "512 555 0177")
    guide.presses("Keep", within=guide.page.locator("form", has=guide.page.locator("[name=escort_name]")))
    expect(gate).not_to_contain_text("Not yet")
    guide.presses("Decide: ready")
    expect(guide.page.get_by_role("link", name="Open the session room")).to_be_visible()
    guide.page.context.close()


def test_two_people_open_a_gate_that_is_not_ready(steering: Steering) -> None:
    session = f"/desk/sessions/{steering.overridden}/"
    prescriber = steering.world.staff("the prescriber", "prescriber@alder.example")
    prescriber.opens(session)
    prescriber.sees("Not yet")
    prescriber.page.locator("summary", has_text="Open it although it is not ready").click()
    prescriber.sees("it opens when someone else has agreed by name")
    prescriber.writes("override_reason", "They told it to their own therapist.")
    prescriber.looks_around("desk-gate-override")
    prescriber.presses("Keep the decision")
    prescriber.sees("Someone other than you must agree by name. Nothing is open until then.")
    expect(prescriber.page.get_by_role("button", name="I agree: open it")).to_have_count(0)
    expect(prescriber.page.get_by_role("link", name="Open the session room")).to_have_count(0)

    guide = steering.world.staff("the guide", "guide@alder.example")
    guide.opens(session)
    guide.sees("They told it to their own therapist.")
    guide.looks_around("desk-gate-second-person")
    guide.presses("I agree: open it")
    guide.sees("Your answer is kept.")
    expect(guide.page.get_by_role("link", name="Open the session room")).to_be_visible()
    for one in (prescriber, guide):
        one.page.context.close()


def test_a_course_is_moved_to_another_edition_by_name(steering: Steering) -> None:
    lead = steering.world.staff("the lead", "lead@alder.example")
    lead.opens(f"/desk/clients/{steering.older}/")
    lead.page.locator("summary", has_text="The whole way, drawn").click()
    lead.follows("Compare with the newest edition")
    lead.sees("Nothing changes for this client until somebody moves the course.")
    lead.sees(re.compile("second person|second_person"))
    lead.looks_around("desk-move")
    lead.presses("Move the course")
    lead.sees("write a few words")
    lead.writes("reason", "Two people decide from now on.")
    lead.presses("Move the course")
    lead.sees("The course is on that edition now.")
    lead.page.locator("summary", has_text="The whole way, drawn").click()
    lead.follows("Compare with the newest edition")
    lead.sees("This course is on the newest edition")
    lead.page.context.close()
