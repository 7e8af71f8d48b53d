"""Makes the demo's clinic: founds the practice, adds its staff, and lets forty people live their way up to today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from openkap.interfaces.demo.doings import Journey
from openkap.interfaces.demo.people import CLIENTS, CRISIS_WORDS, PASSWORD, STAFF
from openkap.interfaces.demo.script import Clinic, Diary, Step
from openkap.interfaces.demo.way import write_way
from openkap.records.calendar import find as calendar
from openkap.records.people import find as people
from openkap.records.practice import find as practices
from openkap.services.add_staff import add_staff
from openkap.services.choose_policy import choose_policy
from openkap.services.confirm_condition import confirm_condition
from openkap.services.found_practice import found_practice
from openkap.services.make_link import make_link
from openkap.services.room_presets import keep_preset
from openkap.terms.identity import Actor, ActorKind, Role
from openkap.terms.refusal import NotFound

__all__ = ["ZONE", "MadeClinic", "find_clinic", "fresh_link", "make_clinic"]

ZONE = "America/Chicago"
_ROOMS = ("Juniper", "Willow", "Cedar", "Heath", "Moss")


@dataclass(frozen=True, slots=True)
class MadeClinic:
    """What was made: how many people, and whom to sign in as. `links_for`: clients worth a look on the phone."""

    practice_id: UUID
    clients: int
    sign_ins: tuple[tuple[str, str], ...]
    links_for: tuple[tuple[str, UUID], ...]
    front: Actor


def make_clinic(*, now: datetime) -> MadeClinic:
    """Everything in one transaction: the demo is there whole, or not at all. Dates are relative to `now`."""
    with transaction.atomic():
        clinic = _found(now)
        diary = Diary()
        # Today's sessions first, so that nobody else is booked over them.
        order = sorted(range(len(CLIENTS)), key=lambda i: CLIENTS[i].until != "in the room")
        journeys = [Journey(clinic=clinic, who=CLIENTS[i], number=i) for i in order]
        steps: list[Step] = []
        for journey in journeys:
            steps += write_way(clinic, diary, journey).steps
        first = min(step.at for step in steps)
        mornings = (clinic.at(days, 9, 30) for days in range((now - first).days + 1))
        passes = [Step(at, clinic.ask) for at in mornings if first < at <= now]
        for step in sorted([*steps, *passes], key=lambda step: step.at):
            step.do(step.at)
    return _describe(clinic.id)


def find_clinic() -> MadeClinic | None:
    """The demo's clinic in a folder that was kept, or None where there is none yet."""
    try:
        practice_id = practices.the_public_practice().id
    except NotFound:
        return None
    return _describe(practice_id)


def _describe(practice_id: UUID) -> MadeClinic:
    worth_a_look = {"intake begun", "consented", "at the gate", "whole series"}
    names = {(who.family, who.given): who.until for who in CLIENTS if who.until in worth_a_look}
    kept = people.clients(within=practice_id)
    links: dict[str, UUID] = {}
    for client in kept:
        until = names.get((client.family_name, client.given_name))
        if until is not None and not any(name.endswith(until) for name in links):
            links[f"{client.given_name}, {until}"] = client.id
    return MadeClinic(
        practice_id=practice_id,
        clients=len(CLIENTS),
        sign_ins=(("lead", "lead@juniper.example"), *_one_for_each_role()),
        links_for=tuple(links.items()),
        front=_actor(practice_id, Role.FRONT_DESK)[0],
    )


def _one_for_each_role() -> tuple[tuple[str, str], ...]:
    first: dict[str, str] = {}
    for member in STAFF:
        first.setdefault(member.roles[0], member.email)
    return tuple(first.items())


def fresh_link(made: MadeClinic, *, client_id: UUID, at: datetime) -> str:
    """A one-time token for a client of the demo, as the front desk would make it."""
    return make_link(within=made.practice_id, by=made.front, at=at, client_id=client_id)


def _found(now: datetime) -> Clinic:
    founded = now - timedelta(days=120)
    practice_id = found_practice(
        at=founded,
        name="Juniper House",
        time_zone=ZONE,
        phone="512 555 0100",
        address="14 Juniper Lane, Austin, Texas",
        crisis_words=CRISIS_WORDS,
        rooms=_ROOMS,
        lead_name="Elena Marsh",
        lead_email="lead@juniper.example",
        lead_password=PASSWORD,
    )
    lead = _actor(practice_id, Role.LEAD)[0]
    for member in STAFF:
        add_staff(
            within=practice_id,
            by=lead,
            at=founded,
            name=member.name,
            email=member.email,
            password=PASSWORD,
            roles=member.roles,
        )
    confirm_condition(within=practice_id, by=lead, at=founded, key="who5")
    choose_policy(
        within=practice_id,
        by=lead,
        at=founded,
        setting="lft-age",
        value="120",
        reason="Our laboratory is next door, and we would rather look earlier.",
    )
    for name, light, recliner, eyeshade in (
        ("Quiet and dark", "5", "half up", "yes"),
        ("Coming back", "50", "up", "no"),
    ):
        keep_preset(
            within=practice_id,
            by=lead,
            at=founded,
            name=name,
            room_id=None,
            light=light,
            temperature="22",
            recliner=recliner,
            eyeshade=eyeshade,
            blanket="yes",
            camera_off="yes",
        )
    return Clinic(
        id=practice_id,
        zone=ZoneInfo(ZONE),
        now=now,
        front=_actor(practice_id, Role.FRONT_DESK)[0],
        guides=tuple(_actor(practice_id, Role.GUIDE)),
        prescriber=_actor(practice_id, Role.PRESCRIBER)[0],
        monitor=_actor(practice_id, Role.MONITOR)[0],
        rooms=tuple(room.id for room in calendar.rooms(within=practice_id)),
    )


def _actor(within: UUID, role: Role) -> list[Actor]:
    return [
        Actor(ActorKind.STAFF, id=member.id, name=member.name, roles=member.roles)
        for member in people.members(within=within, role=role)
    ]
