"""What the tests of the desk share: a clock that stands where the story is, and pages read without their markup."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from django.http import HttpResponse

from openkap.interfaces.kit import clock

Standing = Callable[[datetime], None]
Reading = Callable[[HttpResponse], str]


@pytest.fixture
def stand_at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Standing:
    """Puts the clock of every screen to a moment; to `now` at first."""

    def put(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    put(now)
    return put


@pytest.fixture
def read() -> Reading:
    """The words of a page's main part, as they are read aloud: no markup, single spaces."""

    def words(response: HttpResponse) -> str:
        page = response.content.decode()
        main = re.search(r'<div class="desk-body">(.*)</main>', page, re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[1] if main else page)).split())

    return words
