"""What a client does on the phone, in their words."""

import re

from playwright.sync_api import expect
from tests.journeys.world import World


class Client:
    """Someone in care, with a phone and a link."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.phone = world.person(name, "phone")

    def opens_the_link(self, address: str, *, picture: str = "") -> None:
        self.phone.page.goto(address)
        if picture:
            self.phone.looks_around(picture)
        self.phone.presses("Open")
        expect(self.phone.page).to_have_url(re.compile("/me/$"))

    def goes_home(self) -> None:
        self.phone.opens("/me/")

    def turns_to(self, title: str) -> None:
        """Opens what waits under this title: the next thing, one of the others, or a date."""
        self.goes_home()
        waiting = self.phone.page.locator("main section.next, main li").filter(has_text=title)
        waiting.get_by_role("link").first.click()

    def fills(self, title: str, answers: dict[str, str], *, picture: str = "", send: bool = True) -> None:
        """Answers a form that is waiting, by tapping; each tap is kept by itself."""
        self.turns_to(title)
        for item, value in answers.items():
            question = self.phone.page.locator(f'[data-item="{item}"]')
            with self.phone.page.expect_response(re.compile("/answer/$")) as reply:
                question.locator(f'label:has(input[value="{value}"])').click()
            assert reply.value.ok
        if picture:
            self.phone.looks_around(picture)
        if send:
            self.phone.presses("Send")
            self.phone.sees("came to us")
