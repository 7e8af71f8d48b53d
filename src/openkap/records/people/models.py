from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from openkap.records.base import Kept


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, email: str) -> "Account":
        return self.get(email__iexact=email)


class Account(AbstractBaseUser):
    """A member of staff who signs in. Personal: name, email. What they may do stands in Membership, never here."""

    id = models.UUIDField(primary_key=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = AccountManager()

    class Meta:
        db_table = "people_account"


class Membership(Kept):
    """One role that one account holds in one practice, from when to when."""

    account = models.ForeignKey(Account, models.PROTECT)
    role = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_membership"
        constraints = [
            models.CheckConstraint(
                name="people_membership_known_role",
                condition=Q(role__in=["front desk", "guide", "prescriber", "monitor", "lead"]),
            ),
            models.UniqueConstraint(
                name="people_membership_once",
                fields=["practice_id", "account", "role"],
                condition=Q(until__isnull=True),
            ),
        ]


class Client(Kept):
    """A person in care. Personal: everything but the number."""

    number = models.IntegerField()
    given_name = models.TextField()
    family_name = models.TextField()
    born_on = models.DateField(null=True)
    phone = models.TextField()
    email = models.TextField()
    since = models.DateTimeField()

    class Meta:
        db_table = "people_client"
        constraints = [
            models.UniqueConstraint(name="people_client_number", fields=["practice_id", "number"]),
            models.CheckConstraint(name="people_client_reachable", condition=~Q(phone="") | ~Q(email="")),
        ]


class CareRequest(Kept):
    """What a visitor asked for on the public page. Personal: name, phone, email, words. Booked once it has a client."""

    name = models.TextField()
    phone = models.TextField()
    email = models.TextField()
    interest = models.TextField()
    words = models.TextField()
    asked_at = models.DateTimeField()
    client = models.ForeignKey(Client, models.PROTECT, null=True)

    class Meta:
        db_table = "people_care_request"
        constraints = [
            models.CheckConstraint(
                name="people_care_request_interest", condition=Q(interest__in=["kap", "iv_only", "undecided"])
            )
        ]


class ClientLink(Kept):
    """A one-time way in for a client. Only the hash of the token is kept; used once, and only before it expires."""

    client = models.ForeignKey(Client, models.PROTECT)
    token_sha256 = models.TextField(unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_client_link"
