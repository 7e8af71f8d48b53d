"""A practice comes into being, with its first lead and its first room."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from openkap.records.base import Act
from openkap.records.calendar import keep as calendar
from openkap.records.people import keep as people
from openkap.records.practice import keep as practice
from openkap.services.add_staff import require_sound_password
from openkap.terms.identity import Actor, ActorKind, Role, new_id
from openkap.terms.refusal import BadInput
from openkap.terms.text import email_address, line, phone_number, words

__all__ = ["found_practice"]


def found_practice(
    *,
    at: datetime,
    name: str,
    time_zone: str,
    phone: str,
    address: str,
    crisis_words: str,
    rooms: tuple[str, ...],
    lead_name: str,
    lead_email: str,
    lead_password: str,
) -> UUID:
    """Gives the practice's id. The lead can then add everyone else. BadInput names the field that does not fit."""
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("time_zone", "Name a time zone such as America/Chicago.") from None
    require_sound_password(lead_password, field="lead_password")
    act = Act(within=new_id(at), by=Actor(ActorKind.SYSTEM), at=at)
    with transaction.atomic():
        practice.found(
            act,
            name=line(name, field="name", label="Name of the practice"),
            time_zone=time_zone,
            phone=phone_number(phone, field="phone"),
            address=line(address, field="address", label="Address"),
            crisis_words=words(crisis_words, field="crisis_words", label="Words to a client in crisis", longest=600),
        )
        for room in rooms:
            calendar.room(act, name=line(room, field="rooms", label="Name of a room"))
        lead = people.account(
            act,
            email=email_address(lead_email, field="lead_email"),
            name=line(lead_name, field="lead_name", label="Name of the lead"),
            password=lead_password,
        )
        people.give_role(act, account_id=lead, role=Role.LEAD)
    return act.within
