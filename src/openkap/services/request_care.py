"""A visitor asks for a first talk on the public page."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openkap.records.base import Act
from openkap.records.people import keep as people
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import BadInput
from openkap.terms.text import email_address, line, phone_number, words

__all__ = ["INTERESTS", "request_care"]

INTERESTS = {
    "kap": "Ketamine-assisted psychotherapy",
    "iv_only": "IV ketamine only",
    "undecided": "I am not sure yet",
}


def request_care(*, within: UUID, at: datetime, name: str, phone: str, email: str, interest: str, message: str) -> UUID:
    """Gives the request's id. Needs a name, an interest, and a phone number or an e-mail address."""
    if interest not in INTERESTS:
        raise BadInput("interest", f"Choose one of: {'; '.join(INTERESTS.values())}.")
    kept_phone = phone_number(phone, field="phone", needed=False)
    kept_email = email_address(email, field="email", needed=False)
    if not kept_phone and not kept_email:
        raise BadInput("phone", "Give a phone number or an e-mail address, so that we can reach you.")
    act = Act(within=within, by=Actor(ActorKind.VISITOR), at=at)
    with transaction.atomic():
        return people.care_request(
            act,
            name=line(name, field="name", label="Your name"),
            phone=kept_phone,
            email=kept_email,
            interest=interest,
            words=words(message, field="message", label="What brings you", longest=2000, needed=False),
        )
