from django.db import models
from django.db.models import Q

from openkap.records.base import Kept
from openkap.records.people.models import Account, Client
from openkap.terms.sitter import Sitter


class Course(Kept):
    """One client's way through one pathway, on the edition it began with.

    `sitter` is asked only of iv_only: whether someone who is not a therapist is in the room (`terms.sitter`).
    """

    client = models.ForeignKey(Client, models.PROTECT)
    pathway = models.TextField()
    edition = models.TextField()
    sitter = models.TextField(null=True)
    guide = models.ForeignKey(Account, models.PROTECT, null=True)
    began_at = models.DateTimeField()

    class Meta:
        db_table = "courses_course"
        constraints = [
            models.CheckConstraint(
                name="courses_course_sitter_for_iv_only",
                condition=Q(pathway="iv_only", sitter__isnull=False) | ~Q(pathway="iv_only") & Q(sitter__isnull=True),
            ),
            models.CheckConstraint(
                name="courses_course_sitter_is_one_of", condition=Q(sitter__isnull=True) | Q(sitter__in=list(Sitter))
            ),
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
    """A prescriber's decision, with its reason. The latest row stands; what was decided before stays readable.

    "conditions" clears too, with its conditions in words. "held" was the only other decision before 25-Nov-2026.
    """

    course = models.ForeignKey(Course, models.PROTECT)
    decision = models.TextField()
    reason = models.TextField()
    decided_by = models.ForeignKey(Account, models.PROTECT)
    decided_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    settled = models.JSONField(help_text="facts as the prescriber found them, beyond or against the client's answers")
    findings = models.JSONField(help_text="by rule: edition, standing and because, as they were when it was decided")
    route = models.TextField(default="iv", help_text="the route for which it was judged")
    conditions = models.TextField(null=True)
    from_whom = models.TextField(null=True, help_text="whose clearance is needed first")
    defer_until = models.DateField(null=True)
    review_on = models.DateField(null=True, help_text="when the prescriber wants to look again")
    needs_second = models.BooleanField(default=False, help_text="whether it waits for a second clinician's name")

    class Meta:
        db_table = "courses_clearance"
        constraints = [
            models.CheckConstraint(
                name="courses_clearance_decision",
                condition=Q(decision__in=["cleared", "conditions", "needs", "deferred", "unsuitable", "held"]),
            ),
            models.CheckConstraint(name="courses_clearance_reasoned", condition=~Q(reason="")),
            models.CheckConstraint(
                name="courses_clearance_expires",
                condition=Q(decision__in=["needs", "deferred", "unsuitable", "held"], valid_until__isnull=True)
                # A check that comes to NULL passes in SQL, so "not NULL" is said too.
                | Q(
                    decision__in=["cleared", "conditions"],
                    valid_until__isnull=False,
                    valid_until__gt=models.F("decided_at"),
                ),
            ),
            models.CheckConstraint(
                name="courses_clearance_says_what",
                condition=(
                    Q(decision="conditions", conditions__isnull=False) & ~Q(conditions="")
                    | ~Q(decision="conditions") & Q(conditions__isnull=True)
                )
                & (
                    Q(decision="needs", from_whom__isnull=False) & ~Q(from_whom="")
                    | ~Q(decision="needs") & Q(from_whom__isnull=True)
                )
                & (
                    Q(decision="deferred", defer_until__isnull=False)
                    | ~Q(decision="deferred") & Q(defer_until__isnull=True)
                )
                & (Q(needs_second=False) | Q(decision="conditions")),
            ),
        ]


class SecondName(Kept):
    """A second clinician, who is another person, stands behind a clearance that goes past a hard stop."""

    clearance = models.OneToOneField(Clearance, models.PROTECT)
    by = models.ForeignKey(Account, models.PROTECT)
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "courses_second_name"
