"""One client's whole way, told by those who walk it: ketamine-assisted psychotherapy, and infusions without it."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.client import Client
from tests.journeys.staff import Room, Team, lead_adds_the_team
from tests.journeys.world import World
from tests.support.healthy import HEALTHY

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def team(world: World) -> Team:
    lead_adds_the_team(world)
    return Team(world)


def a_visitor_asks_for_a_first_talk(world: World, name: str, interest: str, *, pictures: bool = False) -> None:
    visitor = world.person("a visitor", "phone")
    visitor.opens("/")
    if pictures:
        visitor.looks_around("site-home")
        visitor.opens("/compare/")
        visitor.looks_around("site-compare")
        visitor.sees("IV ketamine only")
    visitor.opens("/request/")
    visitor.presses(re.compile("Ask|Send"))
    visitor.sees(re.compile("phone number or an e-mail|name", re.IGNORECASE))
    visitor.writes("name", name)
    visitor.writes("phone", "512 555 0147")
    visitor.chooses("interest", interest)
    visitor.writes("message", "My doctor suggested it.")
    if pictures:
        visitor.looks_around("site-request")
    visitor.presses(re.compile("Ask|Send"))
    visitor.sees(re.compile("thank", re.IGNORECASE))
    visitor.page.context.close()


def the_client_fills_the_intake(client: Client, *, low: bool = False, pictures: bool = False) -> None:
    mood = {str(item): "2" for item in range(1, 9)} | {"9": "1" if low else "0"}
    client.goes_home()
    if pictures:
        client.phone.looks_around("phone-home")
    client.fills("How you have been", mood, picture="phone-phq9" if pictures else "")
    client.fills("Worry and unrest", {str(item): "1" for item in range(1, 8)})
    client.fills("Your health", HEALTHY, picture="phone-health" if pictures else "")
    client.phone.opens("/me/medicines/")
    client.phone.writes("typed-0", "Zoloft")
    client.phone.writes("how-0", "50 mg in the morning")
    if pictures:
        client.phone.looks_around("phone-medicines")
    client.phone.presses("Save")


def the_client_signs(client: Client, name: str, *, pictures: bool = False) -> None:
    client.turns_to("consent")
    right = {"effects": "true", "risks": "false", "alternatives": "true", "voluntary": "false", "driving": "false"}
    for key, value in right.items():
        client.phone.chooses(f"understood-{key}", value)
    client.phone.writes("typed_name", name)
    if pictures:
        client.phone.looks_around("phone-consent")
    client.phone.presses("Sign")
    client.phone.sees(f"Signed by {name}")


def the_client_is_ready_for_the_day(client: Client, *, pictures: bool = False) -> None:
    client.turns_to("Has anything changed?")
    if pictures:
        client.phone.looks_around("phone-history")
    client.phone.presses("Nothing has changed")
    client.turns_to("Medicine session")
    client.phone.writes("escort_name", "Sam Rivera")
    client.phone.writes("escort_phone", "512 555 0166")
    client.phone.presses(re.compile("^Save$"))
    client.phone.sees("Your way home")
    client.turns_to("Medicine session")
    if pictures:
        client.phone.looks_around("phone-session")
    client.phone.presses("I choose to go ahead today")
    client.phone.sees("I choose to go ahead today")


def the_gate_is_decided(team: Team, family_name: str, *, pictures: bool = False) -> None:
    team.opens_the_session(team.prescriber, family_name, "Medicine")
    if pictures:
        team.prescriber.looks_around("desk-gate")
    team.prescriber.presses("Decide: ready")
    team.prescriber.follows("Open the session room")
    expect(team.prescriber.page).to_have_url(re.compile("/room/"))


def test_ketamine_assisted_psychotherapy(world: World, team: Team) -> None:
    a_visitor_asks_for_a_first_talk(world, "Iris Vale", "kap", pictures=True)
    team.front.opens("/desk/")
    team.front.looks_around("desk-today-front")
    team.books_the_consult("Iris Vale", "kap", picture="desk-book-consult")
    link = team.makes_a_link("Vale", picture="desk-link")
    client = Client(world, "Iris Vale")
    client.opens_the_link(link, picture="phone-link")

    # The intake, with an answer that a person must see; and help, at once.
    client.goes_home()
    the_client_fills_the_intake(client, low=True, pictures=True)
    team.guide.opens("/desk/")
    team.guide.looks_around("desk-today-guide")
    team.guide.sees("VALE, Iris")
    team.guide.opens("/desk/alerts/")
    team.guide.looks_around("desk-alerts")
    team.guide.follows(re.compile("See|act|VALE"), within=team.guide.page.locator("main"))
    team.guide.writes("did", "Called her. She is safe tonight; we talk tomorrow.")
    team.guide.looks_around("desk-alert")
    team.guide.presses("Keep, and close the alert")
    team.guide.sees("Acted on by")

    # A link opens once.
    again = world.person("someone else", "phone")
    again.opens(link.removeprefix(world.server.url))
    again.sees("used already")
    again.page.context.close()

    team.holds("Vale", "Consult")
    team.clears("Vale", picture="desk-clearance")
    team.prescriber.opens("/desk/policy/")
    team.prescriber.looks_around("desk-values")
    the_client_signs(client, "Iris Vale", pictures=True)

    team.books("Vale", "preparation", world.at(minutes=10), picture="desk-book")
    client.fills("You and your guide", {"1": "8", "2": "9", "3": "8"}, picture="phone-trust")
    team.holds(
        "Vale",
        "Preparation",
        said={"life_story": "Two houses, one brother.", "motivations": "To sleep.", "boundaries": "No strangers."},
        picture="desk-preparation",
    )
    client.phone.opens("/me/words/")
    client.phone.writes("intention", "To let the grief be as big as it is.")
    client.phone.looks_around("phone-words")
    client.phone.presses("Save")
    world.passes(days=2)
    team.books("Vale", "preparation", world.at(minutes=10))
    team.holds(
        "Vale",
        "Preparation",
        said={"when_afraid": "Say my name.", "stop_signal": "Left hand up.", "music": "Cello.", "touch": "None."},
    )
    world.passes(days=2)
    link = team.makes_a_link("Vale")
    client.opens_the_link(link)
    client.fills("You and your guide", {"1": "8", "2": "9", "3": "8"})

    world.passes_until(10)

    # Not yet: nobody takes her home, and she has not been asked.
    team.books("Vale", "medicine", world.at(minutes=30))
    team.opens_the_session(team.guide, "Vale", "Medicine")
    team.guide.sees("Someone to take the client home")
    team.guide.looks_around("desk-gate-not-yet")
    the_client_is_ready_for_the_day(client, pictures=True)
    team.orders("Vale", "im", "60", dose_per_kg="0.86", picture="desk-order")
    team.goes_through_the_day("Vale", kap=True, picture="room-day")
    the_gate_is_decided(team, "Vale", pictures=True)

    # The session: two people, one room.
    room = Room(team, team.prescriber.page.url)
    room.starts(picture="room-before")
    room.guide.sees("To let the grief be as big as it is.")
    room.takes_vitals(122, 78, 70)
    room.guide.looks_around("room-settling")
    room.gives("im", "60")
    room.guide.looks_around("room-onset")
    room.marks("Tears")
    room.notes("Breathing quietly. She said: it is wide here.")
    room.takes_vitals(146, 88, 84)
    room.guide.looks_around("room-guide")
    room.monitor.looks_around("room-monitor")
    for phase, minutes, sbp in (("peak", 20, 152), ("return", 30, 138), ("debrief", 30, 126)):
        world.passes(minutes=minutes)
        room.comes_to(phase)
        room.takes_vitals(sbp, 84, 78)
        room.guide.looks_around(f"room-{phase}")
    world.passes(minutes=50)
    room.monitor.page.reload()
    room.takes_vitals(124, 78, 72)
    team.books("Vale", "integration", world.at(hours=28))
    room.discharges(picture="room-discharge")
    room.ends()
    room.monitor.looks_around("room-record")

    # Integration, a day later; then how it has been.
    world.passes(hours=28)
    team.holds("Vale", "Integration", picture="desk-integration")
    world.passes(days=2)
    client.opens_the_link(team.makes_a_link("Vale"))
    client.fills("How you have been", {str(item): "1" for item in range(1, 9)} | {"9": "0"})
    client.phone.opens("/me/progress/")
    client.phone.sees("8")
    client.phone.looks_around("phone-progress")
    team.finds(team.guide, "Vale")
    team.guide.looks_around("desk-client")
    team.guide.sees("To let the grief be as big as it is.")


def test_infusions_without_psychotherapy(world: World, team: Team) -> None:
    a_visitor_asks_for_a_first_talk(world, "Otto Brandt", "iv_only")
    team.books_the_consult("Otto Brandt", "iv_only", sitter="none")
    client = Client(world, "Otto Brandt")
    client.opens_the_link(team.makes_a_link("Brandt"))
    the_client_fills_the_intake(client)
    team.holds("Brandt", "Consult")
    team.clears("Brandt")
    the_client_signs(client, "Otto Brandt")
    world.passes_until(10)
    team.books("Brandt", "medicine", world.at(minutes=30))
    the_client_is_ready_for_the_day(client)
    team.opens_the_session(team.guide, "Brandt", "Medicine")
    team.guide.page.get_by_text("What this pathway does not ask").click()
    team.guide.sees("Intention")
    team.guide.looks_around("desk-gate-iv-only")
    team.orders("Brandt", "iv", "35", infusion_time="40")
    team.goes_through_the_day("Brandt", kap=False)
    the_gate_is_decided(team, "Brandt")
    room = Room(team, team.prescriber.page.url)
    room.starts()
    room.takes_vitals(128, 80, 74)
    room.gives("iv", "35", infusion_min="40")
    room.takes_vitals(138, 86, 80)
    room.monitor.looks_around("room-iv-only")
    world.passes(minutes=130)
    room.monitor.page.reload()
    room.takes_vitals(126, 80, 74)
    room.discharges()
    room.ends()
    world.passes(days=2)
    client.opens_the_link(team.makes_a_link("Brandt"))
    client.fills("How you have been", {str(item): "1" for item in range(1, 9)} | {"9": "0"})
    client.phone.opens("/me/progress/")
    client.phone.sees("8")
