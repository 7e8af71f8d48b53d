"""A lead changes a care model without code: a finding at once, mended, signed with a name; then laid beside another."""

import pytest
from playwright.sync_api import expect
from tests.journeys.world import LEAD, World

pytestmark = pytest.mark.journey


def test_a_pathway_is_changed_checked_and_signed(world: World) -> None:
    lead = world.staff("the lead", LEAD)
    lead.opens("/desk/pathways/esketamine/")
    lead.looks_around("desk-pathway")
    lead.follows("Change it")
    preview = lead.page.locator("#preview")
    expect(preview).to_contain_text("Nothing yet")
    lead.writes("sessions[1].minutes", "two hours")
    lead.page.locator('[name="sessions[1].minutes"]').blur()
    expect(preview).to_contain_text("must be a whole number from 1 to 1440, in minutes")
    lead.writes("sessions[1].minutes", "165")
    lead.page.locator('[name="sessions[1].minutes"]').blur()
    expect(preview).to_contain_text("Nothing stands against it")
    expect(preview).to_contain_text("165")
    lead.looks_around("desk-pathway-change")
    lead.writes("reason", "The room is needed for longer.")
    lead.presses("Sign the new edition")
    lead.sees("The room is needed for longer.")
    lead.opens("/desk/pathways/esketamine/?beside=iv_only")
    lead.sees("Lines marked")
    lead.looks_around("desk-pathways-beside")
    lead.page.context.close()
