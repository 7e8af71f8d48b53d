from django.db import models
from django.db.models import Q

from openkap.records.base import Kept
from openkap.records.people.models import Client


class Signature(Kept):
    """A client's signature under a text. The text stands here as it was shown; its hash is part of the ledger entry.

    `understood` holds the client's answers to the teach-back questions of that edition. Personal: typed_name.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    course_id = models.UUIDField()
    text_key = models.TextField()
    edition = models.TextField()
    text = models.TextField()
    sha256 = models.TextField()
    meaning = models.TextField()
    typed_name = models.TextField()
    understood = models.JSONField()
    understood_right = models.SmallIntegerField()
    understood_asked = models.SmallIntegerField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "consent_signature"
        constraints = [
            models.CheckConstraint(name="consent_signature_named", condition=~Q(typed_name="")),
            models.CheckConstraint(name="consent_signature_hash", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
        ]


class Withdrawal(Kept):
    """The client takes a signature back. It needs no reason."""

    signature = models.OneToOneField(Signature, models.PROTECT)
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        db_table = "consent_withdrawal"
