"""A client opens their link. It works once; what went wrong is said without saying whose link it was."""

from datetime import datetime

from django.db import transaction

from openkap.records.base import Act
from openkap.records.people import find as find_people
from openkap.records.people import keep as people
from openkap.records.people.shapes import Client, Link
from openkap.services.ask_what_is_due import ask_client
from openkap.services.make_link import hash_token
from openkap.terms.identity import Actor, ActorKind
from openkap.terms.refusal import RuleRefusal

__all__ = ["check_link", "open_link"]


def check_link(*, token: str, at: datetime) -> None:
    """RuleRefusal unless the link would open now. Changes nothing: a mail program that looks ahead does no harm."""
    _usable(token, at)


def open_link(*, token: str, at: datetime) -> Client:
    """Gives the client whose link it is, and uses the link up. Of two taps at once, one wins. What is due of the client
    by now is asked, so that they find it."""
    link = _usable(token, at)
    act = Act(within=link.practice_id, by=Actor(ActorKind.CLIENT, id=link.client_id), at=at)
    with transaction.atomic():
        if not people.use_link(act, link_id=link.id, client_id=link.client_id):
            raise RuleRefusal(_USED)
        ask_client(act, client_id=link.client_id)
    return find_people.client(within=link.practice_id, client_id=link.client_id)


_USED = "This link has been used already. Each link opens once. Call us and we send you a new one."


def _usable(token: str, at: datetime) -> Link:
    link = find_people.link_by_hash(hash_token(token))
    if link is None:
        raise RuleRefusal("This link does not open anything. Check that it is whole, or call us for a new one.")
    if link.used_at is not None:
        raise RuleRefusal(_USED)
    if at >= link.expires_at:
        raise RuleRefusal("This link has run out. Call us and we send you a new one.")
    return link
