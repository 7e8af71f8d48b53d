from django.db import models
from django.db.models import Q

from openkap.records.base import Kept
from openkap.records.people.models import Account, Client


class Alert(Kept):
    """Something a person must see. Kept in the transaction of the answer that raised it, once (`key`).

    `sentence` names the rule and the item, never the client's words. Open until a named person has acted.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    course_id = models.UUIDField()
    response_id = models.UUIDField()
    rule = models.TextField()
    sentence = models.TextField()
    key = models.TextField()
    raised_at = models.DateTimeField()

    class Meta:
        db_table = "alerts_alert"
        constraints = [models.UniqueConstraint(name="alerts_alert_once", fields=["practice_id", "key"])]


class Action(Kept):
    """What a named person did about an alert. `closes` says that they have acted; a first look does not close it."""

    alert = models.ForeignKey(Alert, models.PROTECT)
    did = models.TextField()
    closes = models.BooleanField()
    done_by = models.ForeignKey(Account, models.PROTECT)
    done_at = models.DateTimeField()

    class Meta:
        db_table = "alerts_action"
        constraints = [
            models.CheckConstraint(name="alerts_action_said", condition=Q(did__regex=r"\S{2,}")),
            models.UniqueConstraint(
                name="alerts_action_closed_once", fields=["practice_id", "alert"], condition=Q(closes=True)
            ),
        ]
