"""A started medicine session with the people who write in it, as the room's tests use it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client as Browser
from tests.support.course import Traveller
from tests.support.people import Place

from openkap.records.sessions import timeline
from openkap.records.sessions.shapes import Entry
from openkap.terms.identity import Role


@dataclass
class Clock:
    at: datetime

    def tick(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Room:
    """A started medicine session, with a browser for each role."""

    place: Place
    traveller: Traveller
    clock: Clock
    bob: Callable[[Role], Browser]
    signed_in: dict[Role, Browser] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"/room/{self.traveller.session}/"

    def sign_in(self, role: Role) -> Browser:
        if role not in self.signed_in:
            self.signed_in[role] = self.bob(role)
        return self.signed_in[role]

    def get(self, role: Role = Role.GUIDE, path: str = "") -> HttpResponse:
        return self.sign_in(role).get(self.url + path)

    def post(self, kind: str, *, role: Role = Role.MONITOR, entry_id: UUID | str | None = None, **data: Any) -> Any:
        data["entry_id"] = str(entry_id or uuid4())
        return self.sign_in(role).post(f"{self.url}{kind}/", data)

    def script(self, kind: str, *, role: Role = Role.MONITOR, entry_id: UUID | None = None, **data: Any) -> Any:
        """As the room's own script sends it."""
        data["entry_id"] = str(entry_id or uuid4())
        return self.sign_in(role).post(f"{self.url}{kind}/", data, headers={"accept": "application/json"})

    def entries(self, kind: str = "") -> list[Entry]:
        found = timeline.entries(within=self.place.id, session_id=self.traveller.session)
        return [entry for entry in found if not kind or entry.kind == kind]

    def dose(self, **data: str) -> Any:
        typed = {"route": "im", "dose": "80", "unit": "mg", "confirmed": "yes", **data}
        return self.post("dose", **typed)


def text(answer: HttpResponse) -> str:
    """The words of a page, without its tags."""
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))
