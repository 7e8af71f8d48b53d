"""The front desk turns a request into a client, a course and a first consult, and the intake forms are waiting."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.records.base import Act
from openkap.records.courses import keep as courses
from openkap.records.people import find as find_people
from openkap.records.people import keep as people
from openkap.services.ask_what_is_due import ask_course
from openkap.services.course_facts import current_pathway
from openkap.services.plan_session import plan_session
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput, RuleRefusal
from openkap.terms.sitter import Sitter
from openkap.terms.text import email_address, line, phone_number

__all__ = ["Booked", "book_consult"]


@dataclass(frozen=True, slots=True)
class Booked:
    client_id: UUID
    course_id: UUID
    session_id: UUID


def book_consult(
    *,
    within: UUID,
    by: Actor,
    at: datetime,
    request_id: UUID | None,
    given_name: str,
    family_name: str,
    born_on: date | None,
    phone: str,
    email: str,
    pathway_key: str,
    sitter: Sitter | None,
    guide_id: UUID | None,
    room_id: UUID | None,
    starts_at: datetime,
) -> Booked:
    """Registers the client, begins the course on the pathway's present edition, books the consult, asks the intake.

    `sitter` is asked of iv_only only. Refuses a request that someone else has booked, and a time that is taken.
    """
    require(by, Doing.BOOK)
    model = current_pathway(within=within, key=pathway_key)
    if (pathway_key == "iv_only") != (sitter is not None):
        raise BadInput("sitter", "Say whether a sitter stays in the room: asked for IV only, and only there.")
    if sitter is not None and model.attendance and sitter not in model.attendance:
        raise BadInput("sitter", f"This pathway has a sitter as: {', '.join(model.attendance)}. Choose one of these.")
    if born_on is not None and not date(1900, 1, 1) <= born_on <= at.date():
        raise BadInput("born_on", "Enter a date of birth from 1900 up to today.")
    kept_phone = phone_number(phone, field="phone", needed=False)
    kept_email = email_address(email, field="email", needed=False)
    if not kept_phone and not kept_email:
        raise BadInput("phone", "Give a phone number or an e-mail address.")
    act = Act(within=within, by=by, at=at)
    with transaction.atomic():
        client_id = people.client(
            act,
            given_name=line(given_name, field="given_name", label="Given name", longest=100),
            family_name=line(family_name, field="family_name", label="Family name", longest=100),
            born_on=born_on,
            phone=kept_phone,
            email=kept_email,
        )
        if request_id is not None:
            find_people.request(within=within, request_id=request_id)
            if not people.book_request(act, request_id=request_id, client_id=client_id):
                raise RuleRefusal("Someone else has booked this request already. Look the client up by name.")
        course_id = courses.begin(
            act, client_id=client_id, pathway=model.key, edition=model.edition, sitter=sitter, guide_id=guide_id
        )
        session = model.session("consult")
        minutes = session.minutes if session else 60
        session_id = plan_session(
            act,
            client_id=client_id,
            course_id=course_id,
            kind="consult",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            guide_id=guide_id,
            room_id=room_id,
        )
        ask_course(act, course_id=course_id)
    return Booked(client_id=client_id, course_id=course_id, session_id=session_id)
