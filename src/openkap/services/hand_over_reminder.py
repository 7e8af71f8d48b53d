"""A member of staff takes today's reminder of a client in hand: the link is made, and shown once, to be given to them.

Nothing is sent from here: staff give the link by the phone number or address that the client uses with them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.clinical.asking import minutes_of
from openkap.clinical.authority import Doing, require
from openkap.records.asking import find as find_asking
from openkap.records.asking import keep as asking
from openkap.records.asking.shapes import Reminder
from openkap.records.base import Act
from openkap.records.people import find as people
from openkap.records.people.shapes import Client
from openkap.records.practice import find as practices
from openkap.services.make_link import make_link
from openkap.terms.identity import Actor
from openkap.terms.refusal import RuleRefusal

__all__ = ["Waiting", "hand_over_reminder", "reminders_of_today"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One client's reminder of today: how many forms wait, and about how many minutes they take. Not which."""

    client: Client
    forms: int
    minutes: int


def reminders_of_today(*, within: UUID, at: datetime) -> list[Waiting]:
    """The reminders that wait for somebody to hand them over; one for each client, in two queries and the practice."""
    by_client: dict[UUID, list[Reminder]] = {}
    today = at.astimezone(practices.the_practice(within).zone).date()
    for reminder in find_asking.reminders_to_hand_over(within=within, on_day=today):
        by_client.setdefault(reminder.client_id, []).append(reminder)
    clients = people.clients(within=within, ids=by_client, limit=len(by_client)) if by_client else []
    return [
        Waiting(client, len(by_client[client.id]), sum(minutes_of(one.measure) for one in by_client[client.id]))
        for client in clients
    ]


def hand_over_reminder(*, within: UUID, by: Actor, at: datetime, client_id: UUID) -> str:
    """Gives the token of a new one-time link. Refuses when there is no reminder today, or somebody has it in hand."""
    require(by, Doing.INVITE)
    today = at.astimezone(practices.the_practice(within).zone).date()
    act = Act(within=within, by=by, at=at)
    people.client(within=within, client_id=client_id)
    with transaction.atomic():
        if not find_asking.reminders_to_hand_over(within=within, on_day=today, client_id=client_id):
            raise RuleRefusal("No reminder of this client waits today. To let them in, make a one-time link.")
        asking.handover(act, client_id=client_id, on_day=today)
        return make_link(within=within, by=by, at=at, client_id=client_id)
