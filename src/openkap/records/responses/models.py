from django.db import models
from django.db.models import Q

from openkap.records.base import Kept
from openkap.records.people.models import Client
from openkap.terms.source import Source

_KNOWN_SOURCE = Q(source__in=[source.value for source in Source])


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
    source = models.TextField(help_text="how it came in: phone, tablet, device, paper")

    class Meta:
        db_table = "responses_answer"
        constraints = [models.CheckConstraint(name="responses_answer_source", condition=_KNOWN_SOURCE)]
        indexes = [models.Index(name="responses_answer_item", fields=["practice_id", "response", "item", "given_at"])]


class Submission(Kept):
    """The client said "done". Keeps the score by the edition of the response; total is NULL where its rule has none.

    submitted_at is when the client was done: for a paper form the moment on the paper, not that of typing it in.
    """

    response = models.OneToOneField(Response, models.PROTECT)
    total = models.DecimalField(max_digits=8, decimal_places=3, null=True)
    band = models.TextField(null=True)
    missing = models.JSONField()
    derived = models.JSONField()
    submitted_at = models.DateTimeField()
    source = models.TextField(help_text="how it was sent: phone, tablet, device, paper")

    class Meta:
        db_table = "responses_submission"
        constraints = [models.CheckConstraint(name="responses_submission_source", condition=_KNOWN_SOURCE)]


class PaperEntry(Kept):
    """A form on paper was typed in: by whom, when, and what its own total says. NULL total: nobody compared the two."""

    response = models.OneToOneField(Response, models.PROTECT)
    entered_by = models.UUIDField()
    entered_by_name = models.TextField()
    entered_at = models.DateTimeField()
    answered_at = models.DateTimeField(help_text="as the paper says")
    paper_total = models.DecimalField(max_digits=8, decimal_places=3, null=True)

    class Meta:
        db_table = "responses_paper_entry"
        constraints = [
            models.CheckConstraint(
                name="responses_paper_entry_after", condition=Q(entered_at__gte=models.F("answered_at"))
            )
        ]


class LifeEvent(Kept):
    """Something that happened in the client's life, by its day: marked on the line, never scored. Personal: words."""

    client = models.ForeignKey(Client, models.PROTECT)
    happened_on = models.DateField()
    words = models.TextField()
    said_by_kind = models.TextField()
    said_by_name = models.TextField(help_text="empty where the client said it")
    said_at = models.DateTimeField()

    class Meta:
        db_table = "responses_life_event"
        indexes = [models.Index(name="responses_life_event_client", fields=["practice_id", "client", "happened_on"])]


class Confirmation(Kept):
    """A practice keeps the condition on which a measure's wording may be shown: said once, by a named person."""

    measure = models.TextField()
    condition = models.TextField(help_text="the sentence as it was confirmed")
    by_id = models.UUIDField()
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "responses_confirmation"
        constraints = [models.UniqueConstraint(name="responses_confirmation_once", fields=["practice_id", "measure"])]


class TabletCode(Kept):
    """Four digits that let one client answer on a tablet of the clinic. Hashed, which is no secret for four
    digits: what protects it is that it is short-lived, works on a tablet of this practice alone, and bears few wrong
    tries."""

    client = models.ForeignKey(Client, models.PROTECT)
    code_sha256 = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    wrong_tries = models.IntegerField()

    class Meta:
        db_table = "responses_tablet_code"
        indexes = [models.Index(name="responses_tablet_code_open", fields=["practice_id", "expires_at"])]
