"""What staff do at the desk and in the room, in their words."""

import re

from playwright.sync_api import expect
from tests.journeys.world import LEAD, PASSWORD, Person, World
from tests.support.well import GOOD_WHEN_YES

TEAM = {
    "front desk": ("Rosa Quint", "rosa@alder.example"),
    "guide": ("Mara Lind", "mara@alder.example"),
    "prescriber": ("Samuel Reyes", "samuel@alder.example"),
    "monitor": ("Noor Haddad", "noor@alder.example"),
}


def lead_adds_the_team(world: World) -> None:
    lead = world.staff("the lead", LEAD)
    lead.opens("/desk/staff/")
    lead.looks_around("desk-staff")
    for role, (name, email) in TEAM.items():
        lead.writes("name", name)
        lead.writes("email", email)
        lead.writes("password", PASSWORD)
        lead.chooses("roles", role)
        lead.presses("Add to the staff")
        lead.sees(name)
    lead.page.context.close()


class Team:
    """The people who work here, each signed in in a browser of their own."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.front = world.staff(TEAM["front desk"][0], TEAM["front desk"][1])
        self.guide = world.staff(TEAM["guide"][0], TEAM["guide"][1])
        self.prescriber = world.staff(TEAM["prescriber"][0], TEAM["prescriber"][1])
        self.monitor = world.staff(TEAM["monitor"][0], TEAM["monitor"][1], size="tablet")

    def books_the_consult(self, asked_by: str, pathway: str, *, sitter: str = "", picture: str = "") -> None:
        front = self.front
        front.opens("/desk/requests/")
        if picture:
            front.looks_around("desk-requests")
        front.follows(re.compile(f"Book|{asked_by}"), within=front.page.locator("li, tr").filter(has_text=asked_by))
        front.chooses("pathway", pathway)
        if sitter:
            front.chooses("sitter", sitter)
        self._place(front, self.world.at(minutes=10))
        if picture:
            front.looks_around(picture)
        front.presses("Book the consult")

    def _place(self, person: Person, starts_at: str) -> None:
        person.writes("starts_at", starts_at)
        guide = person.page.locator('[name="guide_id"]')
        guide.select_option(label=TEAM["guide"][0])
        person.page.locator('[name="room_id"]').select_option(label="North")

    def finds(self, person: Person, family_name: str) -> None:
        """Opens the client's chart by their name."""
        person.opens(f"/desk/clients/?q={family_name}")
        person.follows(re.compile(family_name, re.IGNORECASE))
        expect(person.page).to_have_url(re.compile("/desk/clients/[0-9a-f-]{36}/"))

    def makes_a_link(self, family_name: str, *, picture: str = "") -> str:
        self.finds(self.front, family_name)
        self.front.presses(re.compile("link", re.IGNORECASE))
        text = self.front.page.locator("main").inner_text() + " ".join(
            self.front.page.locator("main input").evaluate_all("all => all.map(one => one.value)")
        )
        found = re.search(r"http://\S+/c/[\w-]+/", text)
        assert found, "the page shows the link once"
        if picture:
            self.front.looks_around(picture)
        return found[0]

    def books(self, family_name: str, kind: str, starts_at: str, *, picture: str = "") -> None:
        self.finds(self.front, family_name)
        self.front.follows(re.compile("Book"), within=self.front.page.locator("main"))
        self.front.chooses("kind", kind)
        self._place(self.front, starts_at)
        if picture:
            self.front.looks_around(picture)
        self.front.presses(re.compile("Book"))
        expect(self.front.page).not_to_have_url(re.compile("/book/"))

    def opens_the_session(self, person: Person, family_name: str, kind: str) -> None:
        """The planned session of that kind, from the chart."""
        self.finds(person, family_name)
        row = (
            person.page.locator("tr, li").filter(has_text=re.compile("planned|not recorded yet")).filter(has_text=kind)
        )
        row.get_by_role("link").first.click()
        expect(person.page).to_have_url(re.compile("/desk/sessions/"))

    def holds(
        self, family_name: str, kind: str, *, minutes: int = 50, said: dict[str, str] | None = None, picture: str = ""
    ) -> None:
        """The guide records that the session has taken place, and what was said."""
        self.world.passes(minutes=minutes + 15)
        self.opens_the_session(self.guide, family_name, kind)
        self.guide.writes("began_at", self.world.at(minutes=-minutes))
        self.guide.writes("ended_at", self.world.at())
        for topic, words in (said or {}).items():
            self.guide.writes(f"said-{topic}", words)
        self.guide.writes("note", "A quiet hour. Good contact.")
        if picture:
            self.guide.looks_around(picture)
        self.guide.presses("Keep the session as held")
        self.guide.sees("held")

    def examines(self, family_name: str, *, picture: str = "") -> None:
        """The monitor enters what was measured at the consult, and one value that cannot be."""
        self.finds(self.monitor, family_name)
        self.monitor.follows("Results")
        vitals = self.monitor.page.locator("#vitals")
        vitals.locator("summary").click()
        measured = {"sbp_mm_hg": "124", "dbp_mm_hg": "78", "hr_per_min": "72", "spo2_percent": "98", "height_cm": "171"}
        for name, value in (measured | {"weight_kg": "700"}).items():
            vitals.locator(f'[name="vitals-{name}"]').fill(value)
        vitals.locator('[name="vitals-source"]').fill("measured here")
        self.monitor.presses("Keep", within=vitals)
        self.monitor.sees("Enter a number from 25 to 350 kg")
        vitals.locator('[name="vitals-weight_kg"]').fill("74")
        self.monitor.presses("Keep", within=vitals)
        self.monitor.sees("The results are kept.")
        if picture:
            self.monitor.looks_around(picture)

    def clears(self, family_name: str, *, picture: str = "") -> None:
        self.examines(family_name, picture=picture and "desk-results")
        self.finds(self.prescriber, family_name)
        href = self.prescriber.page.locator('a[href$="/clearance/"]').first.get_attribute("href")
        assert href
        self.prescriber.opens(href)
        page = self.prescriber.page
        for radio in page.locator('input[type="radio"][name^="found-"][value="no"]').all():
            radio.check(force=True)
        self.prescriber.presses("Judge again with what I found")
        page.locator('[name="kind"][value="conditions"]').check(force=True)
        self.prescriber.writes("reason", "History, medicines and vital signs reviewed.")
        self.prescriber.writes("conditions", "Blood tests before the second dose.")
        if picture:
            self.prescriber.looks_around(picture)
        self.prescriber.presses("Keep the decision")
        self.prescriber.sees("It waits for the name of a second clinician.")
        self.finds(self.guide, family_name)
        self.guide.presses("Sign as the second clinician")
        self.guide.sees("cleared with conditions")

    def orders(self, family_name: str, route: str, dose: str, *, picture: str = "", **written: str) -> None:
        """The prescriber has the client weighed, writes the order beside its checks, and signs it."""
        prescriber = self.prescriber
        self.opens_the_session(prescriber, family_name, "Medicine")
        prescriber.follows("Write the order")
        prescriber.writes("weight", "70")
        prescriber.presses("Keep the weight")
        prescriber.sees("70 kg")
        prescriber.page.locator('[name="route"]').select_option(route)
        for name, value in {"dose": dose, "height": "170", **written}.items():
            prescriber.writes(name, value)
        prescriber.page.locator('[name="sex_at_birth"][value="female"]').check(force=True)
        expect(prescriber.page.locator("#checks + div")).to_contain_text("Nothing stands open")
        if picture:
            prescriber.looks_around(picture)
        prescriber.presses("Sign the order")
        prescriber.sees("in force")

    def goes_through_the_day(self, family_name: str, *, kap: bool, picture: str = "") -> None:
        """The monitor measures and asks at the tablet; the prescriber goes past what is not arranged yet."""
        monitor, page = self.monitor, self.monitor.page
        self.opens_the_session(monitor, family_name, "Medicine")
        monitor.follows("Gate of the day")
        monitor.sees("Red")
        for name, value in {"sbp": "122", "dbp": "78", "hr": "70", "spo2": "98", "rr": "14", "weight": "70"}.items():
            page.locator(f"#id_signs_{name}").fill(value)
        monitor.presses("Keep the readings")
        for item in ("1", "2", "6"):
            page.locator(f'[name="item-{item}"][value="no"]').check(force=True)
        monitor.presses("Keep what was said")
        monitor.presses("Said again today")
        waiting = page.locator('#questions > .asked-rule [type="radio"]')
        for name in sorted({one.get_attribute("name") or "" for one in waiting.all()}):
            hoped = "yes" if name in GOOD_WHEN_YES else "negative" if name == "pregnancy_test" else "no"
            option = page.locator(f'#questions [name="{name}"][value="{hoped}"]')
            (option if option.count() else page.locator(f'#questions [name="{name}"]').first).check(force=True)
        for name, minutes in {"last_food_at": -600, "last_drink_at": -180, "escort_time": 240}.items():
            monitor.writes(name, self.world.at(minutes=minutes))
        for role in ("prescriber", "monitor", "guide"):
            page.locator(f'[name="{role}_today"]').fill(TEAM[role][0])
        if picture:
            monitor.looks_around(picture)
        monitor.presses("Keep the answers")
        if kap:
            self.opens_the_session(self.prescriber, family_name, "Medicine")
            self.prescriber.follows("Gate of the day")
            asked = self.prescriber.page.locator("#GT-03")
            asked.get_by_text("Go past it, by name").click()
            asked.locator("textarea").fill("The integration session is made by phone tomorrow.")
            self.prescriber.presses("Go past it", within=asked)
            page.reload()
        monitor.sees("Green")
        if picture:
            monitor.looks_around(f"{picture}-green")
        monitor.presses("Decide: medicine may be given")
        monitor.sees("The decision is kept.")


class Room:
    """The session room, open in front of two people at once."""

    def __init__(self, team: Team, address: str) -> None:
        self.world = team.world
        self.monitor, self.guide = team.monitor, self.world.staff(*TEAM["guide"], size="tablet")
        for person in (self.monitor, self.guide):
            person.opens(address)

    def starts(self, *, picture: str = "") -> None:
        if picture:
            self.guide.looks_around(picture)
        self.guide.presses("Start the session")
        expect(self.guide.page.locator("#live-state")).to_have_attribute("data-state", "live")
        self.monitor.page.reload()

    def comes_to(self, phase: str) -> None:
        """By the clock alone."""
        self.guide.page.reload()
        self.monitor.page.reload()
        expect(self.guide.page.locator(f'.phase[value="phase:{phase}"]')).to_have_attribute("aria-current", "step")

    def takes_vitals(self, sbp: int, dbp: int, hr: int, spo2: int = 98) -> None:
        form = self.monitor.page.locator(".reading-form")
        for name, value in {"sbp": sbp, "dbp": dbp, "hr": hr, "spo2": spo2}.items():
            form.locator(f'[name="{name}"]').fill(str(value))
        self.monitor.presses("Keep", within=form)
        self.both_see(f"{sbp}/{dbp}")

    def gives(self, route: str, dose: str, *, infusion_min: str = "") -> None:
        """The monitor records the dose: route, number, unit; and reads it once more before it is kept."""
        page = self.monitor.page
        page.locator("#dose > summary").click()
        page.locator('#dose [name="route"]').select_option(route)
        page.locator('#dose [name="dose"]').fill(dose)
        page.locator('#dose [name="unit"]').select_option("mg")
        if infusion_min:
            page.locator('#dose [name="infusion_min"]').fill(infusion_min)
        self.monitor.presses("Read it once more")
        self.monitor.presses("Yes, record it")
        self.both_see(f"{dose} mg")

    def marks(self, label: str) -> None:
        self.guide.presses(re.compile(f"^{label}"), within=self.guide.page.locator(".marks-form"))
        self.both_see(label)

    def notes(self, words: str) -> None:
        form = self.guide.page.locator(".note-form")
        form.locator("textarea").fill(words)
        self.guide.presses("Keep", within=form)
        self.both_see(words)

    def both_see(self, words: str) -> None:
        """Within two seconds, without anyone reloading anything."""
        for person in (self.guide, self.monitor):
            expect(person.page.locator("#live-timeline")).to_contain_text(words, timeout=2500)

    def discharges(self, *, picture: str = "") -> None:
        """The monitor looks, ticks, reads how each criterion stands, and signs."""
        page = self.monitor.page
        self.monitor.follows("Discharge")
        self.monitor.presses("Sign the discharge")
        self.monitor.sees(re.compile("Not every criterion"))
        for row in page.locator('label:has([name="attested"])').all():
            row.click()
        page.locator('[name="aldrete"]').fill("10")
        self.monitor.presses("Check")
        self.monitor.sees("all met")
        if picture:
            self.monitor.looks_around(picture)
        self.monitor.presses("Sign the discharge")
        expect(page).not_to_have_url(re.compile("/discharge/"))

    def ends(self) -> None:
        self.monitor.follows("End the session")
        self.monitor.presses("Yes, end it")
        # The guide's room becomes the record by itself. Chromium may never close a page that is on its way to another.
        for person in (self.monitor, self.guide):
            person.sees("This session has ended. What was entered stays as it is.")
        self.guide.page.context.close()
