from django.db import models
from django.db.models import Q

from openkap.records.base import Kept
from openkap.records.people.models import Account, Client


class Course(Kept):
    """One client's way through one pathway, on the edition it began with.

    `sitter` is asked only of iv_only: whether someone who is not a therapist stays in the room.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    pathway = models.TextField()
    edition = models.TextField()
    sitter = models.BooleanField(null=True)
    guide = models.ForeignKey(Account, models.PROTECT, null=True)
    began_at = models.DateTimeField()

    class Meta:
        db_table = "courses_course"
        constraints = [
            models.CheckConstraint(
                name="courses_course_sitter_for_iv_only",
                condition=Q(pathway="iv_only", sitter__isnull=False) | ~Q(pathway="iv_only") & Q(sitter__isnull=True),
            )
        ]


class Words(Kept):
    """The client's own words on one topic, as they were said. The latest row of a topic is the one that stands.

    Deliberately absent: a therapist's interpretation. Personal: text.
    """

    course = models.ForeignKey(Course, models.PROTECT)
    topic = models.TextField()
    text = models.TextField()
    said_at = models.DateTimeField()
    written_by_kind = models.TextField()
    written_by = models.UUIDField()

    class Meta:
        db_table = "courses_words"
        indexes = [models.Index(name="courses_words_topic", fields=["practice_id", "course", "topic", "said_at"])]
        constraints = [models.CheckConstraint(name="courses_words_said", condition=~Q(text=""))]


class Clearance(Kept):
    """A prescriber's decision, with its reason. The latest row stands; what was decided before stays readable."""

    course = models.ForeignKey(Course, models.PROTECT)
    decision = models.TextField()
    reason = models.TextField()
    decided_by = models.ForeignKey(Account, models.PROTECT)
    decided_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    settled = models.JSONField(help_text="facts as the prescriber found them, beyond or against the client's answers")
    findings = models.JSONField(help_text="rule and standing, as they were when it was decided")

    class Meta:
        db_table = "courses_clearance"
        constraints = [
            models.CheckConstraint(name="courses_clearance_decision", condition=Q(decision__in=["cleared", "held"])),
            models.CheckConstraint(name="courses_clearance_reasoned", condition=~Q(reason="")),
            models.CheckConstraint(
                name="courses_clearance_expires",
                condition=Q(decision="held", valid_until__isnull=True)
                # A check that comes to NULL passes in SQL, so "not NULL" is said too.
                | Q(decision="cleared", valid_until__isnull=False, valid_until__gt=models.F("decided_at")),
            ),
        ]
