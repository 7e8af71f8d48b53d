from django.db import models
from django.db.models import Q

from openkap.records.base import Kept


class Choice(Kept):
    """A value that this site decided for itself, signed by name and with a reason. The latest row of a setting stands;
    an empty value goes back to the default. Which values may be chosen is judged by `knowledge.rules.site`.
    """

    setting = models.TextField()
    value = models.TextField()
    reason = models.TextField()
    signed_by_id = models.UUIDField()
    signed_by_name = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "policy_choice"
        indexes = [models.Index(name="policy_choice_setting", fields=["practice_id", "setting", "signed_at"])]
        constraints = [
            models.CheckConstraint(
                name="policy_choice_signed", condition=~Q(reason="") & ~Q(signed_by_name="") & ~Q(setting="")
            )
        ]
