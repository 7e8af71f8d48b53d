from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from openkap.records.base import read, shaped
from openkap.records.people import models
from openkap.records.people.shapes import CareRequest, Client, Link, Staff
from openkap.terms.identity import Role
from openkap.terms.refusal import NotFound

__all__ = [
    "accounts_exist",
    "client",
    "clients",
    "link_by_hash",
    "members",
    "open_requests",
    "practices_of",
    "request",
    "staff",
]


def accounts_exist(emails: Iterable[str]) -> bool:
    """Whether any account signs in with one of these addresses."""
    return models.Account.objects.filter(email__in=list(emails)).exists()


def staff(*, within: UUID, account_id: UUID) -> Staff | None:
    """The account as a member of this practice, or None for a stranger, a former member and a closed account."""
    return next((member for member in members(within=within) if member.id == account_id), None)


def members(*, within: UUID, role: Role | None = None) -> list[Staff]:
    """Everyone who works here now, by name; with `role`, those who hold it."""
    rows = models.Membership.objects.filter(practice_id=within, until__isnull=True, account__is_active=True)
    roles: dict[tuple[str, UUID], set[Role]] = {}
    for account_id, name, held in rows.values_list("account_id", "account__name", "role"):
        roles.setdefault((name, account_id), set()).add(Role(held))
    everyone = [
        Staff(id=account_id, practice_id=within, name=name, roles=frozenset(held))
        for (name, account_id), held in sorted(roles.items(), key=lambda item: item[0][0])
    ]
    return [member for member in everyone if role is None or role in member.roles]


def practices_of(account_id: UUID) -> list[UUID]:
    """The practices where this account has any role now: how a signed-in person finds their own."""
    rows = models.Membership.objects.filter(account_id=account_id, until__isnull=True)
    return list(rows.order_by("practice_id").values_list("practice_id", flat=True).distinct())


def client(*, within: UUID, client_id: UUID) -> Client:
    found = read(
        Client,
        "SELECT id, practice_id, number, given_name, family_name, born_on, phone, email FROM people_client "
        "WHERE practice_id = %s AND id = %s",
        [within, client_id],
    )
    if not found:
        raise NotFound("There is no such client in this practice.")
    return found[0]


def clients(*, within: UUID, ids: Iterable[UUID] | None = None, like: str = "", limit: int = 500) -> list[Client]:
    """Clients by family name. `like` is part of a name, a phone number or an identifier such as K-0042."""
    rows = models.Client.objects.filter(practice_id=within).order_by("family_name", "given_name", "number")
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    for word in like.split()[:5]:
        digits = word.upper().removeprefix("K-").lstrip("0")
        by_number = Q(number=int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 9 else Q()
        rows = rows.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(phone__icontains=word) | by_number
            if by_number
            else Q(given_name__icontains=word) | Q(family_name__icontains=word)
        )
    return shaped(rows[:limit], Client)


def request(*, within: UUID, request_id: UUID) -> CareRequest:
    found = shaped(models.CareRequest.objects.filter(practice_id=within, id=request_id), CareRequest)
    if not found:
        raise NotFound("There is no such request in this practice.")
    return found[0]


def open_requests(*, within: UUID) -> list[CareRequest]:
    """Requests nobody has booked yet, the longest waiting first."""
    rows = models.CareRequest.objects.filter(practice_id=within, client__isnull=True).order_by("asked_at")
    return shaped(rows, CareRequest)


def link_by_hash(token_sha256: str) -> Link | None:
    """The one read that has no practice in front: the token itself says whose it is."""
    found = shaped(models.ClientLink.objects.filter(token_sha256=token_sha256), Link)
    return found[0] if found else None
