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

    def fills(self, title: str, answers: dict[str, str], *, picture: str = "", send: bool = True) -> None:
        """Answers a form that is waiting, by tapping; each tap is kept by itself."""
        self.goes_home()
        self.phone.page.get_by_role("link", name=re.compile(title)).first.click()
        for item, value in answers.items():
            question = self.phone.page.locator(f'[data-item="{item}"]')
            with self.phone.page.expect_response(re.compile("/answer/$")) as reply:
                question.locator(f'input[value="{value}"]').first.check(force=True)
            assert reply.value.ok
        if picture:
            self.phone.looks_around(picture)
        if send:
            self.phone.presses("Send")
            self.phone.sees("came to us")
