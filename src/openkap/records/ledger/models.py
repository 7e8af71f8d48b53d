from django.db import models


class Entry(models.Model):
    """One act, chained to the one before it. `detail` names fields and codes; it never holds a person's words."""

    pk = models.CompositePrimaryKey("practice_id", "seq")
    practice_id = models.UUIDField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    action = models.TextField()
    subject = models.TextField()
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField()
    previous = models.TextField()
    digest = models.TextField()

    class Meta:
        db_table = "ledger_entry"


class Head(models.Model):
    """The last link of each practice's chain. Its row lock orders the writers."""

    practice_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    digest = models.TextField(default="")

    class Meta:
        db_table = "ledger_head"
