from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from openkap.records.base import Act
from openkap.records.ledger import keep as ledger
from openkap.records.people import models
from openkap.terms.identity import Role, new_id
from openkap.terms.refusal import BadInput

__all__ = ["account", "book_request", "care_request", "client", "give_role", "link", "use_link"]


def account(act: Act, *, email: str, name: str, password: str) -> UUID:
    """A new account, signing in with this password (hashed with argon2). Gives its id."""
    kept = models.Account(id=new_id(act.at), email=email.strip().lower(), name=name.strip())
    kept.set_password(password)
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:
        raise BadInput("email", "Somebody signs in with this e-mail address already. Use another.") from None
    ledger.write(act, "account.make", "account", kept.id)
    return kept.id


def give_role(act: Act, *, account_id: UUID, role: Role) -> None:
    models.Membership.objects.create(
        id=act.new_id(), practice_id=act.within, account_id=account_id, role=role.value, since=act.at
    )
    ledger.write(act, "role.give", "account", account_id, role=role.value)


def client(act: Act, *, given_name: str, family_name: str, born_on: date | None, phone: str, email: str) -> UUID:
    """A new client with the practice's next number. The ledger's lock makes the numbers unique and without gaps."""
    kept_id = act.new_id()
    ledger.write(act, "client.register", "client", kept_id)
    last = models.Client.objects.filter(practice_id=act.within).aggregate(last=Max("number"))["last"]
    models.Client.objects.create(
        id=kept_id,
        practice_id=act.within,
        number=(last or 0) + 1,
        given_name=given_name,
        family_name=family_name,
        born_on=born_on,
        phone=phone,
        email=email,
        since=act.at,
    )
    return kept_id


def care_request(act: Act, *, name: str, phone: str, email: str, interest: str, words: str) -> UUID:
    kept = models.CareRequest.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        name=name,
        phone=phone,
        email=email,
        interest=interest,
        words=words,
        asked_at=act.at,
    )
    ledger.write(act, "request.receive", "request", kept.id, interest=interest)
    return kept.id


def book_request(act: Act, *, request_id: UUID, client_id: UUID) -> bool:
    """The request now belongs to this client. False when someone else has booked it already."""
    changed = models.CareRequest.objects.filter(practice_id=act.within, id=request_id, client__isnull=True).update(
        client_id=client_id
    )
    if changed:
        ledger.write(act, "request.book", "request", request_id, client=client_id)
    return bool(changed)


def link(act: Act, *, client_id: UUID, token_sha256: str, expires_at: datetime) -> UUID:
    kept = models.ClientLink.objects.create(
        id=act.new_id(),
        practice_id=act.within,
        client_id=client_id,
        token_sha256=token_sha256,
        made_at=act.at,
        expires_at=expires_at,
    )
    ledger.write(act, "link.make", "client", client_id, expires_at=expires_at)
    return kept.id


def use_link(act: Act, *, link_id: UUID, client_id: UUID) -> bool:
    """Marks the link as used. False when it was used a moment before: of two taps, one wins."""
    changed = models.ClientLink.objects.filter(practice_id=act.within, id=link_id, used_at__isnull=True).update(
        used_at=act.at
    )
    if changed:
        ledger.write(act, "link.use", "client", client_id)
    return bool(changed)
