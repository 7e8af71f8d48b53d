"""The people of the tests. Bob works in the practice, in whatever role a test asks. Charlie works in another one, and
must never see anything of this."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client as Browser

from openkap.interfaces.kit.access import let_client_in
from openkap.records.people import find as people
from openkap.services.add_staff import add_staff
from openkap.services.found_practice import found_practice
from openkap.terms.identity import Actor, ActorKind, Role

PASSWORD = "a sound and lengthy secret"


@dataclass(frozen=True)
class Place:
    """A practice with one member of staff for each role."""

    id: UUID
    staff: dict[Role, Actor]

    def __getitem__(self, role: Role) -> Actor:
        return self.staff[role]


def found(at: datetime, name: str, *, time_zone: str = "America/Chicago") -> Place:
    word = name.split()[0].lower()
    practice_id = found_practice(
        at=at,
        name=name,
        time_zone=time_zone,
        phone="512 555 0100",
        address="1 Test Lane",
        crisis_words="Call us at any hour.",
        rooms=("North", "South"),
        lead_name=f"{name} Lead",
        lead_email=f"lead@{word}.example",
        lead_password=PASSWORD,
    )
    lead = people.members(within=practice_id)[0]
    staff = {Role.LEAD: Actor(ActorKind.STAFF, id=lead.id, name=lead.name, roles=lead.roles)}
    for role in Role:
        if role is Role.LEAD:
            continue
        kept = add_staff(
            within=practice_id,
            by=staff[Role.LEAD],
            at=at,
            name=f"{name} {role.value}",
            email=f"{role.value.replace(' ', '')}@{word}.example",
            password=PASSWORD,
            roles=[role.value],
        )
        staff[role] = Actor(ActorKind.STAFF, id=kept, name=f"{name} {role.value}", roles=frozenset({role}))
    return Place(practice_id, staff)


@pytest.fixture
def now() -> datetime:
    """A Monday, 10:00 in Chicago."""
    return datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.fixture
def practice(db: None, now: datetime) -> Place:
    return found(now, "Alder House")


@pytest.fixture
def bob(practice: Place) -> Callable[[Role], Browser]:
    """A browser in which a member of this practice with that role is signed in."""

    def sign_in(role: Role) -> Browser:
        return _browser(practice, role)

    return sign_in


@pytest.fixture
def charlie(db: None, now: datetime) -> Callable[[Role], Browser]:
    """A browser of somebody who holds that role, in another practice."""
    elsewhere = found(now, "Birch Clinic")

    def sign_in(role: Role) -> Browser:
        return _browser(elsewhere, role)

    return sign_in


def _browser(place: Place, role: Role) -> Browser:
    account_id = place[role].id
    assert account_id is not None
    return staff_browser(account_id)


def staff_browser(account_id: UUID) -> Browser:
    from django.contrib.auth import get_user_model

    browser = Browser(headers={"host": "localhost"})
    account = get_user_model().objects.get(pk=account_id)
    browser.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    return browser


def client_browser(practice_id: UUID, client_id: UUID) -> Browser:
    """A browser in which this client has opened their link."""
    browser = Browser(headers={"host": "localhost"})
    request = type("Request", (), {"session": browser.session})()
    let_client_in(request, practice_id=practice_id, client_id=client_id)
    request.session.save()
    browser.cookies["sessionid"] = request.session.session_key
    return browser
