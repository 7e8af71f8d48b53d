from django.db import models

from openkap.records.base import Kept
from openkap.records.people.models import Client


class Response(Kept):
    """A measure that was asked of a client, under the edition that scores it for ever."""

    client = models.ForeignKey(Client, models.PROTECT)
    course_id = models.UUIDField()
    measure = models.TextField()
    edition = models.TextField()
    occasion = models.TextField(help_text="why it was asked: intake, preparation, after a dose")
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "responses_response"
        indexes = [models.Index(name="responses_response_client", fields=["practice_id", "client", "measure"])]


class Answer(Kept):
    """One answer as it was given. A changed mind is a new row; the latest row of an item stands. NULL: skipped."""

    response = models.ForeignKey(Response, models.PROTECT)
    item = models.TextField()
    value = models.SmallIntegerField(null=True)
    given_at = models.DateTimeField()
    given_by_kind = models.TextField()

    class Meta:
        db_table = "responses_answer"
        indexes = [models.Index(name="responses_answer_item", fields=["practice_id", "response", "item", "given_at"])]


class Submission(Kept):
    """The client said "done". Keeps the score by the edition of the response; total is NULL where its rule has none."""

    response = models.OneToOneField(Response, models.PROTECT)
    total = models.DecimalField(max_digits=8, decimal_places=3, null=True)
    band = models.TextField(null=True)
    missing = models.JSONField()
    derived = models.JSONField()
    submitted_at = models.DateTimeField()

    class Meta:
        db_table = "responses_submission"
