from django.db import models
from django.db.models import Q

from openkap.records.base import Kept
from openkap.records.people.models import Client


class Attestation(Kept):
    """The client looked at their health history again, and said that nothing has changed, or in which parts something
    has. `response_id` is the form in which the changed parts are answered anew; what was said before stays readable.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    changed = models.JSONField(help_text="parts of the history in which something has changed; empty: nothing has")
    response_id = models.UUIDField(null=True)
    said_at = models.DateTimeField()
    said_by_kind = models.TextField()

    class Meta:
        db_table = "health_attestation"
        indexes = [models.Index(name="health_attestation_client", fields=["practice_id", "client", "said_at"])]
        constraints = [
            models.CheckConstraint(
                name="health_attestation_form",
                condition=Q(changed=[], response_id__isnull=True) | ~Q(changed=[]) & Q(response_id__isnull=False),
            )
        ]


class MedicineList(Kept):
    """Everything that somebody takes, as it was typed: by the client, or by staff who went through it. The latest list
    stands; an empty one says "nothing at all". Personal: lines.

    Deliberately absent: what openkap recognised in it. That is worked out anew by the present edition of the words.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    lines = models.JSONField(help_text="[{typed, how}]: the name as typed, and how much and how often in free words")
    source = models.TextField(help_text="who or what was asked: the client, bottles, a pharmacy")
    said_at = models.DateTimeField()
    said_by_kind = models.TextField()
    said_by = models.UUIDField()

    class Meta:
        db_table = "health_medicine_list"
        indexes = [models.Index(name="health_medicine_list_client", fields=["practice_id", "client", "said_at"])]
        constraints = [models.CheckConstraint(name="health_medicine_list_sourced", condition=~Q(source=""))]


class Result(Kept):
    """One fact about a client that was examined or looked up: its value as entered, its own date, where it comes from.

    A correction is a new row that names the one it replaces. The value is read by the fact's own rules; a row with an
    empty value takes its predecessor back ("entered for the wrong person").
    """

    client = models.ForeignKey(Client, models.PROTECT)
    fact = models.TextField()
    value = models.TextField()
    observed_at = models.DateTimeField()
    source = models.TextField()
    replaces = models.ForeignKey("self", models.PROTECT, null=True)
    reason = models.TextField(null=True)
    entered_at = models.DateTimeField()
    entered_by_id = models.UUIDField()
    entered_by_name = models.TextField()

    class Meta:
        db_table = "health_result"
        indexes = [models.Index(name="health_result_fact", fields=["practice_id", "client", "fact", "observed_at"])]
        constraints = [
            models.CheckConstraint(
                name="health_result_not_ahead", condition=Q(observed_at__lte=models.F("entered_at"))
            ),
            models.CheckConstraint(
                name="health_result_corrected",
                condition=Q(replaces__isnull=True, reason__isnull=True) & ~Q(value="")
                | Q(replaces__isnull=False, reason__isnull=False) & ~Q(reason=""),
            ),
            models.UniqueConstraint(name="health_result_replaced_once", fields=["replaces"]),
        ]
